"""Several workers keep pages while several writers write: a second later nobody is shown what was before."""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from liaison.portal.models import SiteSettings
from opinions.models import Opinion
from receptions.models import Status
from stations.models import OpeningHours
from tests import make
from tests.activities import drafts
from tests.bulletins import making as bulletins
from tests.opinions import making as opinions
from tests.receptions.conftest import deputy_at, session
from tests.servers import Server, Shared, served

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = int(os.environ.get("WORKERS_ROUNDS", "4"))
SEED = int(os.environ.get("WORKERS_SEED", "11"))
WORKERS, WRITERS, READERS, WRITES = 3, 4, 3, 8
SECOND = 1.1
"""After which every worker has looked at the version again (FINISHED_PAGES_SECONDS)."""

WRITTEN = (
    ("stations_station", "name", ("孟庄镇人大代表联络站", "孟庄镇中心联络站", "孟庄联络站")),
    ("stations_station", "phone", ("0373-0000001", "0373-0000002", "")),
    ("stations_station", "status", ("running", "opened", "preparing", "closed")),
    ("stations_openinghours", "closes", ("17:00:00", "18:00:00")),
    ("deputies_assignment", "until", (None, "2026-01-01")),
    ("deputies_deputy", "name", ("示例甲", "示例乙")),
    ("receptions_reception", "status", ("announced", "planned")),
    ("receptions_reception", "place", ("二楼接待室", "一楼大厅")),
    ("bulletins_bulletin", "title", ("第一篇示例", "改过的示例")),
    ("opinions_opinion", "public_title", ("路灯不亮", "路灯亮了")),
    ("activities_activity", "title", ("走访困难户", "视察农村道路")),
    ("divisions_division", "note", ("", "改")),
    ("portal_sitesettings", "organiser", ("示例市人大常委会", "示例市人大")),
)
"""Table, column, and what somebody writes there."""


@pytest.fixture
def pages(cast: Any) -> list[str]:
    """A small site of which every room shows something, and its pages."""
    SiteSettings.objects.create(city=cast.city, organiser="示例市人大常委会")
    station, now = make.station(cast.mengzhuang), timezone.localtime()
    for weekday in range(7):
        OpeningHours.objects.create(station=station, weekday=weekday, opens="08:30", closes="17:00")
    people = [deputy_at(station, name) for name in ("示例甲", "示例乙")]
    day = now.date() + timedelta(days=2)
    session(station, day, *people, status=Status.ANNOUNCED, announced_at=now, place="二楼接待室")
    bulletins.released(bulletins.both_series(cast.city)[0])
    told = opinions.opinion(station, "closed")
    shown = {"public_title": "路灯不亮", "public_text": "路灯不亮", "public_answer": "已经修好"}
    Opinion.objects.filter(pk=told.pk).update(published_at=now, **shown)
    activity = drafts.published(station, by=cast.keeper, reviewer=cast.huixian_leader)
    own = f"/stations/{station.code}/"
    lists = ["/", "/stations/", "/deputies/", "/progress/", "/activities/", "/opinions/", "/bulletins/"]
    return [*lists, own, f"{own}receptions/", f"/deputies/{people[0].pk}/", activity.get_absolute_url()]


def test_a_second_after_a_write_every_worker_shows_it(pages: list[str], tmp_path: Path) -> None:
    shared, chance = Shared(tmp_path), random.Random(SEED)
    never = {"FINISHED_PAGES": "false"}
    with served(shared, tmp_path, WORKERS) as kept, served(shared, tmp_path, 1, **never) as fresh:
        kept.get("/")  # SQLite turns to its write-ahead log with the first question
        for _ in range(ROUNDS):
            told = write_and_read(shared, kept, pages, chance.random())
            time.sleep(SECOND)
            for page in pages:
                assert_same(kept, fresh, page, told)


def write_and_read(shared: Shared, kept: Server, pages: list[str], seed: float) -> list[str]:
    """Writers write while readers have pages made; what was written, once all of it is acknowledged."""
    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        writers = [pool.submit(write, shared, random.Random(seed + n)) for n in range(WRITERS)]
        readers = [
            pool.submit(read, kept, pages, lambda: all(w.done() for w in writers)) for _ in range(READERS)
        ]
        for reader in readers:
            reader.result()
        return [line for writer in writers for line in writer.result()]


def all_done(works: "list[Future[Any]]") -> bool:
    """Whether nobody writes any more."""
    return all(one.done() for one in works)


def write(shared: Shared, chance: random.Random) -> list[str]:
    """Some writes one after the other, over a line of one's own."""
    told = []
    with connected(shared) as line:
        for _ in range(WRITES):
            table, column, values = chance.choice(WRITTEN)
            value = chance.choice(values)
            mark = "?" if shared.is_sqlite else "%s"
            line.execute(f'UPDATE "{table}" SET "{column}" = {mark}', [value])  # noqa: S608 -- ours
            told.append(f"{table}.{column}={value}")
            time.sleep(chance.random() / 20)
    return told


@contextmanager
def connected(shared: Shared) -> Iterator[Any]:
    """A connection that commits each statement."""
    if shared.is_sqlite:
        line: Any = sqlite3.connect(shared.copy, timeout=20, isolation_level=None)
    else:
        line = psycopg.connect(shared.url, autocommit=True)
    try:
        yield line
    finally:
        line.close()


def read(kept: Server, pages: list[str], is_over: Callable[[], bool]) -> None:
    """Ask for one page after the other until the writers are done."""
    while not is_over():
        for page in pages:
            assert kept.get(page)[0] in (200, 404), page


def assert_same(kept: Server, fresh: Server, page: str, told: list[str]) -> None:
    """Whichever worker answers: the page as it is made now, or as it was made a moment ago."""
    right = {fresh.get(page)}
    seen = {kept.get(page) for _ in range(2 * WORKERS)}
    right.add(fresh.get(page))
    shown = {(status, body if status == 200 else "") for status, body in seen}
    assert shown <= {(status, body if status == 200 else "") for status, body in right}, (page, told)
