"""The board on the home page: whose doors are open today, or on the next day that any are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liaison.divisions.models import Division
from stations import hours
from stations.models import Station

ROWS = 6


@dataclass(frozen=True)
class Board:
    """One day's doors; `is_today` is false on a day when every station rests."""

    day: date
    count: int
    rows: list[tuple[Station, hours.Door]]
    is_today: bool


def of(city: Division, now: datetime) -> Board | None:
    """The board for today or for the nearest day in a week; None when no hours are known."""
    for away in range(8):
        day = now.date() + timedelta(days=away)
        open_then = Station.objects.stations().within(city).open_on(day).order_by("pk")
        if found := list(open_then.values_list("pk", "division__county")):
            return Board(day, len(found), _rows(_spread(found, day), now), away == 0)
    return None


def _spread(found: list[tuple[int, int | None]], day: date) -> list[int]:
    """A few stations from different counties, other ones each day, so that none is always first."""
    by_county: dict[int | None, list[int]] = defaultdict(list)
    for pk, county in found:
        by_county[county].append(pk)
    turn = day.toordinal()
    counties = sorted(by_county, key=lambda c: ((c or 0) * 7 + turn) % len(by_county))
    return [by_county[county][turn % len(by_county[county])] for county in counties[:ROWS]]


def _rows(chosen: list[int], now: datetime) -> list[tuple[Station, hours.Door]]:
    stations = Station.objects.filter(pk__in=chosen).with_place().with_hours(now.date())
    doors = [(s, hours.door(s.opening_hours.all(), s.closures.all(), now)) for s in stations]
    known = [(station, door) for station, door in doors if door]
    return sorted(known, key=lambda row: (row[1].day, row[1].spans, row[0].pk))
