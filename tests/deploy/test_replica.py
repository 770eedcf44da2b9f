"""A real primary and a real streaming replica: public pages survive either and show nothing old."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import override_settings

from liaison.backups.cluster import HASTE, Cluster, programs
from tests.opinions import making
from tests.servers import TOKEN, Server, database_url, free_port, replicate, serving

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("deploy")]
ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60
KEY = "replica-" + "x" * 50
VISITOR = {"csrftoken": TOKEN}
CITY = """
from tests import make
places = make.city()
for place in ("mengzhuang", "baiquan", "chengguan_street", "yuanwu"):
    print(make.station(places[place]).code)
"""


@dataclass
class Pair:
    """The two databases, the site in front of them, and the codes of four stations."""

    primary: Cluster
    standby: Cluster
    server: Server
    codes: list[str]

    @property
    def letters(self) -> str:
        """The form of the first station."""
        return f"/opinions/new/?station={self.codes[0]}"

    def page(self, number: int) -> tuple[int, str]:
        """A station's page, as a visitor gets it."""
        return self.server.get(f"/stations/{self.codes[number]}/")

    def rename(self, number: int, name: str) -> None:
        """A write that the primary has acknowledged."""
        statement = "UPDATE stations_station SET name = %s WHERE code = %s"
        ask(self.primary, statement, name, self.codes[number])

    def known_to_standby(self, number: int) -> str:
        """The station's name on the replica."""
        found = ask(self.standby, "SELECT name FROM stations_station WHERE code = %s", self.codes[number])
        return str(found[0][0])


def ask(cluster: Cluster, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """One statement, committed."""
    with psycopg.connect(database_url(cluster), autocommit=True) as connection:
        done = connection.execute(statement, values)
        return done.fetchall() if done.description else []


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes true while anybody would still wait."""
    end = time.monotonic() + PATIENCE
    while not (is_true := holds()) and time.monotonic() < end:
        time.sleep(0.1)
    return is_true


def copy_tables(primary: Cluster) -> None:
    """The tables of the tests' own database: `migrate` finds them made, which saves it most of its time."""
    told = connection.settings_dict
    there = ("-h", told["HOST"], "-p", str(told["PORT"] or 5432), "-U", told["USER"], told["NAME"])
    here = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres", "postgres")
    read = [str(programs() / "pg_dump"), "--no-owner", *there]
    env = os.environ | {"PGPASSWORD": told["PASSWORD"]}
    dump = subprocess.run(read, env=env, check=True, capture_output=True).stdout
    write = [str(programs() / "psql"), "-q", "-X", "-v", "ON_ERROR_STOP=1", *here]
    subprocess.run(write, input=dump, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def pair(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Primary, replica and one worker; everything is ended and gone afterwards."""
    folder = tmp_path_factory.mktemp("pair")
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(0o755)  # the databases run as a user of their own
    listen = ("listen_addresses=127.0.0.1", *HASTE)
    primary = Cluster(folder / "p", port=free_port(), options=listen)
    standby = Cluster(folder / "s", port=free_port(), options=(*listen, "log_statement=all"))
    env = os.environ | {
        "LIAISON_VAR": str(folder / "var"), "LIAISON_ENV": "local", "SECRET_KEY": KEY,
        "LOG_LEVEL": "CRITICAL", "DATABASE_URL": database_url(primary),
        "DATABASE_REPLICA": database_url(standby), "DATABASE_BUSY_SECONDS": "3",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
    }  # fmt: skip
    try:
        primary.create()
        primary.start()
        copy_tables(primary)
        for command in (["migrate", "-v", "0"], ["createcachetable"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
        made = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", CITY],
            cwd=ROOT, env=env, check=True, capture_output=True, text=True,
        )  # fmt: skip
        replicate(primary, standby)
        with serving(env, workers=1) as server:
            yield Pair(primary, standby, server, made.stdout.split())
    finally:
        standby.stop("immediate")
        primary.stop("immediate")


def test_a_public_page_is_read_from_the_replica(pair: Pair) -> None:
    status, page = pair.page(0)
    assert status == 200
    assert "孟庄镇人大代表联络站" in page
    assert "stations_openinghours" in pair.standby.log.read_text(encoding="utf-8")


def test_what_was_written_is_shown_though_the_replica_is_behind(pair: Pair) -> None:
    ask(pair.standby, "SELECT pg_wal_replay_pause()")
    pair.rename(0, "改过名的联络站")
    try:
        assert eventually(lambda: "改过名的联络站" in pair.page(0)[1])
        assert pair.known_to_standby(0) == "孟庄镇人大代表联络站"
    finally:
        ask(pair.standby, "SELECT pg_wal_replay_resume()")
    assert eventually(lambda: pair.known_to_standby(0) == "改过名的联络站")
    assert "改过名的联络站" in pair.page(0)[1]


def test_without_the_replica_the_primary_serves(pair: Pair) -> None:
    pair.standby.stop("immediate")
    status, page = pair.page(1)
    assert (status, "百泉镇人大代表联络站" in page) == (200, True)
    pair.rename(1, "又改了名的联络站")
    assert eventually(lambda: "又改了名的联络站" in pair.page(1)[1])
    pair.standby.start()
    assert eventually(lambda: pair.known_to_standby(1) == "又改了名的联络站")


def test_without_the_primary_public_pages_go_on_and_nothing_typed_is_lost(pair: Pair) -> None:
    with override_settings(SECRET_KEY=KEY):
        letter = making.typed()
    pair.primary.stop("immediate")
    try:
        assert pair.page(0)[0] == 200
        assert eventually(lambda: pair.page(2)[0] == 200)
        assert "城关街道人大代表联络站" in pair.page(2)[1]
        status, page = pair.server.post(VISITOR, pair.letters, letter)
        assert status == 503
        assert making.SAID in page
    finally:
        pair.primary.start()
    assert eventually(lambda: pair.server.post(VISITOR, pair.letters, letter)[0] == 302)
    assert ask(pair.primary, "SELECT count(*) FROM opinions_opinion") == [(1,)]
    pair.rename(3, "最后改名的联络站")
    assert eventually(lambda: "最后改名的联络站" in pair.page(3)[1])
    assert eventually(lambda: pair.known_to_standby(3) == "最后改名的联络站")
