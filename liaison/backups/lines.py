"""Lines that leave this machine: whether others could read them, and whether browsers trust ours."""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

LOCAL = ("", "localhost", "127.0.0.1", "::1")
DAY = 86400
NOTICE = 14
"""Days before its end on which a certificate that renews itself has long been renewed."""
PATIENCE = 10


def open_databases(databases: Mapping[str, Any]) -> list[str]:
    """The machines with databases that are asked over a line that others could read or pretend to be."""
    return [
        told["HOST"]
        for told in databases.values()
        if told.get("HOST", "") not in LOCAL
        and not told["HOST"].startswith("/")
        and told.get("OPTIONS", {}).get("sslmode") != "verify-full"
    ]


def to_seal() -> Iterator[str]:
    """A sentence for every setting that sends what is ours over such a line."""
    if open_to := open_databases(settings.DATABASES):
        yield f"到 {'、'.join(open_to)} 没有加密核对，在 DATABASE_URL 后面加 ?sslmode=verify-full"
    if _is_open(str(settings.CACHES["default"].get("LOCATION", "")), "redis"):
        yield "CACHE_URL 应写 rediss://"
    if _is_open(str(settings.STORAGES["default"].get("OPTIONS", {}).get("endpoint", "")), "http"):
        yield "MEDIA_ENDPOINT 应写 https://"
    mail = settings.EMAIL_CONFIG
    sealed = mail.get("EMAIL_USE_TLS") or mail.get("EMAIL_USE_SSL")
    if mail["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not sealed and mail["EMAIL_HOST"] not in LOCAL:
        yield "EMAIL_URL 应写 smtp+tls:// 或 smtp+ssl://"


def _is_open(address: str, scheme: str) -> bool:
    """Whether an address of another machine names the scheme that seals nothing."""
    parts = urlsplit(address)
    return parts.scheme == scheme and parts.hostname not in LOCAL


def certificate(origin: str) -> tuple[bool, str]:
    """Whether a browser trusts what is served at `origin`, and for how long yet."""
    parts = urlsplit(origin)
    if parts.scheme != "https":
        return True, "PUBLIC_ORIGIN 不是 https 地址，没有看"
    try:
        days = (_end_of(str(parts.hostname), parts.port or 443) - time.time()) // DAY
    except ssl.SSLCertVerificationError as problem:
        return False, f"浏览器不会信任 {parts.netloc}：{problem.verify_message}"
    except (OSError, ValueError) as problem:  # ValueError: no such port, no such name
        return False, f"从这台机器打不开 {parts.netloc}（可以在 /etc/hosts 里指向本机）：{problem}"
    return days >= NOTICE, f"还有 {days:.0f} 天到期"


def _end_of(host: str, port: int) -> float:
    """When the certificate ends, in seconds of the epoch; SSLCertVerificationError for one not trusted."""
    trust = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as plain,
        trust.wrap_socket(plain, server_hostname=host) as line,
    ):
        shown: dict[str, Any] = line.getpeercert() or {}
        return ssl.cert_time_to_seconds(shown["notAfter"])
