"""What does a worker weigh, does it grow, and what does its start cost?

    LIAISON_VAR=DIR .venv/bin/python -m tests.bench.worker [--requests 10000]

Needs a prepared demo city; `DATABASE_URL` may name another one. Anonymous memory of one gunicorn worker
that keeps its pages: after the first page, after every kind of page, after many requests of all kinds
with ever new addresses among them. Then the CPU time of a start, against a bare Django project.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from tests.bench.deputies import say
from tests.bench.pages import pages, served

OURS = "from liaison.wsgi import application"
BARE = """
import sys; sys.path.insert(0, {folder!r})
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "bare.settings"
from django.core.wsgi import get_wsgi_application; get_wsgi_application()
import django.urls; django.urls.get_resolver().url_patterns
"""


def main() -> None:
    """Memory first, then the start."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--requests", type=int, default=10_000)
    requests = asked.parse_args().requests
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
    django.setup()
    with served(True) as worker:
        worker.block("/", 1, {})
        say(f"first page: {worker.megabytes():.0f} MiB anonymous")
        addresses = list(pages().values())
        for path in addresses:
            worker.block(path, 50, {})
        say(f"every kind of page, 50 times: {worker.megabytes():.0f} MiB")
        for number in range(requests // 20):
            worker.block(addresses[number % len(addresses)], 15, {})
            worker.block(f"/stations/?page={number % 300}", 3, {})
            worker.block(f"/search/?q={number}", 2, {})
            if number % (requests // 80) == 0:
                say(f"{number * 20} requests: {worker.megabytes():.0f} MiB")
    start()


def start() -> None:
    """CPU of a start until the addresses are known, ours and bare Django's in turns."""
    with tempfile.TemporaryDirectory(prefix="liaison-bare-") as folder:
        subprocess.run([sys.executable, "-m", "django", "startproject", "bare", folder], check=True)
        found: dict[str, list[float]] = {"bare": [], "ours": []}
        for _ in range(7):
            found["bare"].append(spent(BARE.format(folder=folder), folder))
            found["ours"].append(
                spent(f"{OURS}; import django.urls; django.urls.get_resolver().url_patterns", ".")
            )
    bare, ours = (statistics.median(found[name]) for name in ("bare", "ours"))
    say(f"start: bare Django {bare:.2f} s CPU, ours {ours:.2f} s, {ours / bare:.1f} times")


def spent(code: str, where: str) -> float:
    """CPU seconds of a process that runs the code, compiled before as everything deployed is."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=Path(where), env=env | {"LOG_LEVEL": "ERROR"}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
