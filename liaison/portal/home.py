"""What the home page shows of the city, and the progress page some of: counties, open doors, the road."""

from datetime import date
from typing import Any

from django.utils import timezone

from campaigns.stats import confirmed
from liaison.divisions.models import area
from liaison.pages.parts import part, shown
from liaison.portal import board
from liaison.ui import charts
from receptions import board as receptions
from receptions.stats import heard
from stations import stats
from stations.hexagons import county_hexagons
from stations.models import RoadmapYear


@part
def coverage(city: int) -> stats.Coverage:
    """How far the city has covered its townships."""
    return stats.coverage(area(city))


@part
def receiving(city: int) -> receptions.Board | None:
    """Who receives citizens today, or on the next day that anybody does."""
    return receptions.today(area(city), timezone.localtime())


def example(city: int) -> str:
    """A township that can be found, for the field of the question."""
    return next((row.division.name for row in coverage(city).total.rows if row.is_covered), "")


@shown("public/portal/home_map.html")
def county_map(city: int) -> dict[str, Any]:
    """The counties with how many stations each has; lit where somebody receives today."""
    place, today = area(city), timezone.localdate()
    if receiving(city):
        lit, why = receptions.counties_receiving(place, today), "今天有联络站接待"
    else:
        lit, why = {one.division.pk for one in coverage(city).counties if one.is_complete}, "乡镇街道全部有站"
    cells = county_hexagons(coverage(city).areas, coverage(city).stations_of, lit=lit, why=why)
    return {"cells": cells, "lit_because": why if lit else ""}


@shown("public/portal/home_boards.html")
def boards(city: int) -> dict[str, Any]:
    """Today's receptions; the open doors where there are none."""
    found = receiving(city)
    return {"receiving": found, "board": None if found else board.of(area(city), timezone.localtime())}


@part
def steps(city: int) -> list[stats.RoadmapStep]:
    """The years of the roadmap as they stand today."""
    return stats.roadmap(area(city), timezone.localdate())


def stages(city: int) -> list[charts.Stage]:
    """The bar of the years."""
    return [charts.stage(step.title, step.target.year, timezone.localdate()) for step in steps(city)]


def target(city: int) -> RoadmapYear | None:
    """What this year is to reach."""
    return next((step.target for step in steps(city) if step.is_now), None)


@part
def done(city: int) -> int:
    """Contributions of this year that were confirmed."""
    return confirmed(area(city), timezone.localdate().year)


@shown("public/portal/home_road.html")
def road(city: int) -> dict[str, Any]:
    """The years of the roadmap and what was reached so far."""
    today = timezone.localdate()
    return {
        "coverage": coverage(city),
        "stages": stages(city),
        "target": target(city),
        "heard": heard(area(city), date(today.year, 1, 1), today),
        "confirmed": done(city),
    }
