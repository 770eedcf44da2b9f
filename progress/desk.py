"""What the city's desk shows: county × month, and one month of all counties with totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from liaison.divisions.models import Division
from liaison.workdays.calendar import Calendar
from progress.cells import Cell
from progress.figures import units
from progress.indicators import SECTIONS, Indicator, of_section, section_title
from progress.models import Figure, MonthlyReport, ReportingRule
from progress.months import back, due_at, first_of, following, previous

SHOWN_MONTHS = 12


@dataclass(frozen=True)
class Row:
    """One county across the months."""

    unit: Division
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """County × month; `last` is the month that is being reported."""

    months: list[date]
    rows: list[Row]

    @property
    def last(self) -> date:
        """The month whose reports are due next."""
        return self.months[-1]

    @property
    def of_last(self) -> list[Cell]:
        """How the month that is being reported stands."""
        return [row.cells[-1] for row in self.rows]

    def count(self, *keys: str) -> int:
        """How many counties stand in one of these states in the last month."""
        return sum(cell.key in keys for cell in self.of_last)

    @property
    def overdue(self) -> list[Cell]:
        """Counties that owe the last month."""
        return [cell for cell in self.of_last if cell.is_overdue]


def matrix(rows: Iterable[Division], city: Division | None, now: datetime) -> Matrix:
    """The last twelve complete months of these units. Three queries."""
    units_here = list(rows)
    months = back(previous(first_of(timezone.localdate(now))), SHOWN_MONTHS)
    rule = ReportingRule.objects.all().of(city)
    calendar = Calendar.load(months[0], following(months[-1]))
    due = {month: due_at(month, rule, calendar) for month in months}
    reports = MonthlyReport.objects.latest().between(months[0], months[-1])
    found = {(one.county_id, one.month): one for one in reports.filter(county__in=units_here)}
    return Matrix(months, [Row(u, [_cell(u, m, found, due, now) for m in months]) for u in units_here])


def _cell(unit: Division, month: date, found: dict[Any, MonthlyReport], due: Any, now: datetime) -> Cell:
    report = found.get((unit.pk, month))
    return Cell(unit, month, report, report.due_at if report else due[month], now)


def cell_of(unit: Division, month: date, report: MonthlyReport | None, now: datetime) -> Cell:
    """How one month of one unit stands."""
    if report:
        return Cell(unit, month, report, report.due_at, now)
    return Cell(unit, month, None, due_at(month, ReportingRule.objects.all().of(unit.city)), now)


def units_for(user: Any, city: Division | None) -> Any:
    """The reporting units that this person may see, counties first."""
    return units(city).for_staff(user) if city else Division.objects.none()


@dataclass(frozen=True)
class SummaryLine:
    """One indicator across the counties; the total leaves out who has not reported."""

    indicator: Indicator
    values: list[int | None]

    @property
    def total(self) -> int | None:
        """The sum; None where nobody reported."""
        known = [value for value in self.values if value is not None]
        return sum(known) if known else None


@dataclass(frozen=True)
class SummarySection:
    """One section of the month's summary."""

    number: int
    lines: list[SummaryLine]

    @property
    def title(self) -> str:
        """一、阵地建设."""
        return section_title(self.number)


@dataclass(frozen=True)
class Summary:
    """One month of all counties: how each stands, and every figure."""

    month: date
    cells: list[Cell]
    sections: list[SummarySection]
    notes: list[MonthlyReport]

    @property
    def lines(self) -> list[SummaryLine]:
        """All figures in one row."""
        return [line for section in self.sections for line in section.lines]


SHOWN = ("submitted", "confirmed")


def summary(rows: Iterable[Division], city: Division | None, month: date, now: datetime) -> Summary:
    """The month's figures of those who reported. Four queries."""
    units_here = list(rows)
    due = due_at(month, ReportingRule.objects.all().of(city))
    rows_here = list(
        MonthlyReport.objects.filter(month=month, county__in=units_here).with_places().order_by("revision")
    )
    reports = {one.county_id: one for one in rows_here}
    # While a correction is being written, the revision before it counts.
    told = {one.county_id: one for one in rows_here if one.state in SHOWN}
    shown = {one.pk: county for county, one in told.items()}
    found = {(unit, month): report for unit, report in reports.items()}
    figures: dict[tuple[int, str], int | None] = {}
    for report, code, value in Figure.objects.filter(report__in=shown).values_list("report", "code", "value"):
        figures[shown[report], code] = value
    cells = [_cell(u, month, found, {month: due}, now) for u in units_here]
    sections = [
        SummarySection(
            n,
            [SummaryLine(one, [figures.get((u.pk, one.code)) for u in units_here]) for one in of_section(n)],
        )
        for n in SECTIONS
        if of_section(n)
    ]
    return Summary(month, cells, sections, list(told.values()))
