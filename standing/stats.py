"""Figures about standing: how many stations bear which grade, how far a round has come."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from liaison.divisions.models import Division
from standing.models import State
from standing.models.assessment import AssessmentQuerySet
from stations.models import Grade, Station

AT_STANDARD = (Grade.MODEL, Grade.GOOD, Grade.STANDARD)


@dataclass(frozen=True)
class Grades:
    """Stations in service of one place by the grade that holds on a day."""

    division: Division
    stations: int
    by_grade: tuple[tuple[Grade, int], ...]

    @property
    def met(self) -> int:
        """Stations that reach the standard: at least 达标站."""
        return sum(count for grade, count in self.by_grade if grade in AT_STANDARD)

    @property
    def ungraded(self) -> int:
        """Stations without a grade in force."""
        return self.stations - sum(count for _, count in self.by_grade)

    @property
    def percent(self) -> int | None:
        """The share that reaches the standard, rounded down; None where no station is in service."""
        return 100 * self.met // self.stations if self.stations else None


def grades(area: Division, day: date) -> Grades:
    """How the stations of `area` (a county, a zone, a city) stand on `day`. One query."""
    counted = Counter[str]()
    for _, grade, count in _tally(area, day):
        counted[grade] += count
    return _grades(area, counted)


def grades_by_county(city: Division, day: date) -> list[Grades]:
    """The same for each county by law of `city`, in the order of their codes. Two queries."""
    counted: dict[int | None, Counter[str]] = {}
    for county, grade, count in _tally(city, day):
        counted.setdefault(county, Counter())[grade] += count
    counties = Division.objects.counties().within(city).order_by("code")
    return [_grades(county, counted.get(county.pk, Counter())) for county in counties]


def _tally(area: Division, day: date) -> list[tuple[int | None, str, int]]:
    """Stations proper in service by county and grade; a lapsed grade counts as none."""
    holds = Q(grade_until=None) | Q(grade_until__gte=day)
    rows = Station.objects.within(area).in_service().stations().order_by()
    graded = rows.values_list("division__county", "grade").annotate(
        held=Count("pk", filter=holds), lapsed=Count("pk", filter=~holds)
    )
    found: list[tuple[int | None, str, int]] = []
    for county, grade, held, lapsed in graded:
        found += [(county, grade, held), (county, "", lapsed)]
    return found


def _grades(division: Division, counted: Counter[str]) -> Grades:
    by_grade = tuple((grade, counted[grade]) for grade in Grade)
    return Grades(division, sum(counted.values()), by_grade)


def by_state(rows: AssessmentQuerySet) -> dict[str, int]:
    """How many sheets stand at each step, every step named. One query."""
    counted = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: counted.get(state, 0) for state in State.values}
