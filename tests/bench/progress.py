"""How long do the pages over all monthly reports take, for a large city and for a whole province?

    python -m tests.bench.progress [--months 36] [--rounds 5] [--postgres URL]

Fills a scratch database with the confirmed reports of 15 counties, measures the city's matrix, a
month's summary and the public pages, adds counties up to 157 and measures again. With `--postgres`
the scratch database is made on that server and dropped afterwards. Ends with 1 when a page takes
more than 300 ms with 15 counties or a second with 157.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tests.bench.activities import set_up, settle
from tests.bench.deputies import say

SCRATCH = "liaison_bench_progress"
SIZES = {15: 300, 157: 1000}
"""Counties, and the most milliseconds a page may take with so many."""


def build_city() -> None:
    """The tables, a city without counties, and somebody who works there."""
    from django.core.management import call_command

    from liaison.accounts.models import Role, User
    from liaison.divisions.loader import Loader, Row
    from liaison.divisions.models import Division
    from liaison.portal.models import SiteSettings

    call_command("migrate", verbosity=0)
    Loader([Row("990100", "示例市", "city", "市", "")]).load()
    city = Division.objects.at_top()
    SiteSettings.objects.create(city=city, site_name="示例站")
    User.objects.create(username="bench", role=Role.CITY_REVIEWER, division=city, is_staff=True)


def fill(since: int, until: int, count: int) -> None:
    """Counties number `since` to `until`, each with two townships and a report for every month."""
    from django.utils import timezone

    from liaison.divisions.loader import Loader, Row
    from liaison.divisions.models import Division
    from progress.indicators import INDICATORS
    from progress.models import Figure, MonthlyReport
    from progress.months import back, first_of, previous

    codes = [f"99{n // 90 + 1:02}{n % 90 + 10:02}" for n in range(since, until)]
    rows = [Row(code, f"示例{code}县", "county", "县", "990100") for code in codes]
    rows += [Row(f"{c}10{n}", f"示例{c}{n}镇", "township", "镇", c) for c in codes for n in (1, 2)]
    Loader(rows).load()
    chance, now = random.Random(since), timezone.now()
    for county in Division.objects.filter(code__in=codes):
        reports = [
            MonthlyReport(
                county=county, month=month, state="confirmed", due_at=now,
                practice="走访入户，当月办结。" * 30,
                submitted_at=now + timedelta(hours=chance.choice((-9, 9))), confirmed_at=now,
            )
            for month in back(previous(first_of(timezone.localdate())), count)
        ]  # fmt: skip
        MonthlyReport.objects.bulk_create(reports)
        Figure.objects.bulk_create(
            Figure(report=one, code=indicator.code, value=chance.randint(0, 300))
            for one in reports
            for indicator in INDICATORS
        )


def pages() -> dict[str, str]:
    """What is measured: its name, its address."""
    from django.utils import timezone

    from progress.months import first_of, previous

    month = previous(first_of(timezone.localdate()))
    return {
        "市级一览": "/work/reports/",
        "当月汇总": f"/work/reports/{month:%Y-%m}/",
        "公开进展": "/progress/?measure=opinions",
        "公开一个月": f"/progress/{month:%Y-%m}/",
        "公开一个月数据": f"/progress/{month:%Y-%m}.csv",
        "待办": "/work/",
    }


def measure(rounds: int) -> dict[str, tuple[float, int]]:
    """The fewest milliseconds that every page took, and its number of queries.

    As in `tests.bench.activities`: processor time on SQLite, the clock on PostgreSQL.
    """
    from django.db import connection
    from django.test import Client

    from liaison.accounts.models import User

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    client, found = Client(), {}
    client.force_login(User.objects.get(username="bench"))
    for name, address in pages().items():
        asked: list[str] = []
        with connection.execute_wrapper(
            lambda run, sql, *rest, seen=asked: seen.append(sql) or run(sql, *rest)
        ):
            assert client.get(address).status_code == 200, address
        spent = []
        for _ in range(rounds):
            start = clock()
            client.get(address)
            spent.append((clock() - start) * 1000)
        found[name] = min(spent), len(asked)
    return found


def judge(months: int, rounds: int) -> int:
    """Each size in turn; prints them, and answers 1 where a page takes too long."""
    build_city()
    before, is_slow = 0, False
    for size, most in SIZES.items():
        fill(before, size, months)
        settle()
        say(f"{size} 个县 × {months} 个月（不超过 {most} ms）")
        for name, (cost, asked) in measure(rounds).items():
            say(f"  {name:<10}{cost:>9.1f} ms{asked:>6} 次查询")
            is_slow |= cost > most
        before = size
    return int(is_slow)


def main() -> int:
    """Build, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--months", type=int, default=36)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--postgres", default="", help="postgresql://user@host:port/postgres")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if not wanted.postgres:
            set_up(folder, f"sqlite:///{folder / 'bench.sqlite3'}")
            return judge(wanted.months, wanted.rounds)
        return on_postgres(wanted, folder)


def on_postgres(wanted: argparse.Namespace, folder: Path) -> int:
    """The same on a scratch database of a server."""
    import psycopg

    name = f"{SCRATCH}_{os.getpid()}"
    with psycopg.connect(wanted.postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            set_up(folder, f"{wanted.postgres.rpartition('/')[0]}/{name}")
            return judge(wanted.months, wanted.rounds)
        finally:
            from django.db import connection

            connection.close()
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
