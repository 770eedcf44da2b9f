"""What does the first visit after a write cost, while the parts of the page that it did not touch are kept?

    LIAISON_VAR=DIR .venv/bin/python -m tests.bench.afresh [--rounds 60]

Needs a prepared demo city; `DATABASE_URL` may name another one. In one process, the floor and the page
in turns; CPU is that of the process, the figure the median as a multiple of the floor. A write is
counted as the triggers count it, nothing is changed. “一样也没有留” is a page of which nothing is kept.
"""

import argparse
import os
import statistics
import time
from typing import Any

import django

from tests.bench.deputies import say
from tests.bench.pages import FLOOR, pages

WRITES = {
    "接待": "receptions_reception",
    "站点": "stations_station",
    "代表": "deputies_deputy",
    "月报": "progress_monthlyreport",
    "公告": "bulletins_bulletin",
}


def main() -> None:
    """A row for each page, a column for each kind of write."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=60)
    rounds = asked.parse_args().rounds
    os.environ |= {"LIAISON_BENCH": "1", "ALLOWED_HOSTS": "localhost", "LOG_LEVEL": "ERROR"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.FINISHED_PAGES_SECONDS = 0.0
    visitor = Client(headers={"host": "localhost"})
    say(f"| 页面 | {' | '.join(f'写了{name}' for name in WRITES)} | 写了它自己 | 一样也没有留 |")
    for name, path in pages().items():
        cells = [cell(visitor, path, key, rounds) for key in [*WRITES.values(), own(path), ""]]
        say(f"| {name} | {' | '.join(cells)} |")


def own(path: str) -> str:
    """The scope of a station's or a deputy's page; for others a table that no page reads."""
    from liaison.portal.finished import deputy_scope, station_scope

    _, room, name, *_ = f"{path}//".split("/")
    if room == "stations" and name:
        return next(station_scope({"code": name}))
    return next(deputy_scope({"pk": name})) if room == "deputies" and name else "-"


def cell(visitor: Any, path: str, table: str, rounds: int) -> str:
    """Multiple of the floor, and queries."""
    for _ in range(5):
        visit(visitor, FLOOR, ""), visit(visitor, path, table)
    floor, page = [], []
    for _ in range(rounds):
        floor.append(visit(visitor, FLOOR, "-"))
        page.append(visit(visitor, path, table))
    ratio = statistics.median(page) / statistics.median(floor)
    return f"{ratio:.0f}（{queries(visitor, path, table)} 次查询）"


def write(table: str) -> None:
    """Count a write to the table; without one, forget everything that is kept."""
    from django.db import DEFAULT_DB_ALIAS

    from liaison.pages.middleware import STORE
    from liaison.pages.watch import touch
    from liaison.portal import finished

    if table:
        touch(DEFAULT_DB_ALIAS, table)
    else:
        STORE.clear()
        finished.forget()


def visit(visitor: Any, path: str, table: str) -> float:
    """CPU milliseconds of one visit after the write."""
    write(table)
    begun = time.process_time()
    answer = visitor.get(path)
    spent = (time.process_time() - begun) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return spent


def queries(visitor: Any, path: str, table: str) -> int:
    """All that the visit asks of the database, the version included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    write(table)
    with CaptureQueriesContext(connection) as asked:
        visitor.get(path)
    return len(asked)


if __name__ == "__main__":
    main()
