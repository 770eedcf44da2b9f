"""Reaching the site that `deploy/rehearse.py` put up, as a visitor or as somebody of the staff.

    .venv/bin/python -m tests.bench.deployed DIR --as huixian

prints the `Cookie` header of a demo account that has signed in, for tools that want one.
"""

import argparse
import re
import ssl
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.deputies import say

PASSWORD = "demo-liaison"
LOGIN = "/accounts/login/"


class Deployed:
    """One line to the site over TLS, the certificate checked."""

    def __init__(self, folder: Path, cookie: str = "") -> None:
        self.port = port_of(folder)
        trust = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
        self.line = HTTPSConnection("localhost", self.port, timeout=30, context=trust)
        self.heads = {"Cookie": cookie} if cookie else {}

    def ask(self, path: str, method: str = "GET", body: str | None = None, **heads: str) -> HTTPResponse:
        """One request; the answer has been read into `content`."""
        self.line.request(method, path, body, self.heads | heads)
        answer = self.line.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        return answer

    def sign_in(self, name: str) -> str:
        """The cookies of a demo account."""
        page = self.ask(LOGIN)
        words: str = page.content.decode()  # type: ignore[attr-defined]
        token = words.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        typed = urlencode({"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token})
        heads = {
            "Cookie": page.headers["Set-Cookie"].split(";")[0],
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"https://localhost:{self.port}{LOGIN}",
        }
        answer = self.ask(LOGIN, "POST", typed, **heads)
        if answer.status != 302:
            raise SystemExit(f"没有登录：{answer.status}")
        return "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])


def port_of(folder: Path) -> int:
    """Where nginx listens, read from its configuration."""
    conf = (folder / "config/nginx/liaison.conf").read_text()
    found = re.search(r"return 301 (https://[^$]*)", conf)
    if found is None:
        raise SystemExit(f"{folder} 里没有 deploy/rehearse.py 写的配置")
    return urlsplit(found[1]).port or 443


def main() -> None:
    """Sign in and tell the cookie."""
    asked = argparse.ArgumentParser(description="以演示账号登录演练的网站，印出 Cookie")
    asked.add_argument("folder", type=Path, help="deploy/rehearse.py 的 --folder")
    asked.add_argument("--as", dest="name", default="huixian")
    said = asked.parse_args()
    say(Deployed(said.folder).sign_in(said.name))


if __name__ == "__main__":
    main()
