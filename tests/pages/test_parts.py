"""Parts of pages stay as they are while what they were made from does."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison.pages import parts
from liaison.pages.parts import PARTS, Making, Parts, alone, making, part
from liaison.pages.recorder import tables
from liaison.portal.models import SiteSettings
from tests import make

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
