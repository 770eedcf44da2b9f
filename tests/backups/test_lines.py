"""What leaves this machine is sealed, and what the site shows is trusted: a real server shows it."""

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from liaison.backups import checking, lines

FAR = {"HOST": "10.0.0.5", "OPTIONS": {"sslmode": "verify-full"}}
MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "mail.example.gov.cn"}


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "::1", "/var/run/postgresql"])
def test_a_database_on_this_machine_needs_no_certificate(host):
    assert lines.open_databases({"default": {"HOST": host}}) == []


def test_a_database_elsewhere_is_asked_over_a_line_that_is_sealed_and_checked():
    anybody = {"HOST": "10.0.0.12", "OPTIONS": {"sslmode": "require"}}
    assert lines.open_databases({"default": FAR}) == []
    assert lines.open_databases({"default": FAR, "replica": anybody}) == ["10.0.0.12"]


@pytest.mark.parametrize(
    ("setting", "told", "what"),
    [
        ("DATABASES", {"default": {"HOST": "10.0.0.5"}}, "10.0.0.5 没有加密核对"),
        ("CACHES", {"default": {"LOCATION": "redis://:x@10.0.0.13:6379/0"}}, "CACHE_URL 应写 rediss://"),
        ("STORAGES", {"default": {"OPTIONS": {"endpoint": "http://10.0.0.14:9000"}}}, "应写 https://"),
        ("EMAIL_CONFIG", MAIL, "EMAIL_URL 应写 smtp+tls://"),
    ],
)
def test_an_open_line_is_named_with_what_to_write(monkeypatch, setting, told, what):
    monkeypatch.setattr(lines.settings, setting, told)
    assert [what in said for said in lines.to_seal()] == [True]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("CACHES", {"default": {"LOCATION": "liaison_cache"}}),
        ("CACHES", {"default": {"LOCATION": "redis://127.0.0.1:6379/0"}}),
        ("CACHES", {"default": {"LOCATION": "rediss://:x@10.0.0.13:6379/0"}}),
        ("STORAGES", {"default": {"OPTIONS": {"endpoint": "https://s3.example.gov.cn"}}}),
        ("EMAIL_CONFIG", MAIL | {"EMAIL_USE_TLS": True}),
        ("EMAIL_CONFIG", MAIL | {"EMAIL_HOST": "localhost"}),
    ],
)
def test_a_sealed_line_and_one_that_stays_here_are_well(monkeypatch, setting, told):
    monkeypatch.setattr(lines.settings, setting, told)
    assert list(lines.to_seal()) == []


def test_what_is_open_is_told_to_monitoring(monkeypatch, db):
    monkeypatch.setattr(lines.settings, "DATABASES", {"default": {"HOST": "10.0.0.5"}})
    found = next(one for one in checking.examine() if one.name == "出本机的线路")
    assert not found.is_well
    assert "sslmode=verify-full" in found.words


@contextmanager
def shown(folder: Path, days: int) -> Iterator[tuple[str, Path]]:
    """A server with a certificate of its own for so many days: its address, and whom to trust for it."""
    key, paper = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [*f"openssl req -x509 -newkey rsa:2048 -nodes -days {days} -subj /CN=localhost".split(),
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(paper)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(paper, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}", paper
    finally:
        server.shutdown()
        server.server_close()


def test_a_trusted_certificate_is_well_until_two_weeks_before_its_end(tmp_path, monkeypatch):
    for days, is_well in ((60, True), (10, False)):
        with shown(tmp_path, days) as (origin, paper):
            monkeypatch.setenv("SSL_CERT_FILE", str(paper))
            assert lines.certificate(origin) == (is_well, f"还有 {days - 1} 天到期")


def test_a_certificate_that_no_browser_trusts_is_said_so(tmp_path, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with shown(tmp_path, 60) as (origin, _):
        is_well, words = lines.certificate(origin)
    assert not is_well
    assert "不会信任 localhost" in words


def test_a_site_that_does_not_answer_is_not_well_and_one_without_an_address_is_not_asked():
    is_well, words = lines.certificate("https://localhost:9/")
    assert not is_well
    assert "打不开 localhost:9" in words
    assert lines.certificate("")[0]


@pytest.mark.parametrize(
    "origin", ["https://localhost:门/", "https://localhost:99999", "https://", "https://" + "县" * 80]
)
def test_an_address_that_is_none_is_said_and_breaks_nothing(origin):
    is_well, words = lines.certificate(origin)
    assert not is_well
    assert "打不开" in words


def test_what_the_address_of_a_replica_says_about_its_certificate_is_kept():
    root = Path(__file__).resolve().parent.parent.parent
    told = {
        "DATABASE_URL": "postgresql://liaison@10.0.0.5/liaison?sslmode=verify-full",
        "DATABASE_REPLICA": "postgresql://liaison@10.0.0.12/liaison?sslmode=verify-full",
    }
    asked = (
        "from liaison import settings as s; print([d['OPTIONS']['sslmode'] for d in s.DATABASES.values()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=root, env=os.environ | told, capture_output=True, text=True
    )
    assert done.stdout.strip() == "['verify-full', 'verify-full']", done.stderr
