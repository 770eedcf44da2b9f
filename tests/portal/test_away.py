"""The database goes away and comes back: a clear answer, nothing lost, nothing twice, nobody called."""

import errno
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, close_old_connections, connection
from django.test import Client

from liaison.lib.away import is_away
from opinions.models import Opinion
from stations.models import Station
from tests import make
from tests.opinions import making

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "暂时无法保存，内容仍在页面上，请稍后再试"
Away = Callable[[], contextmanager]


class Line:
    """A wire to the database server that can be cut."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.ends: list[socket.socket] = []
        self.is_cut = False
        self.ear = socket.create_server(("127.0.0.1", 0))
        self.port = self.ear.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        """Each caller gets a wire; while it is cut, nobody."""
        with suppress(OSError):
            while True:
                near, _ = self.ear.accept()
                if self.is_cut:
                    near.close()
                    continue
                far = socket.create_connection(self.target)
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=carry, args=(one, other), daemon=True).start()

    def cut(self) -> None:
        """Everything under way breaks."""
        self.is_cut = True
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()


def carry(one: socket.socket, other: socket.socket) -> None:
    """Bytes from one end to the other."""
    with suppress(OSError):
        while content := one.recv(65536):
            other.sendall(content)
    with suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def station(cast) -> Station:
    return make.station(cast.mengzhuang)


@pytest.fixture
def browser() -> Client:
    """A browser: it gets the page that a person would get, whatever happened."""
    return Client(raise_request_exception=False)


@pytest.fixture
def away(station) -> Iterator[Away]:
    """Put the database out of reach: another writer holds SQLite, the wire to PostgreSQL is cut."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")
        yield locked
        return
    told = connection.settings_dict
    before = told["HOST"], told["PORT"]
    line = Line(told["HOST"] or "127.0.0.1", int(told["PORT"] or 5432))
    connection.close()
    told["HOST"], told["PORT"] = "127.0.0.1", line.port

    @contextmanager
    def cut() -> Iterator[None]:
        line.cut()
        yield
        line.is_cut = False
        close_old_connections()  # as a server does between two requests

    yield cut
    connection.close()
    told["HOST"], told["PORT"] = before
    line.ear.close()
    line.cut()


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else writes and does not finish."""
    name = str(connection.settings_dict["NAME"])
    other = sqlite3.connect(name, uri=name.startswith("file:"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_what_a_citizen_wrote_stays_on_the_page_and_is_saved_once_it_can_be(browser, station, away):
    typed = making.typed(text="村口到学校那段路没有灯 <b>黑</b>", place="三岔口")
    address = f"/opinions/new/?station={station.code}"
    browser.get(address)
    with away():
        answer = browser.post(address, typed)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "no-store" in answer.headers["Cache-Control"]
    assert SAID in answer.text
    assert "村口到学校那段路没有灯 &lt;b&gt;黑&lt;/b&gt;" in answer.text
    for name in ("text", "place", "stamp", "agrees"):
        assert f'type="hidden" name="{name}"' in answer.text
    assert f'action="{address}"' in answer.text
    for word in ("Traceback", "OperationalError", "psycopg", "sqlite"):
        assert word not in answer.text
    assert not Opinion.objects.exists()

    first = browser.post(address, typed)
    assert first.status_code == 302
    again = browser.post(address, typed)
    assert again.status_code == 302
    assert again.url == first.url
    assert Opinion.objects.count() == 1


def test_a_photo_cannot_stay_on_the_page_and_that_is_said(browser, station, away):
    address = f"/opinions/new/?station={station.code}"
    with away():
        answer = browser.post(address, making.typed(photos=make.photo_file()))
    assert answer.status_code == 503
    assert "照片和文件没有留在这一页" in answer.text
    assert "<form" not in answer.text


def test_a_password_is_never_sent_back(browser, cast, away):
    with away():
        answer = browser.post("/accounts/login/", {"login": "city_editor", "password": make.PASSWORD})
    assert answer.status_code == 503
    assert make.PASSWORD not in answer.text
    assert "稍后再试" in answer.text


def test_a_form_of_somebody_elses_page_is_not_echoed(station, away):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with away():
        answer = making.send(strict, station, text="别人网页上的一段很长的话")
    assert answer.status_code in (403, 503)
    assert "别人网页上的一段很长的话" not in answer.text


@pytest.mark.postgres
@pytest.mark.parametrize("path", ["/find/", "/search/?q=灯", "/work/", "/admin/", "/accounts/login/"])
def test_pages_that_need_the_database_say_so(browser, cast, away, path):
    browser.force_login(cast.city_editor)
    with away():
        answer = browser.get(path)
        assert browser.get("/healthz").status_code == 200
        assert browser.get("/readyz").status_code == 503
    assert answer.status_code == 503
    assert "暂时打不开" in answer.text
    assert "Traceback" not in answer.text
    assert browser.get(path).status_code in (200, 302), "nobody had to do anything"


@pytest.mark.postgres
def test_a_connection_that_broke_is_noticed_once_and_nobody_sees_it(browser, cast, away):
    browser.force_login(cast.city_editor)
    assert browser.get("/work/").status_code == 200
    with away():
        pass
    assert browser.get("/work/").status_code == 200


def test_what_is_away_and_what_is_our_own_fault():
    away = [
        "database is locked",
        "disk I/O error",
        "database or disk is full",
        "server closed the connection",
    ]
    assert all(is_away(OperationalError(words)) for words in away)
    assert is_away(InterfaceError("connection already closed"))
    assert is_away(OSError(errno.ENOSPC, "No space left on device"))
    ours = [OperationalError("no such table: x"), IntegrityError("UNIQUE"), OSError(errno.ENOENT, "x")]
    assert not any(map(is_away, [*ours, None]))
