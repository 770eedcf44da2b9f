"""Sites of their own, on disk and on both databases, run by the commands that an operator types."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Site:
    """A folder for data, a database, and commands that know nothing else."""

    var: Path
    facts: dict[str, Any] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """What its processes are told."""
        keys = {"SECRET_KEY": "k" * 50, "CONTACT_KEYS": "A" * 43 + "="}
        return os.environ | keys | {"LIAISON_VAR": str(self.var), "DATABASE_URL": self.url} | self.told

    @property
    def url(self) -> str:
        """Where its database is."""
        if not self.facts:
            return f"sqlite:///{self.var / 'liaison.sqlite3'}"
        secret = f":{self.facts['password']}" if self.facts["password"] else ""
        place = f"{self.facts['host']}:{self.facts['port']}/{self.facts['dbname']}"
        return f"postgresql://{self.facts['user']}{secret}@{place}"

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command of the product."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True
        )

    def start(self, *command: str) -> "subprocess.Popen[str]":
        """A process that goes on while others work."""
        return subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True
        )

    def open(self) -> Any:
        """The database, without the product."""
        if self.facts:
            return psycopg.connect(**self.facts)
        return sqlite3.connect(self.var / "liaison.sqlite3")

    def rows(self, table: str) -> list[str]:
        """Every row of a table."""
        line = self.open()
        try:
            return sorted(map(repr, line.execute(f'SELECT * FROM "{table}"').fetchall()))  # noqa: S608
        finally:
            line.close()

    def everything(self) -> dict[str, list[str]]:
        """Every row of every table."""
        asked = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if self.facts
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        line = self.open()
        tables = [row[0] for row in line.execute(asked).fetchall()]
        line.close()
        return {table: self.rows(table) for table in tables}

    def files(self) -> dict[str, str]:
        """Every upload with its hash."""
        root = self.var / "media"
        found = [path for path in root.rglob("*") if path.is_file()]
        return {str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in found}

    def archives(self) -> list[Path]:
        """What its backups left."""
        return sorted((self.var / "backups").glob("liaison-*.tar"))


@pytest.fixture(scope="module")
def make_site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Site]]:
    """Make sites: a whole one with every table and no rows, or an empty place."""
    made: list[Site] = []

    def make(*, empty: bool = False) -> Site:
        site = Site(tmp_path_factory.mktemp("site"))
        made.append(site)
        with django_db_blocker.unblock():
            if connection.vendor == "postgresql":
                _make_database(site, len(made), empty)
            elif not empty:
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(site.var / "liaison.sqlite3")])
        return site

    yield make
    for site in made:
        if site.facts:
            with psycopg.connect(**site.facts | {"dbname": "postgres"}, autocommit=True) as server:
                server.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                        sql.Identifier(site.facts["dbname"])
                    )
                )


def _make_database(site: Site, number: int, empty: bool) -> None:
    told, name = settings.DATABASES["default"], f"liaison_site_{os.getpid()}_{number}"
    site.facts = {
        "host": told["HOST"],
        "port": told["PORT"] or 5432,
        "user": told["USER"],
        "password": told["PASSWORD"],
        "dbname": name,
    }
    connections.close_all()
    template = "template0" if empty else connection.settings_dict["NAME"]
    with psycopg.connect(**site.facts | {"dbname": "postgres"}, autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
