"""Which public pages are kept finished (liaison.pages), and what a write touches.

Everything else is made for each reader: pages with a form or a code, searches, and issues of
bulletins, whose readings are counted.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from activities.models import Activity
from bulletins.models import Bulletin
from liaison.pages import parts
from liaison.pages.plan import Finished, Plan
from liaison.portal.models import SiteSettings
from liaison.workdays.calendar import Calendar
from liaison.workdays.models import Holiday
from progress.models import ReportingRule
from progress.months import due_at
from receptions.models import Reception
from stations.models import OpeningHours, Station

ROOMS = (
    *("divisions", "workdays", "stations", "deputies", "receptions", "campaigns", "activities"),
    *("bulletins", "awards", "standing", "opinions", "duties", "progress", "portal"),
)
INSIDE = {
    "stations_ledgerimport",
    "deputies_rosterimport",
    "opinions_contact",
    "opinions_knock",
    "opinions_phrase",
    "progress_outboxmessage",
    "progress_papertemplate",
}
"""Tables that no public page reads; a page that did would not be kept."""

OF_STATION = ("SELECT {row}.station_id",)
OF_RECEPTION = ("SELECT station_id FROM receptions_reception WHERE id = {row}.reception_id",)
OF_ACTIVITY = ("SELECT station_id FROM activities_activity WHERE id = {row}.activity_id",)
OF_DEPUTY = ("SELECT station_id FROM deputies_assignment WHERE deputy_id = {row}.deputy_id",)
STATION_PARTS = (
    *("stagechange", "stationalias", "servedarea", "stationperson", "openinghours"),
    *("closure", "wallrule", "photo", "evidence"),
)
STATION = {
    "stations_station": (
        "SELECT {row}.id",
        "SELECT {row}.parent_id",
        "SELECT id FROM stations_station WHERE parent_id = {row}.id",
        # Where the people of a closed station go now.
        "SELECT id FROM stations_station WHERE division_id = {row}.division_id",
    ),
    **{f"stations_{name}": OF_STATION for name in STATION_PARTS},
    "deputies_assignment": OF_STATION,
    "deputies_deputy": (
        "SELECT station_id FROM deputies_assignment WHERE deputy_id = {row}.id",
        "SELECT a.station_id FROM activities_participation p JOIN activities_activity a"
        " ON a.id = p.activity_id WHERE p.deputy_id = {row}.id",
    ),
    "deputies_mandate": (
        *OF_DEPUTY,
        "SELECT a.station_id FROM activities_participation p JOIN activities_activity a"
        " ON a.id = p.activity_id WHERE p.deputy_id = {row}.deputy_id",
    ),
    "deputies_suspension": (
        "SELECT a.station_id FROM deputies_assignment a JOIN deputies_mandate m ON m.deputy_id = a.deputy_id"
        " WHERE m.id = {row}.mandate_id",
    ),
    "receptions_reception": OF_STATION,
    "receptions_receptionrule": OF_STATION,
    "receptions_dutyslot": OF_RECEPTION,
    "activities_activity": OF_STATION,
    "activities_participation": OF_ACTIVITY,
    "activities_activityphoto": OF_ACTIVITY,
    "opinions_opinion": OF_STATION,
    "opinions_opinionmove": ("SELECT station_id FROM opinions_opinion WHERE id = {row}.opinion_id",),
    "standing_assessment": OF_STATION,
    "standing_assessmentitem": ("SELECT station_id FROM standing_assessment WHERE id = {row}.assessment_id",),
}
"""Which stations' pages, and pages of their activities, a row of these tables is shown on."""

OF_PERSON = ("SELECT {row}.deputy_id",)
AT_STATION = ("SELECT deputy_id FROM deputies_assignment WHERE station_id = {row}.station_id",)
DEPUTY = {
    "deputies_deputy": ("SELECT {row}.id",),
    "deputies_assignment": OF_PERSON,
    "deputies_mandate": OF_PERSON,
    "deputies_suspension": ("SELECT deputy_id FROM deputies_mandate WHERE id = {row}.mandate_id",),
    "stations_station": (
        "SELECT deputy_id FROM deputies_assignment WHERE station_id = {row}.id",
        "SELECT s.deputy_id FROM receptions_dutyslot s JOIN receptions_reception t ON t.id = s.reception_id"
        " WHERE t.station_id = {row}.id",
        "SELECT p.deputy_id FROM activities_participation p JOIN activities_activity a"
        " ON a.id = p.activity_id WHERE a.station_id = {row}.id",
    ),
    "stations_openinghours": AT_STATION,
    "stations_closure": AT_STATION,
    "receptions_reception": ("SELECT deputy_id FROM receptions_dutyslot WHERE reception_id = {row}.id",),
    "receptions_dutyslot": OF_PERSON,
    "activities_activity": ("SELECT deputy_id FROM activities_participation WHERE activity_id = {row}.id",),
    "activities_participation": OF_PERSON,
    "campaigns_contribution": OF_PERSON,
}
"""Which deputies' pages a row of these tables is shown on."""


