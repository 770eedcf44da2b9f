"""What does a public page cost, kept and made afresh, against a fixed page behind the same middleware?

    .venv/bin/python -m tests.bench.pages [--rounds 7] [--requests 300] [--json FILE]

Needs a prepared demo city: LIAISON_VAR names its folder.
Two real servers stand on the same database, one keeps pages and one does not. Blocks of requests
alternate between the floor and each page; CPU is that of the worker (user and system), the figure
the median of the rounds, shown as a multiple of the floor of the same server.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import django

from tests.bench.deputies import say

FLOOR = "/bench/floor/"
ENOUGH = 300
"""Requests of the floor in a block: CPU is counted in hundredths of a second."""
TICK = os.sysconf("SC_CLK_TCK")
Heads = dict[str, str]


class Worker:
    """A server of one worker process, and the process that works."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid

    def cpu(self) -> float:
        """Seconds the worker has worked so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def megabytes(self) -> float:
        """Anonymous memory of the worker."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024

    def block(self, path: str, count: int, heads: Heads) -> tuple[float, float]:
        """CPU milliseconds and wall milliseconds for one request, over one connection."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        before, begun = self.cpu(), time.perf_counter()
        for _ in range(count):
            line.request("GET", path, headers={"Accept-Encoding": "gzip", **heads})
            answer = line.getresponse()
            answer.read()
            if answer.status not in (200, 304):
                raise SystemExit(f"{path}: {answer.status}")
        line.close()
        wall = time.perf_counter() - begun
        return (self.cpu() - before) * 1000 / count, wall * 1000 / count

    def etag(self, path: str) -> str:
        """What a returning browser sends."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        return answer.headers.get("ETag", "")


@contextmanager
def served(keeps: bool) -> Iterator[Worker]:
    """gunicorn as deployed, with one worker so that its CPU is all there is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"FINISHED_PAGES": str(keeps).lower(), "LIAISON_BENCH": "1", "LOG_LEVEL": "ERROR"}
    serve = [
        sys.executable,
        "-m",
        "gunicorn",
        "liaison.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
    ]
    serve += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "error"]
    server = subprocess.Popen(serve, env=env)
    try:
        yield Worker(port, _worker_of(server.pid, port))
    finally:
        server.terminate()
        server.wait(timeout=40)


def _worker_of(parent: int, port: int) -> int:
    """The process below `parent`, once the server answers."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
                if children:
                    return int(children[0])
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def pages() -> dict[str, str]:
    """One address of each kind in the demo city."""
    from deputies.models import Deputy
    from stations.models import Station

    station = Station.objects.public().filter(parent=None).order_by("pk")[0]
    deputy = (
        Deputy.objects.public()
        .filter(assignments__station=station, assignments__until=None)
        .order_by("pk")[0]
    )
    return {
        "首页": "/",
        "站点页": f"/stations/{station.code}/",
        "站点列表": "/stations/",
        "代表列表": "/deputies/",
        "代表页": f"/deputies/{deputy.pk}/",
        "活动列表": "/activities/",
        "进展": "/progress/",
        "查找": f"/search/?q={quote('示例')}",
    }


def measure(worker: Worker, path: str, rounds: int, count: int, heads: Heads) -> dict[str, float]:
    """The page against the floor, in turns."""
    worker.block(FLOOR, 20, {}), worker.block(path, 20, heads)
    floor, page = [], []
    for _ in range(rounds):
        floor.append(worker.block(FLOOR, ENOUGH, {}))
        page.append(worker.block(path, count, heads))
    cpu_floor, wall_floor = (statistics.median(one[i] for one in floor) for i in (0, 1))
    cpu, wall = (statistics.median(one[i] for one in page) for i in (0, 1))
    return {
        "cpu_ms": cpu,
        "floor_ms": cpu_floor,
        "cpu_ratio": cpu / cpu_floor,
        "rate_ratio": wall_floor / wall,
    }


def main() -> None:
    """Kept, answered with 304, and made afresh."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--requests", type=int, default=300)
    asked.add_argument("--json", type=Path)
    said = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
    django.setup()
    result: dict[str, dict[str, dict[str, float]]] = {}
    with served(True) as kept, served(False) as fresh:
        for name, path in pages().items():
            etag = kept.etag(path)
            one = result[name] = {"made": measure(fresh, path, said.rounds, max(said.requests // 10, 10), {})}
            if etag:
                one["kept"] = measure(kept, path, said.rounds, said.requests, {})
                one["304"] = measure(kept, path, said.rounds, said.requests, {"If-None-Match": etag})
            say(row(name, one))
        say(f"worker: {kept.megabytes():.0f} MiB with kept pages, {fresh.megabytes():.0f} MiB without")
    if said.json:
        said.json.write_text(json.dumps(result, ensure_ascii=False, indent=2))


def row(name: str, one: dict[str, dict[str, float]]) -> str:
    """A line of the table in docs/speed.md."""
    cells = [f"{one[way]['cpu_ratio']:.2f}" if way in one else "—" for way in ("made", "kept", "304")]
    rate = f"{one['kept']['rate_ratio']:.2f}" if "kept" in one else "—"
    return f"| {name} | {' | '.join([*cells, rate])} |"


if __name__ == "__main__":
    main()
