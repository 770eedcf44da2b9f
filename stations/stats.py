"""Figures about stations: how far the city has covered its townships."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from liaison.divisions.models import Division
from stations.models import IN_SERVICE, Phase, RoadmapYear, Stage, Station


class Site(NamedTuple):
    """A station as far as it is counted and named here. There are hundreds; models cost ten times this."""

    pk: int
    name: str
    code: str
    kind: str
    status: str
    stage: str
    opened_on: date | None
    division_id: int
    county_id: int | None

    @property
    def in_service(self) -> bool:
        """Whether a citizen can walk to it."""
        return self.status in IN_SERVICE

    def get_stage_display(self) -> str:
        """The stage in words."""
        return str(Stage(self.stage).label)

    def get_absolute_url(self) -> str:
        """The station's page."""
        return reverse("stations:detail", args=[self.code])


class Township(NamedTuple):
    """A township or subdistrict by law, as far as it is counted and named here."""

    pk: int
    code: str
    name: str
    kind: str
    county: Division | None
    managed_by: Division | None


@dataclass(frozen=True)
class TownshipRow:
    """One township or subdistrict by law, and the station that covers it, if any."""

    division: Township
    station: Site | None
    planned: Site | None
    points: int

    @property
    def is_covered(self) -> bool:
        """A station for this territory is open to the public."""
        return self.station is not None


@dataclass(frozen=True)
class Tally:
    """Coverage of a set of townships: a county, a zone or the whole city."""

    division: Division
    rows: tuple[TownshipRow, ...] = field(repr=False)

    @property
    def townships(self) -> int:
        return len(self.rows)

    @property
    def covered(self) -> int:
        """Townships with a station in service."""
        return sum(row.is_covered for row in self.rows)

    @property
    def points(self) -> int:
        """Contact points in service."""
        return sum(row.points for row in self.rows)

    @property
    def accepted(self) -> int:
        """Covering stations that passed acceptance against the standard."""
        return sum(1 for row in self.rows if row.station and row.station.stage == "accepted")

    @property
    def gaps(self) -> tuple[TownshipRow, ...]:
        """Townships with no station in service; those under construction included."""
        return tuple(row for row in self.rows if not row.is_covered)

    @property
    def planned(self) -> int:
        """Townships without a station in service where one is being prepared."""
        return sum(1 for row in self.gaps if row.planned)

    @property
    def coverage(self) -> float | None:
        """Covered townships in percent, one decimal; None where there is no township."""
        return percent(self.covered, self.townships)

    @property
    def accepted_share(self) -> float | None:
        """Townships whose station met the standard, in percent of all townships."""
        return percent(self.accepted, self.townships)

    @property
    def is_complete(self) -> bool:
        """Every township here has a station in service."""
        return self.townships > 0 and not self.gaps


@dataclass(frozen=True)
class Coverage:
    """The whole city, its counties by law, and the zones as a second view of the same rows."""

    total: Tally
    counties: tuple[Tally, ...]
    zones: tuple[Tally, ...]
    areas: list[Division]
    """Every county by law in order of its code, townships or none."""
    stations_of: Counter[int | None]
    """Stations of every kind in service by the id of their county, contact points left out."""
    other_points: int
    """Contact points that hang in no township by law (sector sites, former farms)."""

    @property
    def stations(self) -> int:
        """Stations of every kind in service, contact points left out."""
        return self.stations_of.total()

    @property
    def all_points(self) -> int:
        """Contact points in service, wherever they hang."""
        return self.total.points + self.other_points


def percent(part: int, whole: int) -> float | None:
    """`part` of `whole` in percent with one decimal; never 100 while something is missing."""
    if not whole:
        return None
    share = round(100 * part / whole, 1)
    return 99.9 if share == 100 and part < whole else share


