"""How much of the work does a replica take off the primary, and what does a page cost in all?

    .venv/bin/python -m tests.bench.replica [--pages 2000]

A primary, a streaming replica and one worker, all on loopback, with the demo city. As many different
public pages are opened, each once, so that every one is made: first with the primary alone, then with
the replica. CPU milliseconds a page, of the worker and of each database with all its processes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import chain, islice
from pathlib import Path

import django

from liaison.backups.cluster import Cluster
from tests.bench.deputies import say
from tests.bench.pages import TICK, Worker, served
from tests.servers import database_url, free_port, replicate

ROOT = Path(__file__).resolve().parent.parent.parent
LISTEN = ("listen_addresses=127.0.0.1",)


def main() -> None:
    """Make both, load one, ask twice."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--pages", type=int, default=2000)
    count = asked.parse_args().pages
    with tempfile.TemporaryDirectory(prefix="liaison-replica-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the databases run as a user of their own
        primary, standby = (Cluster(folder / one, port=free_port(), options=LISTEN) for one in "ps")
        try:
            prepare(folder, primary)
            say(f"{'':24}{'worker':>10}{'primary':>10}{'replica':>10}   CPU milliseconds a page")
            measure("primary alone", count, [primary])
            replicate(primary, standby)
            time.sleep(3)  # until it has heard everything
            os.environ["DATABASE_REPLICA"] = database_url(standby)
            measure("with the replica", count, [primary, standby])
        finally:
            standby.stop("immediate")
            primary.stop("immediate")


def prepare(folder: Path, primary: Cluster) -> None:
    """The demo city in a database of its own."""
    os.environ |= {
        "LIAISON_VAR": str(folder / "var"), "LIAISON_ENV": "local", "LOG_LEVEL": "ERROR",
        "SECRET_KEY": "replica-" + "x" * 50, "DATABASE_URL": database_url(primary),
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }  # fmt: skip
    primary.create()
    primary.start()
    for command in ("migrate", "load_divisions", "load_demo", "createcachetable"):
        done = [sys.executable, "manage.py", command, "-v", "0"]
        subprocess.run(done, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    django.setup()


def measure(name: str, count: int, databases: list[Cluster]) -> None:
    """One line: what a page cost each of them."""
    addresses = list(islice(different(), count))
    with served(True) as worker:
        ask(worker, ["/"])
        before = [worker.cpu(), *map(cpu, databases)]
        ask(worker, addresses)
        spent = [now - then for now, then in zip([worker.cpu(), *map(cpu, databases)], before, strict=True)]
    say(f"{name:24}" + "".join(f"{one * 1000 / len(addresses):10.2f}" for one in spent))


def different() -> Iterator[str]:
    """Pages of every kind that has many, a station, a deputy and an activity in turns."""
    from activities.models import Activity
    from deputies.models import Deputy
    from stations.models import Station

    kinds = [
        [one.get_absolute_url() for one in Station.objects.public().order_by("pk")],
        [f"/deputies/{pk}/" for pk in Deputy.objects.public().order_by("pk").values_list("pk", flat=True)],
        [one.get_absolute_url() for one in Activity.objects.public().order_by("pk")],
    ]
    together = zip(*kinds, strict=False)
    rest = (address for kind in kinds for address in kind[min(map(len, kinds)) :])
    return chain(chain.from_iterable(together), rest)


def ask(worker: Worker, addresses: list[str]) -> None:
    """Each once, over one connection."""
    line = HTTPConnection("127.0.0.1", worker.port, timeout=60)
    for address in addresses:
        line.request("GET", address)
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status}")
    line.close()


def cpu(cluster: Cluster) -> float:
    """Seconds that a database's processes have worked so far, those that have ended included."""
    first = int((cluster.data / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    spent = 0
    for process in (str(first), *children):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        spent += sum(map(int, fields[11 : 15 if process == str(first) else 13]))
    return spent / TICK


if __name__ == "__main__":
    main()
