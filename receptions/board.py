"""The board on the home page: who receives citizens today, or on the next day that anybody does."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, Subquery

from liaison.divisions.models import Division
from receptions.models import Reception, Status
from receptions.notices import Notice

ROWS = 6
FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True)
class Board:
    """One day's receptions: `count` stations in all, a few of them as rows."""

    day: date
    count: int
    rows: list[Notice]
    is_today: bool


def today(city: Division, now: datetime) -> Board | None:
    """The board for today while anything is still to come, else for the nearest day in two weeks.

    None when nothing is announced. At most three queries.
    """
    day = now.date()
    later = Q(day=day, closes__gt=now.time()) | Q(day__gt=day, day__lte=day + FORTNIGHT)
    nearest = _standing(city).filter(later).order_by("day").values("day")[:1]
    on_that_day = _standing(city).filter(day=Subquery(nearest)).order_by("opens", "pk")
    found = list(on_that_day.values("pk", "day", "station", "station__division__county", "closes"))
    if not found:
        return None
    first = found[0]["day"]
    is_today = first == day
    chosen = _spread([row for row in found if not is_today or row["closes"] > now.time()], first)
    rows = Reception.objects.filter(pk__in=chosen).with_duty()
    rows = rows.select_related("station__division__county", "station__division__city").order_by("opens", "pk")
    count = len({row["station"] for row in found})
    return Board(first, count, [Notice(one, now) for one in rows], is_today)


def counties_receiving(city: Division, day: date) -> set[int]:
    """The counties in which some station receives on `day`."""
    found = _standing(city).on(day).values_list("station__division__county", flat=True)
    return {county for county in found.distinct() if county}


def _standing(city: Division) -> Any:
    """Public sessions that take or took place, at stations in service."""
    rows = Reception.objects.within(city).public().order_by()
    return rows.filter(status__in=(Status.ANNOUNCED, Status.HELD), station__status__in=("opened", "running"))


def _spread(found: list[dict[str, Any]], day: date) -> list[int]:
    """A few sessions, one county after the other, other ones each day, so that none is always first."""
    by_county: dict[Any, list[int]] = defaultdict(list)
    for row in found:
        by_county[row["station__division__county"]].append(row["pk"])
    turn = day.toordinal()
    counties = sorted(by_county, key=lambda county: ((county or 0) * 7 + turn) % 13)
    chosen: list[int] = []
    while len(chosen) < ROWS and any(by_county.values()):
        for county in counties:
            if by_county[county] and len(chosen) < ROWS:
                chosen.append(by_county[county].pop(turn % len(by_county[county])))
    return chosen
