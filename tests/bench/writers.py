"""Does SQLite ever answer “locked” when eight processes write at once, and do readers suffer?

    .venv/bin/python -m tests.bench.writers [--processes 8] [--seconds 5]

A scratch database with a small city. Every process saves opinions with all that belongs to them, as
fast as it can, through the same actions as the site. A reader asks for the station's data meanwhile;
its 99th percentile stands against that of an idle database. Ends with 1 when a write failed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

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


def main() -> int:
    """Idle, then busy."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--processes", type=int, default=8)
    asked.add_argument("--seconds", type=float, default=5)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="liaison-writers-") as folder:
        prepare(Path(folder))
        idle = read_for(said.seconds)
        command = [sys.executable, "-c", WRITE, str(said.seconds)]
        writers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(said.processes)
        ]
        time.sleep(3)  # they are still starting
        busy = read_for(said.seconds)
        told = [writer.communicate()[0].split() for writer in writers]
    done, failed = (sum(int(one[n]) for one in told) for n in (0, 1))
    say(f"{said.processes} processes, {said.seconds:g} s: {done} letters saved, {failed} times locked")
    say(f"reader, 99th percentile: idle {p99(idle):.1f} ms, meanwhile {p99(busy):.1f} ms")
    return bool(failed)


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
    from tests import make

    make.station(make.city()["mengzhuang"])


def read_for(seconds: float) -> list[float]:
    """Milliseconds of each question, one after the other."""
    from opinions.models import Opinion

    end, found = time.monotonic() + seconds, []
    while time.monotonic() < end:
        begun = time.perf_counter()
        list(Opinion.objects.order_by("-pk")[:20])
        found.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.005)
    return found


def p99(times: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(times, n=100)[98]


if __name__ == "__main__":
    sys.exit(main())
