"""Figures about stations: how far the city has covered its townships."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from liaison.divisions.models import Division
from stations.models import Phase, RoadmapYear, Station


@dataclass(frozen=True)
class TownshipRow:
    """One township or subdistrict by law, and the station that covers it, if any."""

    division: Division
    station: Station | None
    planned: Station | None
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
    found = Station.objects.within(area).exclude(status="closed").only(*FACTS)
    standing = list(found.annotate(county=F("division__county")).order_by("kind", "pk"))
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
        stations_of=Counter(station.county for station in in_service if station.kind != "point"),
        other_points=points.total() - sum(row.points for row in rows),
    )


def _rows(places: "_Places", standing: list[Station], points: Counter[int]) -> list[TownshipRow]:
    covering: dict[int, Station] = {}
    planned: dict[int, Station] = {}
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
    townships: list[Division]


def _places(area: Division) -> _Places:
    """One query; one more where townships hang on what is not in the area: those of a zone."""
    rows = list(Division.objects.current().within(area).filter(level__in=("county", "township")).only(*PLACE))
    townships = [row for row in rows if row.level == "township" and row.is_real]
    above = {row.pk: row for row in rows if row.level == "county"}
    outside = {pk for row in townships for pk in (row.county_id, row.managed_by_id) if pk} - set(above)
    above |= Division.objects.only(*PLACE).in_bulk(outside) if outside else {}
    for row in townships:
        row.county, row.managed_by = above.get(row.county_id), above.get(row.managed_by_id)
    townships.sort(key=lambda row: (row.county.code if row.county else "", row.code))
    return _Places([row for row in rows if row.level == "county" and row.is_real], townships)


PLACE = ("code", "name", "level", "kind", "county", "managed_by", "is_real", "map_column", "map_row")
FACTS = ("name", "code", "kind", "status", "stage", "division_id", "opened_on")


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
