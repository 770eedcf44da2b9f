"""Figures about stations: how far the city has covered its townships."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

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
    stations: int
    """Stations of every kind in service, contact points left out."""
    other_points: int
    """Contact points that hang in no township by law (sector sites, former farms)."""

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
    zone's view; totals count rows, so nothing is counted twice. Three queries.
    """
    townships = list(
        Division.objects.townships()
        .within(area)
        .select_related("county", "managed_by")
        .order_by("county__code", "code")
    )
    rows = _rows(townships, area)
    by_county: dict[Division, list[TownshipRow]] = defaultdict(list)
    by_zone: dict[Division, list[TownshipRow]] = defaultdict(list)
    for row in rows:
        by_county[row.division.county or area].append(row)
        if row.division.managed_by:
            by_zone[row.division.managed_by].append(row)
    in_service = Station.objects.in_service().within(area)
    points = in_service.points().count()
    return Coverage(
        total=Tally(area, tuple(rows)),
        counties=tuple(Tally(county, tuple(found)) for county, found in by_county.items()),
        zones=tuple(Tally(zone, tuple(found)) for zone, found in by_zone.items()),
        stations=in_service.stations().count(),
        other_points=points - sum(row.points for row in rows),
    )


def _rows(townships: list[Division], area: Division) -> list[TownshipRow]:
    standing = Station.objects.within(area).exclude(status="closed")
    covering: dict[int, Station] = {}
    planned: dict[int, Station] = {}
    points: Counter[int] = Counter()
    for station in standing.only(*FACTS).order_by("kind", "pk"):
        if station.kind == "point":
            points[station.division_id] += station.in_service
        elif station.kind in ("general", "centre", "station"):
            place = covering if station.in_service else planned
            place.setdefault(station.division_id, station)
    return [
        TownshipRow(township, covering.get(township.pk), planned.get(township.pk), points[township.pk])
        for township in townships
    ]


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
