"""The number of queries of a list does not depend on how many rows it shows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import DEFAULT_DB_ALIAS, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Participation
from awards.models import AwardCase
from campaigns.models import Contribution
from deputies.models import Assignment, Deputy, Mandate
from liaison.pages.middleware import STORE
from liaison.pages.watch import touch
from liaison.portal import finished
from opinions.models import Opinion, Suggestion
from receptions.models import DutySlot, Reception
from standing.models import Assessment, AssessmentItem
from stations.models import Station
from tests.guards import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

PUBLIC = [
    "/",
    "/stations/",
    "/stations/?county=410782",
    "/find/?q=孟庄镇",
    "/search/?q=镇",
    "/progress/",
    "/progress/?measure=opinions",
    "/deputies/",
    f"/campaigns/{timezone.localdate().year}/",
    f"/campaigns/{timezone.localdate().year}/contributions/",
    f"/awards/{timezone.localdate().year - 1}/",
    "/deputies/?county=410782",
    "/bulletins/",
    "/api/bulletins.json",
    "/opinions/",
    "/opinions/?county=410782",
    "/activities/",
    "/activities/?county=410782&kind=visit",
    "/api/activities.json",
    "/api/deputies.json",
    "/api/stations.json",
    "/sitemap.xml",
]
DESK = ["/admin/", "/work/"]
AFTER_A_WRITE = {
    # page: the table that was written to, and the most queries of the next visit; two read the version.
    "/": {"receptions_reception": 8, "stations_station": 13, "bulletins_bulletin": 4},
    "/stations/": {"stations_station": 8, "stations_openinghours": 7},
    "/deputies/": {"deputies_deputy": 6},
    "/activities/": {"activities_activity": 7},
    "/progress/": {"progress_monthlyreport": 5, "stations_station": 6, "receptions_reception": 4},
    "/opinions/": {"opinions_opinion": 7},
}
FRESH = {"/": 16, "/stations/": 9, "/deputies/": 7, "/activities/": 9, "/progress/": 14, "/search/?q=镇": 10}
"""The most queries of a page of which nothing is kept."""
STATION_PAGE_BUDGET = 13
SIGNED_IN = 3
"""Session, account, and the division it looks after."""
LIST_BUDGET = 6


def queries(desk: Client, address: str) -> int:
    """How many queries one page takes."""
    desk.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(address).status_code == 200
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


def leave_few() -> None:
    """Keep the keeper's station, two more of its county, and the points under them."""
    kept = [addresses.the_station().pk]
    others = Station.objects.filter(parent=None, division__county__code="410782").exclude(pk__in=kept)
    kept += others.order_by("pk").values_list("pk", flat=True)[:2]
    Contribution.objects.exclude(station__in=kept).delete()
    AwardCase.objects.exclude(station__in=kept).delete()
    leave_few_doings(kept)
    leave_few_people(kept)
    Station.objects.exclude(parent=None).exclude(parent__in=kept).delete()
    Station.objects.filter(parent=None).exclude(pk__in=kept).delete()


def leave_few_doings(stations: list[int]) -> None:
    """Keep what happened at these stations, as far as people had a part in it who can be met there."""
    met = list(Assignment.objects.filter(station__in=stations, until=None).values_list("deputy", flat=True))
    Reception.objects.exclude(station__in=stations).update(moved_from=None)
    for model in (DutySlot, Contribution, Participation):
        model.objects.exclude(deputy__in=met).delete()
    Suggestion.objects.all().delete()
    AssessmentItem.objects.exclude(assessment__station__in=stations).delete()
    for model in (Reception, Activity, Contribution, Assessment, Opinion):
        model.objects.exclude(station__in=stations).delete()


def leave_few_people(stations: list[int]) -> None:
    """Keep the deputies who can be met at these stations."""
    met = Assignment.objects.filter(station__in=stations, until=None).values_list("deputy", flat=True)
    leaving = Deputy.objects.exclude(pk__in=list(met))
    Assignment.objects.exclude(station__in=stations).delete()
    for model in (Assignment, DutySlot, Mandate):
        model.objects.filter(deputy__in=leaving).delete()
    leaving.delete()


def test_no_public_page_asks_more_for_more_rows(desks: dict[str, Client]) -> None:
    """Nor does the desk's first page. All are asked in the whole city first, then in three stations of it."""
    doors = [("anonymous", address) for address in PUBLIC] + [("city", door) for door in DESK]
    many = {door: queries(desks[door[0]], door[1]) for door in doors}
    leave_few()
    few = {door: queries(desks[door[0]], door[1]) for door in doors}
    assert not {door: (few[door], many[door]) for door in doors if many[door] > few[door]}


@pytest.fixture
def kept(desks: dict[str, Client], settings: Any) -> Iterator[Client]:
    """A visitor of a site that keeps its pages."""
    settings.FINISHED_PAGES, settings.FINISHED_PAGES_SECONDS = True, 0.0
    STORE.clear()
    finished.forget()
    yield desks["anonymous"]
    STORE.clear()
    finished.forget()


def test_a_write_makes_afresh_only_what_it_touched(kept: Client) -> None:
    asked = {
        (page, table): (after(kept, page, table), most)
        for page, of in AFTER_A_WRITE.items()
        for table, most in of.items()
    }
    assert not {door: numbers for door, numbers in asked.items() if numbers[0] > numbers[1]}


def after(visitor: Client, address: str, table: str) -> int:
    """Queries of the first visit after a write to the table; the second takes one, for the version."""
    visitor.get(address)
    touch(DEFAULT_DB_ALIAS, table)
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get(address).status_code == 200
    with CaptureQueriesContext(connection) as again:
        visitor.get(address)
    assert len(again) == 1
    return len(asked)


def test_a_page_of_which_nothing_is_kept_stays_within_its_budget(desks: dict[str, Client]) -> None:
    asked = {address: queries(desks["anonymous"], address) for address in FRESH}
    assert not {door: number for door, number in asked.items() if number > FRESH[door]}


def test_a_station_page_stays_within_its_budget(desks: dict[str, Client]) -> None:
    code = addresses.the_station().code
    desks["anonymous"].get("/")
    assert queries(desks["anonymous"], f"/stations/{code}/") <= STATION_PAGE_BUDGET


def lists() -> list[str]:
    """The name of every list of the desk."""
    return [
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry
    ]


@pytest.mark.parametrize("account", ["city", "huixian"])
def test_a_list_of_the_desk_asks_no_more_for_more_rows(desks: dict[str, Client], account: str) -> None:
    """One row of each list against the list itself; counting the pages may cost one more."""
    grown, dear = {}, {}
    for name in lists():
        address = reverse(name)
        if desks[account].get(address).status_code != 200:
            continue
        many = queries(desks[account], address)
        few = queries(desks[account], f"{address}?q=一个找不到的词")
        if many > few + 2:
            grown[name] = (few, many)
        if many > SIGNED_IN + LIST_BUDGET:
            dear[name] = many
    assert (grown, dear) == ({}, {})
