"""What the public is shown of the months: measures made of confirmed figures, and how they are shaded."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from liaison.divisions.models import Division, area
from liaison.pages.parts import part
from liaison.ui.charts import Bar
from liaison.workdays.calendar import Calendar
from progress.figures import units
from progress.models import Figure, MonthlyReport, ReportingRule, State
from progress.months import due_at
from stations.stats import percent

Sums = dict[str, int]
STEPS = (15, 30, 50, 70, 85)


@dataclass(frozen=True)
class Measure:
    """A share (`part` of `whole`, in percent) or, without a whole, a plain count."""

    code: str
    label: str
    unit: str
    part: tuple[str, ...]
    whole: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    """Indicators that count once a year, as they stood in the first month: 上月结转."""
    is_cumulative: bool = True
    target: str = ""
    """The field of RoadmapYear that sets the aim."""

    @property
    def codes(self) -> set[str]:
        """The indicators it needs."""
        return {*self.part, *self.whole, *self.opening}

    @property
    def is_share(self) -> bool:
        """In percent."""
        return bool(self.whole)

    def of(self, sums: Sums) -> float | None:
        """The value of these sums; None where there is nothing to measure against."""
        part = sum(sums.get(code, 0) for code in self.part)
        if not self.is_share:
            return part
        return percent(part, sum(sums.get(code, 0) for code in (*self.whole, *self.opening)))

    def text(self, value: float | None) -> str:
        """The value as a cell says it."""
        if value is None:
            return "—"
        return f"{value:g}" if self.is_share else f"{value:,.0f}"


MEASURES = (
    Measure("coverage", "建站覆盖率", "%", ("covered",), ("townships",), is_cumulative=False,
            target="coverage_target"),
    Measure("assigned", "代表进站率", "%", ("by_territory", "by_convenience"), ("persons",),
            is_cumulative=False),
    Measure("receptions", "接待日开展率", "%", ("receptions_held",), ("receptions_planned",),
            target="reception_target"),
    Measure("attendance", "代表到岗率", "%", ("duty_present",), ("duty_due",)),
    Measure("opinions", "意见办结率", "%", ("opinions_closed",), ("opinions_received",),
            opening=("opinions_carried",), target="opinion_target"),
    Measure("satisfied", "群众满意率", "%", ("opinions_satisfied",), ("opinions_closed",)),
    Measure("visitors", "接待群众", "人次", ("visitors",)),
    Measure("activities", "代表活动", "次", ("activities",)),
    Measure("contributions", "双岗建功", "件", ("at_the_job", "as_deputy")),
)  # fmt: skip
BY_CODE = {one.code: one for one in MEASURES}
SHARES = tuple(one for one in MEASURES if one.is_share)


@dataclass(frozen=True)
class HeatCell:
    """One county's month: a figure with its shade, or the word that says why there is none."""

    month: date
    text: str
    shade: int | None = None
    is_late: bool = False
    said: str = ""
    """What a screen reader hears where the cell shows a sign."""


@dataclass(frozen=True)
class HeatRow:
    """One county, or the whole city, across the months of a year."""

    unit: Division | None
    value: float | None
    text: str
    cells: list[HeatCell]

    @property
    def share(self) -> float:
        """The length of the bar."""
        return self.value or 0


@dataclass(frozen=True)
class Heat:
    """County × month for one measure and one year; `total` is the city."""

    measure: Measure
    year: int
    last: date
    """The newest month with a confirmed report."""
    months: list[date]
    rows: list[HeatRow]
    total: HeatRow
    legend: list[tuple[int, str]]
    confirmed: int
    """How many counties' reports of the newest month count."""
    units: int
    updated_at: datetime | None


class Year:
    """All that counts of one year, fetched once: two queries, the units, the rule and the days off."""

    def __init__(self, city: Division, year: int, now: datetime) -> None:
        self.city, self.year, self.now = city, year, now
        self.units = _units(city.pk)
        self.months = [date(year, n, 1) for n in range(1, 13)]
        rows = MonthlyReport.objects.filter(county__in=self.units, month__year=year).order_by("revision")
        self.counted: dict[tuple[int, date], MonthlyReport] = {}
        self.newest: dict[tuple[int, date], MonthlyReport] = {}
        for one in rows.defer("practice", "difficulties"):
            self.newest[one.county_id, one.month] = one
            if one.state == State.CONFIRMED:
                self.counted[one.county_id, one.month] = one
        self.figures: dict[tuple[int, date], Sums] = defaultdict(dict)

    def load(self, codes: Iterable[str]) -> None:
        """The figures of these indicators."""
        keys = {one.pk: key for key, one in self.counted.items()}
        rows = Figure.objects.filter(report__in=list(keys), code__in=codes)
        for report, code, value in rows.exclude(value=None).values_list("report", "code", "value"):
            self.figures[keys[report]][code] = value

    @property
    def last(self) -> date | None:
        """The newest month of which any report counts."""
        return max((month for _, month in self.counted), default=None)

    def sums(self, measure: Measure, chosen: list[Division], until: date) -> Sums:
        """The figures a value is made of: of the month, or of the year up to it."""
        found: Sums = defaultdict(int)
        codes = measure.codes
        lasting = codes.difference(measure.opening)
        for unit in chosen:
            months = [m for m in self.months if m <= until and (unit.pk, m) in self.counted]
            first = months[0] if months else None
            if not measure.is_cumulative:
                months = [m for m in months if m == until]
            for month in months:
                stored = self.figures[unit.pk, month]
                for code in codes if month == first else lasting:
                    found[code] += stored.get(code, 0)
        return found

    @cached_property
    def terms(self) -> tuple[ReportingRule, Calendar]:
        """When reports of the year are due."""
        return _terms(self.city.pk, self.year)

    def due_at(self, month: date) -> datetime:
        """When the month's reports were due."""
        return due_at(month, *self.terms)