@cache
def watched() -> frozenset[str]:
    """Tables whose writes are counted: all that public pages read, reviewers' names among them."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models(True)]
    tables = {model._meta.db_table for model in models if not hasattr(model, "history_date")}
    return frozenset(tables - INSIDE | {"accounts_user"})


def station_scope(values: dict[str, Any]) -> Iterator[str]:
    """`station:7` for the code in an address."""
    pk = _station(values["code"])
    if pk is not None:
        yield f"station:{pk}"


@lru_cache(maxsize=10_000)
def _found(code: str) -> int:
    return Station.objects.values_list("pk", flat=True).get(code=code)


def _station(code: str) -> int | None:
    """A code never moves to another station, so what was found once is right for good."""
    try:
        return _found(code)
    except Station.DoesNotExist:
        return None


def activity_scope(values: dict[str, Any]) -> Iterator[str]:
    """The station of an activity: its page names those before and after it."""
    found = Activity.objects.filter(pk=min(values["pk"], LARGEST)).values_list("station", flat=True)
    yield from (f"station:{pk}" for pk in found)


def deputy_scope(values: dict[str, Any]) -> Iterator[str]:
    """`deputy:7` for the number in an address."""
    yield f"deputy:{values['pk']}"


def edges(now: datetime, versions: dict[str, int]) -> list[datetime]:
    """When this day doors open or close, receptions begin or end, issues come out, reports are late."""
    day, zone = now.date(), now.tzinfo
    doors = _doors(day, _version(OpeningHours, versions)) | _sessions(day, _version(Reception, versions))
    issues = _issues(day, _version(Bulletin, versions))
    due = _due(day, *(_version(model, versions) for model in (ReportingRule, Holiday, SiteSettings)))
    return [*(datetime.combine(day, one, tzinfo=zone) for one in doors), *issues, *due]


def _version(model: type[Model], versions: dict[str, int]) -> int:
    return versions.get(model._meta.db_table, 0)


@lru_cache(maxsize=4)
def _doors(day: date, version: int) -> set[time]:
    """When doors open and close; asked once for each version of their table, as are the next two."""
    return _times(OpeningHours.objects.filter(weekday=day.weekday()))


@lru_cache(maxsize=4)
def _sessions(day: date, version: int) -> set[time]:
    return _times(Reception.objects.filter(day=day))


@lru_cache(maxsize=4)
def _issues(day: date, version: int) -> list[datetime]:
    found = Bulletin.objects.filter(published_at__date=day).order_by()
    return list(found.values_list("published_at", flat=True))


@lru_cache(maxsize=4)
def _due(day: date, *versions: int) -> list[datetime]:
    """When that day the reports of a month are late."""
    city = SiteSettings.load().served_city
    if city is None:
        return []
    rule, calendar = ReportingRule.objects.all().of(city), Calendar.load(day, day + timedelta(days=31))
    last = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    months = (last, (last - timedelta(days=1)).replace(day=1))
    moments = (due_at(month, rule, calendar) for month in months)
    return [moment for moment in moments if timezone.localdate(moment) == day]


def _times(rows: Any) -> set[time]:
    return {one for both in rows.order_by().values_list("opens", "closes").distinct() for one in both}


def forget() -> None:
    """Forget what was looked up: for tests, whose cities come and go."""
    _found.cache_clear()
    for known in (_doors, _sessions, _issues, _due):
        known.cache_clear()
    parts.PARTS.clear()


LARGEST = 2**63 - 1
LIST = ("county", "year", "kind", "page")
PLAN = Plan(
    pages={
        "home": Finished(),
        "privacy": Finished(),
        "accessibility": Finished(),
        "progress": Finished(("measure",)),
        "progress_month": Finished(("measure",)),
        "stations:list": Finished(("county", "kind", "day", "status", "page")),
        "stations:detail": Finished(("via",), station_scope),
        "stations:poster": Finished((), station_scope),
        "receptions:month": Finished(("month",), station_scope),
        "receptions:poster": Finished(("month",), station_scope),
        "receptions:station_calendar": Finished((), station_scope),
        "standing:station": Finished(("year",), station_scope),
        "deputies:list": Finished(("county", "station", "level", "page")),
        "deputies:detail": Finished((), deputy_scope),
        "receptions:deputy_calendar": Finished((), deputy_scope),
        "activities:list": Finished((*LIST, "campaign")),
        "activities:detail": Finished((), activity_scope),
        "campaigns:detail": Finished(),
        "campaigns:contributions": Finished((*LIST, "post", "commended")),
        "bulletins:list": Finished(("series", "year", "page")),
        "bulletins:feed": Finished(),
        "awards:year": Finished(("county",)),
        "awards:case": Finished(),
        "opinions:list": Finished((*LIST, "state", "topic", "station")),
    },
    tables=watched,
    paths={"station": STATION, "deputy": DEPUTY},
    edges=edges,
)
