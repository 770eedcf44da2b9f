"""Do a hundred visitors at once, for a minute, ever see an error of the deployed site?

    .venv/bin/python deploy/rehearse.py --database postgresql://… --folder DIR --demo --seconds 900
    .venv/bin/python -m tests.bench.visitors DIR [--clients 100] [--seconds 60] [--as huixian]

Follows the links of the public pages to gather a mixed set of addresses (pages, files, open data,
opinion forms), then every client walks through it on its own in a random order, over TLS and with
the certificate checked. With `--as`, one client in ten is signed in as that demo account and walks
through the pages of staff. Any answer ≥ 400 and any broken line is an error.
"""

import argparse
import random
import re
import ssl
import statistics
import time
from collections import Counter
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit

from tests.bench.deputies import say

LINK = re.compile(r'(?:href|src)="(/[^"#]*)"')
START = ("/", "/stations/", "/deputies/", "/activities/", "/progress/", "/bulletins/", "/opinions/", "/find/")
STAFF = ("/work/", "/work/opinions/", "/work/activities/", "/work/imports/", "/work/reports/")
MOST = 400
NOT_FOLLOWED = ("/accounts/", "/admin/", "/work/")


class Visitor:
    """One browser: a line that is kept open, and what came over it."""

    def __init__(self, site: tuple[int, Path], cookie: str = "") -> None:
        port, certificate = site
        trust = ssl.create_default_context(cafile=str(certificate))
        self.line = HTTPSConnection("localhost", port, timeout=30, context=trust)
        self.heads = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
        self.seconds: list[float] = []
        self.statuses: Counter[str] = Counter()

    def ask(self, path: str, method: str = "GET", body: str | None = None, **heads: str) -> HTTPResponse:
        """One request; the answer has been read into `content`."""
        self.line.request(method, path, body, self.heads | heads)
        answer = self.line.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        return answer

    def walk(self, paths: list[str], until: float) -> None:
        """Page after page until the time is over."""
        while time.monotonic() < until:
            path, begun = random.choice(paths), time.perf_counter()
            try:
                status = self.ask(path).status
                self.statuses[str(status) if status < 400 else f"{status} {path}"] += 1
            except (OSError, HTTPException) as broken:
                self.statuses[f"断开 {type(broken).__name__} {path}"] += 1
                self.line.close()
            self.seconds.append(time.perf_counter() - begun)


def gather(visitor: Visitor) -> list[str]:
    """Addresses that the public pages lead to, breadth first."""
    visitor.heads = {}
    found, queue = dict.fromkeys(START), list(START)
    while queue and len(found) < MOST:
        answer = visitor.ask(queue.pop(0))
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(answer.content.decode()):  # type: ignore[attr-defined]
            path = link.replace("&amp;", "&")
            if path not in found and not path.startswith(NOT_FOLLOWED):
                found[path] = None
                queue.append(path)
    return list(found)


def signed_in(visitor: Visitor, name: str, port: int) -> str:
    """The cookies of a demo account."""
    page = visitor.ask("/accounts/login/")
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]  # type: ignore[attr-defined]
    csrf = page.headers["Set-Cookie"].split(";")[0]
    typed = urlencode({"login": name, "password": "demo-liaison", "csrfmiddlewaretoken": token})
    answer = visitor.ask(
        *("/accounts/login/", "POST", typed),
        **{"Cookie": csrf, "Content-Type": "application/x-www-form-urlencoded"},
        Referer=f"https://localhost:{port}/accounts/login/",
    )
    if answer.status != 302:
        raise SystemExit(f"没有登录：{answer.status}")
    return "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])


def main() -> None:
    """Gather, walk together, count."""
    asked = argparse.ArgumentParser(description="一百个人同时看一分钟")
    asked.add_argument("folder", type=Path, help="deploy/rehearse.py 的 --folder")
    asked.add_argument("--clients", type=int, default=100)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--as", dest="name", default="", help="每十个人里有一个以这个演示账号登录")
    said = asked.parse_args()
    conf = (said.folder / "config/nginx/liaison.conf").read_text()
    port = urlsplit(re.search(r"return 301 (https://[^$]*)", conf)[1]).port  # type: ignore[index]
    site = (int(port or 443), said.folder / "certificate.pem")
    paths = gather(Visitor(site))
    cookie = signed_in(Visitor(site), said.name, site[0]) if said.name else ""
    until = time.monotonic() + said.seconds
    visitors = [Visitor(site, cookie if n % 10 == 0 else "") for n in range(said.clients)]
    walks = [
        Thread(target=one.walk, args=(list(STAFF) if "Cookie" in one.heads else paths, until))
        for one in visitors
    ]
    for walk in walks:
        walk.start()
    for walk in walks:
        walk.join()
    tell(visitors, len(paths))
    faults = sum(count for one in visitors for status, count in one.statuses.items() if len(status) > 3)
    raise SystemExit(1 if faults else 0)


def tell(visitors: list[Visitor], addresses: int) -> None:
    """How many, how fast, what went wrong."""
    seconds = sorted(value for one in visitors for value in one.seconds)
    statuses = sum((one.statuses for one in visitors), Counter())
    centiles = statistics.quantiles(seconds, n=100)
    say(f"{len(visitors)} 个人，{addresses} 个地址，{len(seconds)} 次请求")
    say(f"一半在 {centiles[49] * 1000:.0f} 毫秒内，99% 在 {centiles[98] * 1000:.0f} 毫秒内")
    for status, count in statuses.most_common(20):
        say(f"  {status}：{count}")


if __name__ == "__main__":
    main()
