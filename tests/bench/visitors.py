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
import statistics
import time
from collections import Counter
from http.client import HTTPException
from pathlib import Path
from threading import Thread

from tests.bench.deployed import Deployed
from tests.bench.deputies import say

LINK = re.compile(r'(?:href|src)="(/[^"#]*)"')
START = ("/", "/stations/", "/deputies/", "/activities/", "/progress/", "/bulletins/", "/opinions/", "/find/")
STAFF = ("/work/", "/work/opinions/", "/work/activities/", "/work/imports/", "/work/reports/")
MOST = 400
PACKED = {"Accept-Encoding": "gzip"}
NOT_FOLLOWED = ("/accounts/", "/admin/", "/work/")


class Visitor(Deployed):
    """One browser, and what it was answered."""

    def __init__(self, folder: Path, cookie: str = "") -> None:
        super().__init__(folder, cookie)
        self.is_staff = bool(cookie)
        self.seconds: list[float] = []
        self.statuses: Counter[str] = Counter()

    def walk(self, paths: list[str], until: float) -> None:
        """Page after page until the time is over."""
        while time.monotonic() < until:
            path, begun = random.choice(paths), time.perf_counter()
            try:
                status = self.ask(path, **PACKED).status
                self.statuses[str(status) if status < 400 else f"{status} {path}"] += 1
            except (OSError, HTTPException) as broken:
                self.statuses[f"断开 {type(broken).__name__} {path}"] += 1
                self.line.close()
            self.seconds.append(time.perf_counter() - begun)


def gather(visitor: Deployed) -> list[str]:
    """Addresses that the public pages lead to, breadth first."""
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


def main() -> None:
    """Gather, walk together, count."""
    asked = argparse.ArgumentParser(description="一百个人同时看一分钟")
    asked.add_argument("folder", type=Path, help="deploy/rehearse.py 的 --folder")
    asked.add_argument("--clients", type=int, default=100)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--as", dest="name", default="", help="每十个人里有一个以这个演示账号登录")
    said = asked.parse_args()
    paths = gather(Deployed(said.folder))
    cookie = Deployed(said.folder).sign_in(said.name) if said.name else ""
    until = time.monotonic() + said.seconds
    visitors = [Visitor(said.folder, cookie if n % 10 == 0 else "") for n in range(said.clients)]
    walks = [
        Thread(target=one.walk, args=(list(STAFF) if one.is_staff else paths, until)) for one in visitors
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