def coverage(area: Division) -> Coverage:
    """Every township by law in `area` (a city, county or zone) with its station.

    A township that a zone manages stands in its county by law and again in the
    zone's view; totals count rows, so nothing is counted twice. Two queries.
    """
    found = Station.objects.within(area).exclude(status="closed").order_by("kind", "pk")
    standing = list(map(Site._make, found.values_list(*FACTS)))
    in_service = [station for station in standing if station.in_service]
    points = Counter(station.division_id for station in in_service if station.kind == "point")
    places = _places(area)
    rows = _rows(places, standing, points)
    by_county: dict[Division, list[TownshipRow]] = defaultdict(list)
    by_zone: dict[Division, list[TownshipRow]] = defaultdict(list)
    for row in rows:
        by_county[row.division.county or area].append(row)
        if row.division.managed_by:
            by_zone[row.division.managed_by].append(row)
    return Coverage(
        total=Tally(area, tuple(rows)),
        counties=tuple(Tally(county, tuple(found)) for county, found in by_county.items()),
        zones=tuple(Tally(zone, tuple(found)) for zone, found in by_zone.items()),
        areas=places.counties,
        stations_of=Counter(station.county_id for station in in_service if station.kind != "point"),
        other_points=points.total() - sum(row.points for row in rows),
    )


def _rows(places: "_Places", standing: list[Site], points: Counter[int]) -> list[TownshipRow]:
    covering: dict[int, Site] = {}
    planned: dict[int, Site] = {}
    for station in standing:
        if station.kind in ("general", "centre", "station"):
            place = covering if station.in_service else planned
            place.setdefault(station.division_id, station)
    return [
        TownshipRow(township, covering.get(township.pk), planned.get(township.pk), points[township.pk])
        for township in places.townships
    ]


@dataclass(frozen=True)
class _Places:
    """The divisions by law of an area by county and code; counties and zones hang on their townships."""

    counties: list[Division]
    townships: list[Township]


def _places(area: Division) -> _Places:
    """One query; one more where townships hang on what is not in the area: those of a zone."""
    here = Division.objects.current().within(area).filter(level__in=("county", "township"))
    found = list(here.order_by("code").values(*PLACE))
    counties = {
        row["id"]: Division.from_db(here.db, PLACE, row.values()) for row in found if row["level"] == "county"
    }
    towns = [row for row in found if row["level"] == "township" and row["is_real"]]
    above = counties | _outside(towns, set(counties))
    townships = [_township(row, above) for row in towns]
    townships.sort(key=lambda town: town.county.code if town.county else "")
    return _Places([county for county in counties.values() if county.is_real], townships)


def _township(row: dict[str, Any], above: dict[int, Division]) -> Township:
    county, zone = above.get(row["county_id"]), above.get(row["managed_by_id"])
    return Township(row["id"], row["code"], row["name"], row["kind"], county, zone)


def _outside(towns: Iterable[dict[str, Any]], inside: set[int]) -> dict[int, Division]:
    """The counties and zones of townships that are not in the area themselves."""
    missing = {row[name] for row in towns for name in ("county_id", "managed_by_id")} - inside - {None}
    return Division.objects.in_bulk(missing) if missing else {}


PLACE = (
    *("id", "code", "name", "level", "kind", "county_id", "managed_by_id"),
    *("is_real", "map_column", "map_row"),
)
FACTS = ("pk", "name", "code", "kind", "status", "stage", "opened_on", "division", "division__county")


@dataclass(frozen=True)
class RoadmapStep:
    """One year of the roadmap as it stands on a day."""

    target: RoadmapYear
    is_done: bool
    is_now: bool
    share: int
    """How much of the year has gone by, in percent."""

    @property
    def title(self) -> str:
        """一年打基础, 两年上台阶 or 三年见成效."""
        return str(Phase(self.target.phase).label)


def roadmap(city: Division, today: date) -> list[RoadmapStep]:
    """The city's roadmap years in order; empty when none were set."""
    return [_step(target, today) for target in RoadmapYear.objects.filter(city=city)]


def _step(target: RoadmapYear, today: date) -> RoadmapStep:
    is_done, is_now = target.year < today.year, target.year == today.year
    # The month that is running counts as begun, as the mock's eleventh month shows 90 %.
    share = 100 if is_done else round(100 * (today.month - 1) / 12) if is_now else 0
    return RoadmapStep(target, is_done, is_now, share)
