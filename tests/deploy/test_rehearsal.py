"""The deployment as docs/deploy.md tells it, on loopback: what the network sees, and what it cannot do."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("deploy")]
ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 90
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass
class Site:
    """The deployed site: its ports, its folder, and the address of its database."""

    folder: Path
    database: str
    https: int
    http: int

    def ask(self, path: str, method: str = "GET", body: str | None = None, **heads: str) -> HTTPResponse:
        """One request over TLS, the certificate checked; the answer has been read into `text`."""
        trust = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        line = HTTPSConnection("localhost", self.https, timeout=20, context=trust)
        line.request(method, path, body, heads)
        answer = line.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        line.close()
        return answer


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Put up by `deploy/rehearse.py` on a database of its own; taken down at the end."""
    if not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("没有找到 nginx，上线演练跳过；apt-get install nginx 后再试")
    folder, name = tmp_path_factory.mktemp("deployed"), f"liaison_deploy_{os.getpid()}"
    told = settings.DATABASES["default"]
    facts = {
        "host": told["HOST"],
        "port": told["PORT"] or 5432,
        "user": told["USER"],
        "password": told["PASSWORD"],
    }
    with psycopg.connect(**facts, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        secret = f":{facts['password']}" if facts["password"] else ""
        url = f"postgresql://{facts['user']}{secret}@{facts['host']}:{facts['port']}/{name}"
        command = [sys.executable, "deploy/rehearse.py", "--database", url, "--folder", str(folder)]
        process = subprocess.Popen(
            [*command, "--seconds", "300"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            yield opened(process, folder, url)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def opened(process: "subprocess.Popen[str]", folder: Path, url: str) -> Site:
    """The site once it has told its address."""
    address = process.stdout.readline().strip() if process.stdout else ""
    assert address.startswith("https://localhost:"), f"{address} {process.poll()}"
    conf = (folder / "config/nginx/liaison.conf").read_text()
    plain = conf.split("listen 127.0.0.1:")[1].split(";")[0]
    return Site(folder, url, int(address.rstrip("/").split(":")[-1]), int(plain))


def test_every_answer_carries_the_policy_and_no_version(site: Site) -> None:
    (site.folder / "var/media/pictures").mkdir(parents=True, exist_ok=True)
    (site.folder / "var/media/pictures/x.jpg").write_bytes(b"\xff\xd8\xff")
    (site.folder / "var/media/pictures/x.webp").write_bytes(b"RIFF")
    style = site.ask("/").content.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    for path in ("/", style, "/media/pictures/x.jpg", "/nothing/", "/accounts/login/"):
        answer = site.ask(path)
        for name, value in HEADERS.items():
            assert answer.headers.get_all(name) == [value], (path, name)
        policies = answer.headers.get_all("Content-Security-Policy")
        assert len(policies) == 1, path
        assert "default-src 'none'" in policies[0]
        assert "unsafe" not in policies[0]
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
        assert answer.headers["Server"] == "nginx"
    assert "immutable" in site.ask(style).headers["Cache-Control"]
    assert site.ask(style, **{"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert site.ask("/", **{"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert site.ask("/media/pictures/x.webp").headers["Content-Type"] == "image/webp"
    for way in ("/media/pictures/x.jpg", "/%6dedia/pictures/x.jpg", "//media/pictures/x.jpg"):
        photo = site.ask(way)
        assert photo.headers["Content-Type"] == "image/jpeg", way
        assert "sandbox" in photo.headers["Content-Security-Policy"], way


def test_plain_http_leads_to_https_and_another_host_nowhere(site: Site) -> None:
    line = HTTPConnection("localhost", site.http, timeout=20)
    line.request("GET", "/stations/?q=1")
    answer = line.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://localhost:{site.https}/stations/?q=1"
    assert site.ask("/", Host="evil.example").status == 400


def test_a_program_that_asks_in_plain_http_is_told_so_and_not_led_on(site: Site) -> None:
    line = HTTPConnection("localhost", site.http, timeout=20)
    line.request("GET", "/api/stations/")
    answer = line.getresponse()
    assert answer.status == 403
    assert "https" in answer.read().decode()


def test_what_is_private_lies_behind_the_program(site: Site) -> None:
    hidden = site.folder / "var/media/private/pictures"
    hidden.mkdir(parents=True, exist_ok=True)
    (hidden / "x.jpg").write_bytes(b"\xff\xd8\xff")
    paths = ["/media/private/pictures/x.jpg", "/media/pictures/../private/pictures/x.jpg"]
    paths += ["/media/%2e%2e/secret_key", "/static/../contact_key", "/media//private/pictures/x.jpg", "/.env"]
    for path in paths:
        assert site.ask(path).status in (400, 404), path


def test_a_huge_body_is_refused_before_it_arrives_and_in_our_words(site: Site) -> None:
    answer = site.ask("/opinions/new/", "POST", "", **{"Content-Length": str(200 * 1024 * 1024)})
    assert answer.status == 413
    assert "内容太大" in answer.content.decode()
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]


def test_two_hundred_half_open_connections_stop_nobody(site: Site) -> None:
    half = [
        socket.create_connection(("127.0.0.1", port), timeout=5) for port in (site.http, site.https) * 100
    ]
    for one in half[::2]:
        one.sendall(b"POST /opinions/new/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n")
    try:
        assert [site.ask("/").status for _ in range(20)] == [200] * 20
    finally:
        for one in half:
            one.close()


def test_an_address_that_the_visitor_wrote_is_not_believed(site: Site) -> None:
    page = site.ask("/accounts/login/")
    cookie = page.headers["Set-Cookie"].split(";")[0]
    assert cookie.startswith("__Host-csrftoken=")
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    typed = urlencode({"login": "nobody", "password": "wrong-password", "csrfmiddlewaretoken": token})
    heads = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    heads |= {"Referer": f"https://localhost:{site.https}/accounts/login/", "X-Forwarded-For": "203.0.113.66"}
    assert site.ask("/accounts/login/", "POST", typed, **heads).status == 200
    with psycopg.connect(site.database) as database:
        found = database.execute("SELECT DISTINCT host(address) FROM audit_event WHERE address IS NOT NULL")
        assert found.fetchall() == [("127.0.0.1",)]


def test_a_public_page_is_kept_before_the_program_and_not_for_staff(site: Site) -> None:
    first, again = site.ask("/stations/"), site.ask("/stations/")
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=86400"
    assert again.content == first.content
    told = site.ask("/stations/", **{"If-None-Match": first.headers["ETag"]})
    assert (told.status, told.content) == (304, b"")
    large = site.ask("/stations/", Cookie="lg=1").content.decode()
    assert 'class="lg"' in large
    assert 'class="lg"' not in site.ask("/stations/").content.decode()
    staff = site.ask("/stations/", Cookie="__Host-sessionid=x")
    assert staff.headers["Cache-Control"] == "no-store, private"


def test_without_the_program_people_still_read_what_was_kept_or_our_page(site: Site) -> None:
    """It ends the program; what follows can do without it."""
    kept = site.ask("/").content
    os.kill(int((site.folder / "gunicorn.pid").read_text()), signal.SIGKILL)
    end = time.monotonic() + 60
    while (answer := site.ask("/work/")).status not in (502, 503) and time.monotonic() < end:
        time.sleep(0.2)
    assert answer.status in (502, 503)
    assert "网站正在维护" in answer.content.decode()
    assert answer.headers.get_all("X-Frame-Options") == ["DENY"]
    again = site.ask("/")
    assert (again.status, again.content) == (200, kept)


class Hasty(BaseHTTPRequestHandler):
    """A program that always closes the line just when a second request arrives on it."""

    protocol_version = "HTTP/1.1"
    is_used = False

    def do_GET(self) -> None:
        """An answer to the first request of a line, none to any other."""
        self.close_connection = self.is_used
        if self.is_used:
            return
        self.is_used = True
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815 -- as the library calls it

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_what_somebody_sends_is_not_lost_to_a_line_that_the_program_closes(site: Site) -> None:
    conf = (site.folder / "config/nginx/liaison.conf").read_text()
    host, port = conf.split("upstream")[1].split("server ")[1].split(";")[0].split(":")
    with ThreadingHTTPServer((host, int(port)), Hasty) as program:
        Thread(target=program.serve_forever, daemon=True).start()
        read = [site.ask(f"/work/{number}/").status for number in range(20)]
        sent = [site.ask("/opinions/new/", "POST", "text=1").status for _ in range(20)]
        program.shutdown()
    assert read == [200] * 20
    assert sent == [200] * 20
