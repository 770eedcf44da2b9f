"""A kept page: who gets it, how it goes out, and when it is made again."""

import gzip
from datetime import datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deputies.models import Assignment
from liaison.pages.middleware import STORE
from liaison.pages.models import Change, ChangeQuerySet
from liaison.pages.store import Page, Store
from stations.models import OpeningHours, Station
from tests import make

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def station(cast):
    return make.station(cast.mengzhuang, phone="0373-1234567")


@pytest.fixture
def other(cast):
    return make.station(cast.baiquan)


def asked(client, address, **heads):
    """The answer and how many queries it took."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address, **heads)
    return answer, len(seen)


def test_the_second_reader_costs_one_look_at_the_version_and_soon_nothing(client, station, settings):
    address = station.get_absolute_url()
    first, many = asked(client, address)
    second, one = asked(client, address)
    assert (first.content, one) == (second.content, 1)
    assert many > 5
    settings.FINISHED_PAGES_SECONDS = 60.0
    assert asked(client, address)[1] == 0


def test_a_browser_that_has_the_page_is_told_so(client, station):
    page = client.get(station.get_absolute_url())
    again = client.get(station.get_absolute_url(), HTTP_IF_NONE_MATCH=page.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == page.headers["ETag"]
    assert page.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=86400"
    Station.objects.filter(pk=station.pk).update(phone="0373-7654321")
    assert client.get(station.get_absolute_url(), HTTP_IF_NONE_MATCH=page.headers["ETag"]).status_code == 200


def test_it_goes_out_packed_to_whoever_unpacks_with_every_header_of_a_fresh_one(client, station, settings):
    address = station.get_absolute_url()
    kept = client.get(address)
    packed = client.get(address, HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == kept.content
    settings.FINISHED_PAGES = False
    fresh = client.get(address)
    for name in fresh.headers.keys() - {"X-Request-ID", "Vary", "Content-Length"}:
        assert packed.headers[name] == fresh.headers[name], name
    assert packed.headers["X-Request-ID"]
    assert packed.headers["Vary"] == "Cookie, Accept-Encoding"


def test_each_reading_mode_has_its_own_page(client, station):
    plain = client.get(station.get_absolute_url()).content
    client.cookies["lg"] = "1"
    large = client.get(station.get_absolute_url()).content
    assert b'class="lg"' in large
    assert b'class="lg"' not in plain
    assert client.get(station.get_absolute_url()).content == large


def test_staff_and_visitors_with_a_message_never_get_or_leave_a_kept_page(client, cast, station):
    client.force_login(cast.city_editor)
    answer = client.get(station.get_absolute_url())
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert len(STORE) == 0


@pytest.mark.parametrize(
    "address", ["/opinions/new/", "/search/?q=1", "/find/?q=1", "/?utm=1", "/nothing/", "/accounts/login/"]
)
def test_pages_with_a_form_or_an_unknown_question_are_made_for_each(client, station, address):
    client.get(address)
    assert len(STORE) == 0


def test_a_write_to_one_station_leaves_the_pages_of_another_alone(client, station, other):
    for one in (station, other):
        client.get(one.get_absolute_url())
    station.phone = "0373-7654321"
    station.save()
    assert "7654321" in client.get(station.get_absolute_url()).content.decode()
    assert asked(client, other.get_absolute_url())[1] == 1


def test_a_write_to_one_deputy_leaves_the_pages_of_another_alone(client, cast, station, other):
    term = make.term(cast.mengzhuang)
    one, two = (make.deputy(cast.mengzhuang, term, name=name) for name in ("示例甲", "示例乙"))
    for deputy, at in ((one, station), (two, other)):
        Assignment.objects.create(deputy=deputy, station=at, basis="territory", since=timezone.localdate())
        client.get(deputy.get_absolute_url())
    Station.objects.filter(pk=station.pk).update(phone="0373-7654321")
    assert "7654321" in client.get(one.get_absolute_url()).content.decode()
    assert asked(client, two.get_absolute_url())[1] == 1


def test_a_write_that_is_rolled_back_is_no_change(client, station):
    client.get(station.get_absolute_url())
    try:
        with transaction.atomic():
            Station.objects.filter(pk=station.pk).update(phone="1")
            raise KeyError
    except KeyError:
        pass
    assert asked(client, station.get_absolute_url())[1] == 1


def test_a_deputy_who_moves_is_new_on_both_pages(client, cast, station, other):
    deputy = make.deputy(cast.mengzhuang, make.term(cast.mengzhuang), name="示例甲")
    place = Assignment.objects.create(
        deputy=deputy, station=station, basis="territory", since=timezone.localdate()
    )
    pages = [one.get_absolute_url() for one in (station, other)]
    assert ["示例甲" in client.get(page).content.decode() for page in pages] == [True, False]
    Assignment.objects.filter(pk=place.pk).update(station=other)
    assert ["示例甲" in client.get(page).content.decode() for page in pages] == [False, True]


def test_the_clock_ends_a_page_when_a_door_opens_or_closes_and_at_midnight(client, station, time_machine):
    today = timezone.localdate()
    OpeningHours.objects.filter(station=station).delete()
    OpeningHours.objects.create(station=station, weekday=today.weekday(), opens=time(9), closes=time(11, 30))
    seen = []
    for moment in ("08:59:59", "09:00:00", "11:29:59", "11:30:00"):
        time_machine.move_to(datetime.fromisoformat(f"{today}T{moment}").replace(tzinfo=ZONE), tick=False)
        seen.append("开门中" in client.get(station.get_absolute_url()).content.decode())
    assert seen == [False, True, True, False]
    tomorrow = today + timedelta(days=1)
    time_machine.move_to(datetime.combine(tomorrow, time(0, 0, 1), tzinfo=ZONE), tick=False)
    assert f"{tomorrow.month}月{tomorrow.day}日" in client.get(station.get_absolute_url()).content.decode()


def test_a_worker_looks_again_after_it_answered_a_request_that_may_have_written(client, station, settings):
    settings.FINISHED_PAGES_SECONDS = 60.0
    client.get(station.get_absolute_url())
    Station.objects.filter(pk=station.pk).update(phone="0373-7654321")
    assert "7654321" not in client.get(station.get_absolute_url()).content.decode()
    client.post("/opinions/find/", {"code": "x"})
    assert "7654321" in client.get(station.get_absolute_url()).content.decode()


def test_without_the_database_what_was_kept_is_shown_with_a_note(client, station, monkeypatch):
    kept = client.get(station.get_absolute_url()).content.decode()

    def gone(*_):
        raise OperationalError

    monkeypatch.setattr(ChangeQuerySet, "versions", gone)
    answer = client.get(station.get_absolute_url())
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "数据库暂时连不上" in shown
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert kept.partition("<main")[0] in shown
    monkeypatch.undo()


def test_versions_grow_with_each_write_and_compacting_keeps_them(station):
    from liaison.pages.watch import compact

    key = f"station:{station.pk}"
    before = Change.objects.versions([key])[key]
    Station.objects.filter(pk=station.pk).update(phone="1")
    after = Change.objects.versions([key])[key]
    assert after > before
    compact("default")
    assert Change.objects.versions([key])[key] == after


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_many_transactions_counted_is_added_up_once_in_a_while(client, cast, monkeypatch):
    monkeypatch.setattr("liaison.pages.middleware.TIDY_EVERY", 1)
    station = make.station(cast.mengzhuang)
    key = f"station:{station.pk}"
    for number in range(5):
        Station.objects.filter(pk=station.pk).update(phone=str(number))
    version = Change.objects.versions([key])[key]
    assert Change.objects.filter(key=key).count() > 5
    # Rows are left alone while any transaction of the server is older, those of other tests too.
    end = monotonic() + 90
    while Change.objects.filter(key=key).count() > 1 and monotonic() < end:
        STORE.clear()
        client.get(station.get_absolute_url())
    assert Change.objects.filter(key=key).count() == 1
    assert Change.objects.versions([key])[key] == version


def test_the_store_keeps_to_its_bytes_and_drops_what_nobody_asks_for():
    store = Store(10_000)
    for number in range(5):
        store.put(number, Page(b"x" * 1_000, {}, "", (), 0, 0.0, 0.0, 0))
        store.get(0)
    assert store.get(0)
    assert store.get(1) is None
    assert store.size <= 10_000
    store.put(0, Page(b"", {}, "", (), 0, 0.0, 0.0, 0))
    assert store.size == sum(store.get(n).size for n in range(5) if store.get(n))
