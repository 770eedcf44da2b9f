"""Reads are counted right, without a write for each, and only for readers."""

import math
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import monotonic

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bulletins import reads
from bulletins.models import Bulletin
from bulletins.reads import LEDGER, WINDOW, Ledger
from tests.bulletins import making

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Nothing is due by itself, however slow the machine: a test says when the interval is over."""
    monkeypatch.setattr(reads, "INTERVAL", 10**9)
    LEDGER.forget()


def let_the_interval_pass() -> None:
    LEDGER._written_at = -math.inf


def reader(number: int = 1, **more) -> Client:
    """A phone at an address of its own."""
    address = f"10.0.{number // 250}.{number % 250 + 1}"
    return Client(REMOTE_ADDR=address, HTTP_USER_AGENT=making.BROWSER, **more)


def stored(issue: Bulletin) -> int:
    return Bulletin.objects.get(pk=issue.pk).reads


def writes(seen: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in seen if q["sql"].lstrip().upper().startswith(("UPDATE", "INSERT", "DELETE"))]


def test_a_thousand_views_by_fifty_readers_are_a_thousand_reads_and_hardly_a_write(topics):
    """Each of fifty readers opens twenty issues."""
    issues = [making.released(topics, number) for number in range(1, 21)]
    readers = [reader(number) for number in range(50)]
    with CaptureQueriesContext(connection) as seen:
        for one in readers:
            for issue in issues:
                assert one.get(issue.get_absolute_url()).status_code == 200
        let_the_interval_pass()
        readers[0].get("/bulletins/")
    assert [stored(issue) for issue in issues] == [50] * 20
    # One UPDATE for every 500 reads that wait; nothing else was ever written.
    assert len(writes(seen)) == 2
    assert all('SET "reads"' in sql for sql in writes(seen))


def test_one_reader_counts_once_in_a_while(topics):
    issue = making.released(topics)
    for _ in range(4):
        for number in range(50):
            reader(number).get(issue.get_absolute_url())
    assert LEDGER.flush() == 50
    assert stored(issue) == 50


def test_the_same_reader_counts_again_after_the_window(topics):
    ledger = Ledger()
    now = monotonic()
    counted = [ledger.count(1, "甲", DAY, now + seconds) for seconds in (0, 5, WINDOW - 1, WINDOW + 1)]
    assert counted == [True, False, False, True]


def test_two_readers_behind_one_address_are_two(topics):
    issue = making.released(topics)
    for browser in (making.BROWSER, making.BROWSER + " MicroMessenger/8.0"):
        Client(HTTP_USER_AGENT=browser).get(issue.get_absolute_url())
    assert LEDGER.waiting.total() == 2


@pytest.mark.parametrize(
    "browser",
    [
        *(
            "Mozilla/5.0 (compatible; Baiduspider/2.0)",
            "Mozilla/5.0 (compatible; bingbot/2.0)",
            "Sogou web spider/4.0",
        ),
        *("curl/8.5", "python-requests/2.32", "Bytespider", "Mozilla/5.0 HeadlessChrome/130.0", ""),
    ],
)
def test_robots_are_not_readers(topics, browser):
    issue = making.released(topics)
    Client(HTTP_USER_AGENT=browser).get(issue.get_absolute_url())
    assert not LEDGER.waiting


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
    ],
)
def test_a_look_ahead_by_the_browser_is_no_read(topics, more):
    reader(**more).get(making.released(topics).get_absolute_url())
    assert not LEDGER.waiting


def test_asking_for_the_head_alone_is_no_read(topics):
    assert reader().head(making.released(topics).get_absolute_url()).status_code == 200
    assert not LEDGER.waiting


def test_staff_and_so_the_author_are_no_readers(topics, cast):
    issue = making.released(topics)
    for person in (cast.city_editor, cast.keeper):
        desk = reader()
        desk.force_login(person)
        desk.get(issue.get_absolute_url())
    desk.get(f"/work/bulletins/{issue.pk}/preview/")
    assert not LEDGER.waiting


def test_an_expired_session_is_a_reader_like_any_other(topics):
    one = reader()
    one.cookies["sessionid"] = "longgone"
    one.get(making.released(topics).get_absolute_url())
    assert LEDGER.waiting.total() == 1


def test_what_is_not_shown_is_not_counted(topics):
    reader().get(making.bulletin(topics).get_absolute_url())
    assert not LEDGER.waiting


def test_the_next_page_after_the_interval_writes(topics):
    issue = making.released(topics)
    reader().get(issue.get_absolute_url())
    reader(2).get("/bulletins/")
    assert stored(issue) == 0
    let_the_interval_pass()
    reader(2).get("/bulletins/")
    assert stored(issue) == 1


def test_reads_that_cannot_be_written_wait_for_the_next_time(topics, monkeypatch):
    issue = making.released(topics)
    reader().get(issue.get_absolute_url())

    def busy(taken):
        raise DatabaseError("locked")

    with monkeypatch.context() as patched:
        patched.setattr(reads, "_add", busy)
        assert LEDGER.flush() == 0
    assert LEDGER.flush() == 1
    assert stored(issue) == 1


def test_counting_leaves_the_record_itself_alone(topics):
    issue = making.released(topics)
    versions = issue.history.count()
    reader().get(issue.get_absolute_url())
    LEDGER.flush()
    fresh = Bulletin.objects.get(pk=issue.pk)
    assert fresh.updated_at == issue.updated_at
    assert fresh.history.count() == versions


def test_many_threads_count_every_read(topics):
    ledger = Ledger()

    def read(number: int) -> None:
        for issue in range(20):
            ledger.count(issue, f"读者{number}", DAY, 0.0)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, range(50)))
    assert ledger.waiting == dict.fromkeys(range(20), 50)


def test_nothing_remembered_tells_who_read_what(topics):
    """Neither address nor browser is kept, and tomorrow's key for the same reader is another."""
    ledger = Ledger()
    ledger.count(1, "10.0.0.1|某浏览器", DAY, 0.0)
    first = set(ledger._known)
    assert b"10.0.0.1" not in b"".join(first)
    ledger.count(1, "10.0.0.1|某浏览器", DAY + timedelta(days=1), 1.0)
    assert not first & set(ledger._known)


def test_what_is_remembered_has_a_limit(monkeypatch):
    monkeypatch.setattr(reads, "MOST_KNOWN", 10)
    ledger = Ledger()
    for number in range(50):
        ledger.count(1, f"读者{number}", DAY, 0.0)
    assert len(ledger._known) == 10
    assert ledger.waiting[1] == 50
