"""The demo grown to a province: whole, repeatable, and with everything back in its place."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from activities.models import Activity
from deputies.models import Assignment, Deputy, Mandate
from liaison.divisions.models import Division
from liaison.pages.models import Change
from liaison.portal.scale import load, places
from liaison.portal.scale.doings import ACTIVITIES, MONTHS
from liaison.portal.scale.people import AT_STATION, MOVED
from progress.models import Figure, MonthlyReport
from stations.models import Station
from tests import make
from tests.progress import reports

pytestmark = pytest.mark.django_db
TOWNSHIPS = 2 * 2 * 4
"""Cities × counties × townships of the tree below."""


@pytest.fixture
def grown(cast, monkeypatch) -> dict[str, int]:
    """A small province around the small city; one report of the city to deal figures from."""
    monkeypatch.setitem(places.SHAPE, "province", (1, 2, 2, 4))
    reports.confirmed(cast.huixian, reports.last_month(), cast)
    return load("province", cast.city, timezone.localdate(), 7, lambda words: None)


def test_every_place_around_the_city_gets_its_share(grown):
    assert grown["联络站"] == TOWNSHIPS + 3
    assert grown["人大代表"] == grown["任职"] == TOWNSHIPS * AT_STATION
    assert grown["进站"] == TOWNSHIPS * (AT_STATION + MOVED)
    assert grown["代表活动"] == TOWNSHIPS * ACTIVITIES
    assert grown["进展月报"] == 4 * MONTHS
    assert grown["月报指标"] == 4 * MONTHS * Figure.objects.filter(report__county__code="410782").count()


def test_what_was_written_is_sound_and_found(grown, client):
    connection.check_constraints()
    station = Station.objects.filter(kind="station").order_by("-pk")[0]
    station.full_clean()
    for model in (Deputy, Mandate, Assignment, Activity):
        model.objects.order_by("-pk")[0].full_clean()
    MonthlyReport.objects.order_by("-pk")[0].validate_constraints()
    page = client.get(station.get_absolute_url()).text
    deputy = station.assignments.open()[0].deputy
    assert deputy.name in page
    assert client.get(deputy.get_absolute_url()).status_code == 200
    assert Deputy.objects.matching(deputy.name[:2]).filter(pk=deputy.pk).exists()


def test_the_database_counts_writes_again_and_the_next_row_gets_a_number(grown, cast):
    station = Station.objects.order_by("-pk")[0]
    before = Change.objects.versions([f"station:{station.pk}"])
    Station.objects.filter(pk=station.pk).update(phone="0373-0000001")
    assert Change.objects.versions([f"station:{station.pk}"]) != before
    last = Deputy.objects.order_by("-pk")[0].pk
    assert Deputy.objects.create(name="示例新", division=cast.huixian).pk > last


@pytest.mark.postgres
def test_keys_and_indexes_are_as_before(cast, monkeypatch):
    monkeypatch.setitem(places.SHAPE, "province", (1, 1, 1, 2))
    reports.confirmed(cast.huixian, reports.last_month(), cast)
    before = schema()
    load("province", cast.city, timezone.localdate(), 7, lambda words: None)
    assert schema() == before


def schema() -> set[str]:
    """Every index and every key of the tables, in the database's own words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
        found = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint")
        return found | {row[0] for row in cursor.fetchall()}


def test_the_same_seed_makes_the_same_people(cast, monkeypatch):
    from liaison.portal.scale.people import People

    monkeypatch.setitem(places.SHAPE, "province", (1, 1, 1, 2))
    found = places.around(cast.city, "province")
    one, other = (list(People(found, 1, timezone.localdate(), 7).deputies()) for _ in range(2))
    assert one == other
    assert one != list(People(found, 1, timezone.localdate(), 8).deputies())


def test_only_an_empty_database_grows(cast):
    make.station(cast.mengzhuang)
    with pytest.raises(CommandError, match="真实记录"):
        call_command("load_demo", scale="province")
    assert not Division.objects.filter(code__startswith="51").exists()
