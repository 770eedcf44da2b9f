"""A thousand views by fifty readers on several real workers: what is stored, and how often was it written?

    .venv/bin/python -m tests.bench.reads [WORKERS]

Needs a prepared demo city: LIAISON_VAR names its folder. The workers are ended by SIGTERM,
so the last reads are written by their exit.
"""

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

import django

READERS, ISSUES = 50, 20
BROWSER = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile"


def start(workers: int) -> tuple[subprocess.Popen[bytes], str]:
    """A real server with so many workers, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [sys.executable, "-m", "gunicorn", "liaison.wsgi", "--bind", f"127.0.0.1:{port}"]
    serve += ["--workers", str(workers), "--threads", "4", "--no-control-socket", "--log-level", "error"]
    server = subprocess.Popen(serve)
    home = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urlopen(f"{home}/robots.txt", timeout=5).close()  # noqa: S310 -- our own server
            return server, home
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def look(home: str, reader: int, path: str) -> int:
    """One reader opens one issue."""
    asked = Request(home + path, headers={"User-Agent": f"{BROWSER} reader/{reader}"})  # noqa: S310
    with urlopen(asked, timeout=60) as answer:  # noqa: S310
        answer.read()
        return int(answer.status)


def main() -> None:
    """Serve, read, end, compare."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
    django.setup()
    from django.db.models import Sum
    from django.utils import timezone

    from bulletins.models import Bulletin

    workers = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rows = Bulletin.objects.public(timezone.now()).select_related("series").newest_first()[:ISSUES]
    paths = [issue.get_absolute_url() for issue in rows]
    before = Bulletin.objects.aggregate(sum=Sum("reads"))["sum"]
    server, home = start(workers)
    began = time.monotonic()
    try:
        with ThreadPoolExecutor(16) as pool:
            asked = [(reader, path) for path in paths for reader in range(READERS)]
            statuses = set(pool.map(lambda one: look(home, *one), asked))
    finally:
        seconds = time.monotonic() - began
        server.terminate()
        server.wait(timeout=60)
    counted = Bulletin.objects.aggregate(sum=Sum("reads"))["sum"] - before
    print(f"{workers} workers: {len(asked)} views, {statuses}, {counted} reads, {seconds:.1f} s")  # noqa: T201


if __name__ == "__main__":
    main()
