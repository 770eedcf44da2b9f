"""Does SQLite ever answer “locked” when eight processes write at once, and do readers suffer?

    .venv/bin/python -m tests.bench.writers [--processes 8] [--seconds 5] [--rows 5000]

A scratch database with a small city. Every process saves opinions with all that belongs to them, as
fast as it can, through the same actions as the site. A reader asks for the newest meanwhile; its 99th
percentile stands against that of an idle database. Then a roster is imported, and the reader asks
for deputies until all are in. Ends with 1 when a write failed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

import django

from tests.bench.deputies import say

WRITE = """
import sys, time
import django; django.setup()
from django.db import OperationalError
from opinions import actions
from stations.models import Station
station, end, done, failed = Station.objects.get(), time.monotonic() + float(sys.argv[1]), 0, 0
while time.monotonic() < end:
    try:
        actions.submit(station, f"第 {done} 件：路灯不亮")
        done += 1
    except OperationalError:
        failed += 1
print(done, failed)
"""
IMPORT = """
import sys
import django; django.setup()
from deputies.roster.apply import Choices, apply
from deputies.roster.read import read_roster
from deputies.roster.vocabulary import VOCABULARY
from liaison.accounts.models import User
from liaison.divisions.models import Division
from liaison.lib.sheets import ROSTER, read_tables
from tests.bench.roster import roster
county, towns = Division.objects.get(name="辉县市"), list(Division.objects.filter(name="孟庄镇"))
tables = read_tables(roster(int(sys.argv[1]), towns), VOCABULARY, ROSTER).tables
print(apply(read_roster(tables, county), Choices(), by=User.objects.get()).summary)
"""


def main() -> int:
    """Idle, then busy."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--processes", type=int, default=8)
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--rows", type=int, default=5000)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="liaison-writers-") as folder:
        prepare(Path(folder))
        failed = letters(said.processes, said.seconds)
        roster(said.rows, said.seconds)
    return bool(failed)


def letters(processes: int, seconds: float) -> int:
    """Everybody writes letters at once; how often one was not taken."""
    from opinions.models import Opinion

    newest = Opinion.objects.order_by("-pk")[:20]
    idle = read_for(seconds, newest)
    writers = [begin(WRITE, seconds) for _ in range(processes)]
    time.sleep(3)  # they are still starting
    busy = read_for(seconds, newest)
    told = [writer.communicate()[0].split() for writer in writers]
    done, failed = (sum(int(one[n]) for one in told) for n in (0, 1))
    say(f"{processes} processes, {seconds:g} s: {done} letters saved, {failed} times locked")
    compare(idle, busy)
    return failed


def roster(rows: int, seconds: float) -> None:
    """One office imports its roster."""
    from deputies.models import Deputy

    listed = Deputy.objects.order_by("pinyin", "pk")[:20]
    begin(IMPORT, 100).communicate()
    idle = read_for(seconds, listed)
    importing = begin(IMPORT, rows)
    busy: list[float] = []
    while importing.poll() is None:
        busy += read_for(1, listed)
    say(f"a roster of {rows}: {importing.communicate()[0].strip()}")
    compare(idle, busy)


def begin(code: str, size: float) -> "subprocess.Popen[str]":
    """A process of its own that writes."""
    return subprocess.Popen([sys.executable, "-c", code, str(size)], stdout=subprocess.PIPE, text=True)


def compare(idle: list[float], busy: list[float]) -> None:
    """The slowest of a hundred questions, alone and meanwhile."""
    times = p99(busy) / p99(idle)
    say(f"reader, 99th percentile: idle {p99(idle):.1f} ms, meanwhile {p99(busy):.1f} ms, {times:.1f} times")


def prepare(folder: Path) -> None:
    """A city with one station, in a file."""
    os.environ |= {
        "LIAISON_VAR": str(folder), "LIAISON_ENV": "local", "LOG_LEVEL": "ERROR",
        "DATABASE_URL": f"sqlite:///{folder}/liaison.sqlite3", "SECRET_KEY": "writers-" + "x" * 50,
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
    }  # fmt: skip
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from liaison.accounts.models import Role
    from tests import make

    city = make.city()
    make.station(city["mengzhuang"])
    make.user("bench", role=Role.CITY_EDITOR, division=city["city"])


def read_for(seconds: float, rows: Any) -> list[float]:
    """Milliseconds of each question, one after the other."""
    end, found = time.monotonic() + seconds, []
    while time.monotonic() < end:
        begun = time.perf_counter()
        list(rows.all())
        found.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.005)
    return found


def p99(times: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(times, n=100)[98]


if __name__ == "__main__":
    sys.exit(main())
