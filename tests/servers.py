"""Real server processes on the test's own data, and people who press buttons in them at the same moment."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from liaison.backups.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 40
TOKEN = "a" * 32
EDGE = "----liaison"
Answer = tuple[int, str]
Upload = tuple[str, str, bytes]
"""The field's name, the file's name, what is in it."""


class Shared:
    """The test's database where other processes reach it; SQLite's lies in memory and is copied to a file."""

    def __init__(self, folder: Path) -> None:
        self.copy = folder / "shared.sqlite3"
        self.is_sqlite = connection.vendor == "sqlite"
        if self.is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self.copy)])

    @property
    def url(self) -> str:
        """What `DATABASE_URL` names it by."""
        if self.is_sqlite:
            return f"sqlite:///{self.copy}"
        told = connection.settings_dict
        who = told["USER"] + (f":{told['PASSWORD']}" if told["PASSWORD"] else "")
        return f"postgresql://{who}@{told['HOST']}:{told['PORT']}/{told['NAME']}"

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says now."""
        if not self.is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()
        import sqlite3

        with sqlite3.connect(self.copy, timeout=20) as opened:
            return opened.execute(sql).fetchall()


@contextmanager
def served(shared: Shared, folder: Path, workers: int = 2, **more: str) -> Iterator["Server"]:
    """A server with several worker processes; whatever is left of it is killed at the end."""
    env = os.environ | {
        "LIAISON_VAR": str(folder), "LIAISON_ENV": "local", "DATABASE_URL": shared.url,
        "SECRET_KEY": settings.SECRET_KEY, "LOG_LEVEL": "ERROR",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "DJANGO_SETTINGS_MODULE": "liaison.settings", **more,
    }  # fmt: skip
    with serving(env, workers) as server:
        yield server


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url(cluster: Cluster) -> str:
    """What the settings name it by."""
    return f"postgresql://postgres@127.0.0.1:{cluster.port}/postgres"


def replicate(primary: Cluster, standby: Cluster) -> None:
    """A replica as docs/scale.md makes one: a base backup that follows its source."""
    standby.make_folder()
    standby.run(
        *("pg_basebackup", "-D", str(standby.data), "-R", "-X", "stream", "-c", "fast"),
        *("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres"),
    )
    standby.start()


@contextmanager
def serving(env: dict[str, str], workers: int) -> Iterator["Server"]:
    """A server in these surroundings; whatever is left of it is killed at the end.

    The program is read once and each worker forked from it: their memories part before the first
    request, and a test does not wait for every worker to read the same files.
    """
    port = free_port()
    serve = [sys.executable, "-m", "gunicorn", "liaison.wsgi", "--bind", f"127.0.0.1:{port}"]
    serve += ["--workers", str(workers), "--threads", "2", "--no-control-socket", "--log-level", "critical"]
    serve += ["--preload"]
    process = subprocess.Popen(serve, cwd=ROOT, env=env, start_new_session=True)
    try:
        server = Server(process, port)
        server.wait()
        yield server
    finally:
        server.kill()


class Server:
    """The processes and their port."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port

    def wait(self) -> None:
        """Return once it answers."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                return self._ask("GET", "/robots.txt", {}, {}) and None
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"服务没有在 {PATIENCE} 秒内应答")

    def kill(self) -> None:
        """Signal 9 to every process of this server, as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, 9)
            self.process.wait(timeout=PATIENCE)

    def get(self, address: str) -> Answer:
        """A page as a visitor gets it."""
        return self._ask("GET", address, {}, {})

    def post(self, person: Any, address: str, typed: dict[str, Any]) -> Answer | None:
        """What came back when somebody pressed the button; None when nothing did."""
        try:
            return self._ask("POST", address, typed, person)
        except (OSError, HTTPException):
            return None

    def save(self, person: Any, address: str, typed: dict[str, Any]) -> Answer:
        """As the page saves by itself; the answer is JSON."""
        return self._ask("POST", address, typed, person, **{"X-Autosave": "1"})

    def upload(self, person: Any, address: str, typed: dict[str, Any], file: "Upload") -> Answer:
        """What came back for a form with a file in it."""
        body = multipart(typed | {"csrfmiddlewaretoken": TOKEN}, file)
        kind = f"multipart/form-data; boundary={EDGE}"
        return self._ask("POST", address, body, person, **{"Content-Type": kind})

    def _ask(
        self, method: str, path: str, typed: dict[str, Any] | bytes, cookies: dict[str, str], **heads: str
    ) -> Answer:
        heads["Cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
        heads.setdefault("Content-Type", "application/x-www-form-urlencoded")
        body = typed if isinstance(typed, bytes) else urlencode(typed | {"csrfmiddlewaretoken": TOKEN})
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body if method == "POST" else None, heads)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()


def multipart(fields: dict[str, Any], file: "Upload | None") -> bytes:
    """A form as a browser sends it."""
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file:
        field, name, content = file
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{EDGE}--\r\n".encode()


def signed_in(user: Any) -> dict[str, str]:
    """The cookies of somebody who has signed in; ask before the database is shared."""
    client = Client()
    client.force_login(user)
    found = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: found, settings.CSRF_COOKIE_NAME: TOKEN}


def at_once(*presses: Any) -> list[Any]:
    """What each got; all begin together."""
    with ThreadPoolExecutor(len(presses)) as pool:
        return [one.result() for one in [pool.submit(press) for press in presses]]
