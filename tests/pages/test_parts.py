"""Parts of pages stay as they are while what they were made from does."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from liaison.divisions.models import Division
from liaison.pages import parts
from liaison.pages.parts import PARTS, Making, Parts, alone, making, part
from liaison.pages.recorder import tables
from liaison.portal.models import SiteSettings
from progress.models import ReportingRule
from progress.months import due_at
from tests import make
from tests.progress import reports

pytestmark = pytest.mark.django_db
TURN = count()


@part
def words(_: int) -> str:
    """The name of the site, and which time this is."""
    return f"{SiteSettings.objects.values_list('site_name', flat=True).first()} {next(TURN)}"


@part
def two_words() -> str:
    return f"{words(1)} {words(2)}"


def page(version: int = 1, ends_at: float = 2**40, store: Parts = PARTS) -> Making:
    """A page that is made when the site's settings have this version."""
    return Making({"portal_sitesettings": version}, ends_at, tables(), [set()], store)


def shown(version: int = 1, **of: float) -> str:
    with making(page(version, **of)):
        return words(1)


def test_a_part_is_made_once_for_each_version_and_argument():
    first = shown()
    assert shown() == first
    assert shown(version=2) != first
    with making(page()):
        assert words(1) != words(2)


def test_the_clock_ends_a_part_as_it_ends_a_page():
    assert shown(ends_at=1.0) != shown(ends_at=1.0)


def test_a_page_depends_on_what_its_parts_were_made_from_though_it_did_not_read_it():
    shown()
    later = page()
    with making(later), CaptureQueriesContext(connection) as asked:
        words(1)
    assert (later.readers[0], len(asked)) == ({"portal_sitesettings"}, 0)


def test_a_part_made_of_parts_ends_with_the_first_of_them():
    with making(page()):
        words(1)
        together = two_words()
    with making(page()):
        assert two_words() == together
    with making(page(version=2)):
        assert two_words() != together


def test_a_part_that_read_what_nobody_watches_is_not_kept():
    unwatched = Making({}, 2**40, frozenset(), [set()], PARTS)
    with making(unwatched):
        assert words(1) != words(1)


def test_for_one_reader_nothing_is_made_twice_and_nothing_stays():
    with making(alone()):
        first = words(1)
        assert words(1) == first
    with making(alone()):
        assert words(1) != first


def test_outside_of_a_page_the_function_runs_each_time():
    assert words(1) != words(1)


def test_a_part_takes_plain_values_only(cast):
    with making(page()), pytest.raises(TypeError, match="plain values"):
        words(cast.city)


def test_the_parts_nobody_asked_for_longest_go_first(monkeypatch):
    monkeypatch.setattr(parts, "MOST", 2)
    store = Parts()
    with making(page(store=store)):
        kept, gone = words(1), words(2)
        words(1), words(3)
        assert (words(1), words(2) == gone) == (kept, False)


def test_what_a_worker_wrote_is_in_the_frame_of_a_page_that_is_never_kept(client, cast):
    SiteSettings.objects.create(city=cast.city, organiser="示例市人大常委会")
    make.station(cast.mengzhuang)
    client.get("/search/?q=孟庄")
    with CaptureQueriesContext(connection) as asked:
        assert "示例市人大常委会" in client.get("/search/?q=孟庄").text
    assert not [one for one in asked if 'FROM "portal_sitesettings"' in one["sql"]]
    SiteSettings.objects.update(organiser="示例市人大")
    assert "示例市人大　" in client.get("/search/?q=孟庄").text


def test_a_page_that_is_never_kept_says_so_when_the_database_is_away(client, cast):
    def gone(*_):
        raise OperationalError("gone")

    with connection.execute_wrapper(gone):
        answer = client.get("/search/?q=孟庄")
    assert answer.status_code == 503


def test_places_and_addresses_that_readers_make_up_are_not_kept_one_by_one(client, cast):
    make.station(cast.mengzhuang)
    client.get("/stations/?county=000000000000")
    before = len(PARTS)
    for number in range(20):
        client.get(f"/stations/?county={number:06d}")
        client.get(f"/opinions/?county={number:06d}")
    client.get("/opinions/")
    assert len(PARTS) <= before + 2


def test_a_county_without_a_city_is_offered_with_the_others(client, cast):
    make.station(cast.mengzhuang)
    Division.objects.filter(pk=cast.yuanyang.pk).update(city=None)
    assert client.get("/stations/").status_code == 200


def test_the_month_is_late_from_the_minute_it_was_due(client, cast, time_machine):
    """填报中 becomes 未报 though nobody wrote anything."""
    SiteSettings.objects.create(city=cast.city)
    reports.confirmed(cast.huixian, date(2026, 9, 1), cast)
    rule = ReportingRule.objects.all().of(cast.city)
    due = due_at(date(2026, 10, 1), rule)
    seen = []
    for moment in (due - timedelta(minutes=1), due + timedelta(minutes=1)):
        time_machine.move_to(moment, tick=False)
        seen.append("10 月填报中" in client.get("/progress/").text)
    assert seen == [True, False]