@part
def _units(city: int) -> list[Division]:
    return list(units(area(city)))


@part
def _terms(city: int, year: int) -> tuple[ReportingRule, Calendar]:
    """The rule, and the days off on which a report of the year may fall due."""
    days_off = Calendar.load(date(year, 1, 1), date(year + 1, 1, 31))
    return ReportingRule.objects.all().of(area(city)), days_off


def newest_year(city: Division) -> int | None:
    """The year of the newest report that counts; None before there is any."""
    rows = MonthlyReport.objects.within(city).filter(state=State.CONFIRMED).order_by("-month")
    month = rows.values_list("month", flat=True).first()
    return month.year if month else None


def heat(year: Year, measure: Measure) -> Heat | None:
    """The table of one measure; None while nothing of that year counts."""
    last = year.last
    if last is None:
        return None
    values = {
        (unit.pk, month): measure.of(_shown(year, measure, [unit], month))
        for unit in year.units
        for month in year.months
        if (unit.pk, month) in year.counted
    }
    most = max((v for v in values.values() if v is not None), default=0)
    rows = [_row(year, measure, [unit], unit, last, values, most) for unit in year.units]
    rows.sort(key=lambda row: (-(row.value or 0), row.unit.code if row.unit else ""))
    confirmed = [year.counted[u.pk, last] for u in year.units if (u.pk, last) in year.counted]
    stamps = [one.confirmed_at for one in year.counted.values() if one.confirmed_at]
    return Heat(
        measure, year.year, last, year.months, rows,
        total=_row(year, measure, year.units, None, last, {}, most * max(len(year.units), 1)),
        legend=_legend(measure, most),
        confirmed=len(confirmed),
        units=len(year.units),
        updated_at=max(stamps, default=None),
    )  # fmt: skip


def _shown(year: Year, measure: Measure, chosen: list[Division], month: date) -> Sums:
    """A count's cell shows its own month; a share's the year so far."""
    if measure.is_share or not measure.is_cumulative:
        return year.sums(measure, chosen, month)
    found: Sums = defaultdict(int)
    codes = measure.codes
    for unit in chosen:
        stored = year.figures[unit.pk, month]
        for code in codes:
            found[code] += stored.get(code, 0)
    return found


def _row(
    year: Year,
    measure: Measure,
    chosen: list[Division],
    unit: Division | None,
    last: date,
    values: dict[tuple[int, date], float | None],
    most: float,
) -> HeatRow:
    if unit:
        last = max((month for month in year.months if (unit.pk, month) in year.counted), default=last)
    value = measure.of(year.sums(measure, chosen, last))
    cells = [
        _cell(year, measure, unit, month, values.get((unit.pk, month)), most)
        if unit
        else _city_cell(year, measure, month, most)
        for month in year.months
    ]
    return HeatRow(
        unit, value, measure.text(value) + ("%" if measure.is_share and value is not None else ""), cells
    )


def _city_cell(year: Year, measure: Measure, month: date, most: float) -> HeatCell:
    if not any((unit.pk, month) in year.counted for unit in year.units):
        return HeatCell(month, "", said=f"{month.month} 月还没有数据")
    value = measure.of(_shown(year, measure, year.units, month))
    return HeatCell(month, measure.text(value), _shade(measure, value, most))


def _cell(
    year: Year, measure: Measure, unit: Division, month: date, value: float | None, most: float
) -> HeatCell:
    counted, newest = year.counted.get((unit.pk, month)), year.newest.get((unit.pk, month))
    if counted:
        is_late = bool(counted.submitted_at and counted.submitted_at > counted.due_at)
        return HeatCell(month, measure.text(value), _shade(measure, value, most), is_late)
    if newest and newest.state == State.SUBMITTED:
        return HeatCell(month, "审核中")
    if month > timezone.localdate(year.now):
        return HeatCell(month, "", said=f"{month.month} 月未到")
    if year.now <= year.due_at(month):
        return HeatCell(month, "…", said=f"{month.month} 月填报中")
    return HeatCell(month, "未报")


def _shade(measure: Measure, value: float | None, most: float) -> int | None:
    if value is None:
        return None
    if measure.is_share:
        return sum(value >= step for step in STEPS)
    return min(int(6 * value / most), 5) if most else 0


def _legend(measure: Measure, most: float) -> list[tuple[int, str]]:
    if measure.is_share:
        edges = (0, *STEPS, 101)
        return [(n, f"{edges[n]}—{edges[n + 1] - 1}") for n in range(6)]
    edges = tuple(-(-int(most) * n // 6) for n in range(6))
    tops = (*(edge - 1 for edge in edges[1:]), int(most))
    return [(n, f"{low:,}—{max(top, low):,}") for n, (low, top) in enumerate(zip(edges, tops, strict=True))]


def bars(year: Year, targets: object) -> list[Bar]:
    """The city's shares against the year's aims."""
    last = year.last
    if last is None:
        return []
    found = []
    for one in SHARES:
        value = one.of(year.sums(one, year.units, last))
        aim = getattr(targets, one.target, None) if one.target else None
        note = f"目标 {aim}%" if aim is not None else "不设目标"
        found.append(Bar(one.label, value or 0, f"{one.text(value)}%", aim, note))
    return found
