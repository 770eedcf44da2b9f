#!/usr/bin/env python3
"""Fill in the configuration of nginx and systemd for one machine.

    python3 deploy/render.py --host llz.example.gov.cn --var /srv/liaison/var --out /tmp/liaison

Only the standard library. Every value has its option; what is written is exactly what
`deploy/rehearse.py` starts on loopback and the tests attack.
"""

import argparse
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FILES = (
    "nginx/liaison.conf",
    "nginx/headers.conf",
    "nginx/proxy.conf",
    "systemd/liaison.service",
    "systemd/liaison-nightly.service",
    "systemd/liaison-nightly.timer",
    "systemd/liaison-backup.service",
    "systemd/liaison-backup.timer",
)
MEDIA = """alias {media}/;
        include {headers};
        add_header Cache-Control "public, max-age=604800" always;"""
SHARED_MEDIA = """proxy_pass http://$liaison;
        include {proxy};"""
GAP = re.compile(r"\$\{(\w+)\}")
"""Our gaps are written ${name}; nginx's and systemd's own variables have no braces and stay."""


def options() -> argparse.ArgumentParser:
    """What differs from machine to machine."""
    asked = argparse.ArgumentParser(description="按本机填写 nginx 和 systemd 的配置")
    asked.add_argument("--host", required=True, help="网站域名")
    asked.add_argument("--out", required=True, type=Path, help="写到哪个目录")
    asked.add_argument("--var", type=Path, default=ROOT / "var", help="数据目录 LIAISON_VAR")
    asked.add_argument("--environment", default=str(ROOT / ".env"), help="环境文件")
    asked.add_argument("--python", default=str(ROOT / ".venv/bin/python"))
    asked.add_argument("--backend", default="127.0.0.1:8000", help="程序监听的地址")
    asked.add_argument("--http-listen", default="80")
    asked.add_argument("--https-listen", default="443")
    asked.add_argument("--public-host", default="", help="带端口的域名，默认同 --host")
    asked.add_argument("--certificate", default="", help="证书，默认 /etc/ssl/liaison/fullchain.pem")
    asked.add_argument("--certificate-key", default="")
    asked.add_argument("--cache", default="/var/cache/nginx/liaison", help="nginx 存放公开页面的目录")
    asked.add_argument("--workers", type=int, default=2, help="一般等于处理器核数")
    asked.add_argument("--shared-media", action="store_true", help="上传的文件在共用的存储里（MEDIA_BUCKET）")
    return asked


def values(said: argparse.Namespace) -> dict[str, str]:
    """What is put into the gaps."""
    out = said.out.resolve()
    return {
        "host": said.host,
        "public_host": said.public_host or said.host,
        "root": str(ROOT),
        "var": str(said.var),
        "static": str(said.var / "static"),
        "media_source": (SHARED_MEDIA if said.shared_media else MEDIA).format(
            media=said.var / "media", headers=out / "nginx/headers.conf", proxy=out / "nginx/proxy.conf"
        ),
        "errors": str(said.var / "errors"),
        "environment": said.environment,
        "python": said.python,
        "backend": said.backend,
        "http_listen": said.http_listen,
        "https_listen": said.https_listen,
        "certificate": said.certificate or "/etc/ssl/liaison/fullchain.pem",
        "certificate_key": said.certificate_key or "/etc/ssl/liaison/privkey.pem",
        "workers": str(said.workers),
        "cache": said.cache,
        "headers": str(out / "nginx/headers.conf"),
        "proxy": str(out / "nginx/proxy.conf"),
    }


def render(said: argparse.Namespace) -> list[Path]:
    """Write every file; answers where. Raises KeyError for a gap that nobody fills."""
    gaps = values(said)
    written = []
    for name in FILES:
        target = said.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (HERE / name).read_text(encoding="utf-8")
        target.write_text(GAP.sub(lambda gap: gaps[gap[1]], text), encoding="utf-8")
        written.append(target)
    return written


if __name__ == "__main__":
    for path in render(options().parse_args()):
        print(path)
