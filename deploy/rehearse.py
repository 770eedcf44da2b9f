#!/usr/bin/env python3
"""The deployment on loopback: real nginx, real gunicorn, real PostgreSQL, a certificate of its own.

    .venv/bin/python deploy/rehearse.py --database postgresql://… --seconds 600 [--demo]

Does what docs/deploy.md says, in its order, with the files that `render.py` writes, and
prints the address. Ends by itself after `--seconds`, and with everything it started when
it is interrupted. Touches nothing outside `--folder`.
"""

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from pathlib import Path

import render

ROOT = render.ROOT
NGINX = """
{user}
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log {folder}/nginx-access.log;
    client_body_temp_path {folder}/tmp-body; proxy_temp_path {folder}/tmp-proxy;
    fastcgi_temp_path {folder}/tmp-f; uwsgi_temp_path {folder}/tmp-u; scgi_temp_path {folder}/tmp-s;
    include {folder}/config/nginx/liaison.conf;
}}
"""


def main() -> int:
    """Prepare, serve, wait, end."""
    asked = argparse.ArgumentParser(description="在本机演练上线")
    asked.add_argument("--database", required=True, help="空的 PostgreSQL 数据库")
    asked.add_argument("--folder", type=Path, help="放数据和日志的目录，默认临时目录")
    asked.add_argument("--seconds", type=int, default=600)
    asked.add_argument("--demo", action="store_true", help="装入演示数据")
    said = asked.parse_args()
    folder = said.folder or Path(tempfile.mkdtemp(prefix="liaison-"))
    folder.mkdir(parents=True, exist_ok=True)
    return Rehearsal(folder.resolve(), said.database, said.seconds).run(demo=said.demo)


class Rehearsal:
    """One deployment with its own ports, files and processes."""

    def __init__(self, folder: Path, database: str, seconds: int) -> None:
        self.folder, self.var, self.seconds = folder, folder / "var", seconds
        self.http, self.https, self.back = free_port(), free_port(), free_port()
        self.started: list[subprocess.Popen[bytes]] = []
        self.env = os.environ | {
            "LIAISON_ENV": "production",
            "LIAISON_VAR": str(self.var),
            "DATABASE_URL": database,
            "SECRET_KEY": secrets.token_urlsafe(60),
            "CONTACT_KEYS": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "ALLOWED_HOSTS": "localhost",
            "TRUSTED_PROXIES": "127.0.0.1",
            "PUBLIC_ORIGIN": f"https://localhost:{self.https}",
            "CSRF_TRUSTED_ORIGINS": f"https://localhost:{self.https}",
        }

    def run(self, *, demo: bool) -> int:
        """Serve until the time is over; what was started is ended whatever happens."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            self.prepare(demo)
            self.serve()
            say(f"https://localhost:{self.https}/")
            return self.wait()
        finally:
            for process in self.started:
                process.terminate()
            for process in self.started:
                process.wait(timeout=40)

    def prepare(self, demo: bool) -> None:
        """Database, static files, error pages, certificate, configuration."""
        self.var.mkdir(parents=True, exist_ok=True)
        steps = ["migrate -v 0", "createcachetable", "load_divisions -v 0"]
        steps += ["load_demo"] if demo else []
        steps += ["collectstatic --noinput -v 0", f"write_error_pages {self.var / 'errors'}"]
        for step in [*steps, "check --deploy --fail-level WARNING"]:
            self.manage(*step.split(" "))
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(
            [*"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split(),
             "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
            check=True, capture_output=True,
        )  # fmt: skip
        told = render.options().parse_args(
            ["--host", "localhost", "--out", str(self.folder / "config"), "--var", str(self.var),
             "--backend", f"127.0.0.1:{self.back}", "--http-listen", f"127.0.0.1:{self.http}",
             "--https-listen", f"127.0.0.1:{self.https}", "--public-host", f"localhost:{self.https}",
             "--cache", str(self.folder / "cache"),
             "--certificate", str(certificate), "--certificate-key", str(key)]
        )  # fmt: skip
        render.render(told)
        # Started by root, nginx's workers would be somebody who may not enter a temporary folder.
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder, user=user), encoding="utf-8")

    def manage(self, *arguments: str) -> None:
        """A command of the product."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"manage.py {' '.join(arguments)}：\n{done.stdout}{done.stderr}")

    def serve(self) -> None:
        """gunicorn as the unit starts it, nginx with the site."""
        unit = (self.folder / "config/systemd/liaison.service").read_text(encoding="utf-8")
        line = next(row for row in unit.splitlines() if row.startswith("ExecStart="))
        command = [sys.executable, *line.removeprefix("ExecStart=").split(" ")[1:]]
        self.start(command, self.folder / "gunicorn.log", cwd=ROOT, env=self.env)
        (self.folder / "gunicorn.pid").write_text(str(self.started[0].pid))
        nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        if nginx is None:
            sys.exit("没有找到 nginx：apt-get install nginx")
        self.start(
            [nginx, "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)], self.folder / "nginx.log"
        )
        for port in (self.back, self.https):
            self.answers(port)

    def start(self, command: list[str], log: Path, **more: object) -> None:
        """A process of its own, its words in a file."""
        with log.open("wb") as words:
            self.started.append(subprocess.Popen(command, stdout=words, stderr=words, **more))  # type: ignore[call-overload]

    def answers(self, port: int) -> None:
        """Return once somebody listens; end when one of the processes did."""
        for _ in range(300):
            if any(process.poll() is not None for process in self.started):
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        logs = [(self.folder / name).read_text(errors="replace") for name in ("gunicorn.log", "nginx.log")]
        sys.exit("没有启动：\n" + "\n".join(logs)[-3000:])

    def wait(self) -> int:
        """Until the time is over or nginx ends; without the program it goes on, as on a real machine."""
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            if self.started[-1].poll() is not None:
                return 1
            time.sleep(0.2)
        return 0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say(sentence: str) -> None:
    """To whoever started this, at once."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
