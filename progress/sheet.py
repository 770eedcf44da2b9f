"""A county's month as it is looked at: each figure beside last month, the year and the records."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import NoReverseMatch, reverse

from liaison.divisions.models import Division
from progress import checks, figures
from progress.checks import Month
from progress.indicators import INDICATORS, Indicator
from progress.models import Figure, MonthlyReport
from progress.months import previous


def words(month: date) -> Month:
    """11 月 and 10 月; a January looks back at 上年 12 月."""
    before = previous(month)
    return Month(f"{month.month} 月", f"{before.month} 月" if before.year == month.year else "上年 12 月")


@dataclass(frozen=True)
class Line:
    """One indicator of one month of one county."""

    indicator: Indicator
    value: int | None
    last: int | None
    earlier: int | None
    """The year's sum before this month; None where months do not add up."""
    known: int | None
    reason: str
    warning: str

    @property
    def year(self) -> int | None:
        """The year's sum with this month."""
        return None if self.earlier is None else self.earlier + (self.value or 0)

    @property
    def is_changed(self) -> bool:
        """Written otherwise than the records have it."""
        return self.known is not None and self.value is not None and self.value != self.known

    @property
    def needs_reason(self) -> bool:
        """Whether the place for an explanation is shown."""
        return self.is_changed or bool(self.warning) or bool(self.reason)

    @property
    def address(self) -> str:
        """The list of the records behind the figure; empty where there is none (yet)."""
        try:
            return reverse(self.indicator.records) if self.indicator.records else ""
        except NoReverseMatch:
            return ""


@dataclass
class Sheet:
    """Everything a page about one county's month needs to know about its figures."""

    unit: Division
    month: date
    report: MonthlyReport | None
    values: dict[str, int | None]
    reasons: dict[str, str]
    known: dict[str, int]
    last: dict[str, int | None]
    earlier: dict[str, int] = field(default_factory=dict)

    @cached_property
    def words(self) -> Month:
        """The month and the one before it, as sentences call them."""
        return words(self.month)

    def faults(self) -> list[checks.Fault]:
        """What keeps the stored figures from being signed."""
        return checks.faults(self.values, self.last, self.known, self.reasons, self.words)

    def line(self, one: Indicator) -> Line:
        """One figure with everything beside it."""
        value, last = self.values.get(one.code), self.last.get(one.code)
        return Line(
            indicator=one,
            value=value,
            last=last,
            earlier=self.earlier.get(one.code, 0) if one.is_cumulative else None,
            known=self.known.get(one.code),
            reason=self.reasons.get(one.code, ""),
            warning=checks.leap(one, value, last, self.words),
        )


def look(
    unit: Division, month: date, report: MonthlyReport | None, today: date, *, as_saved: bool = False
) -> Sheet:
    """The month of a unit: open reports follow the records, closed ones stand as they were saved.

    `as_saved` takes an open one as it was saved too: what is signed is what was read.
    """
    stored = {one.code: one for one in report.figures.all()} if report else {}
    last, earlier = before(unit, month)
    is_open = report is None or (report.is_open and not as_saved)
    if is_open:
        known = figures.known(unit, month, today)
    else:
        known = {code: one.known for code, one in stored.items() if one.known is not None}
    values = {one.code: _value(one, stored.get(one.code), known, last, is_open) for one in INDICATORS}
    reasons = {code: one.reason for code, one in stored.items() if one.reason}
    return Sheet(unit, month, report, values, reasons, known, last, earlier)


def _value(
    one: Indicator,
    stored: Figure | None,
    known: dict[str, int],
    last: dict[str, int | None],
    is_open: bool,
) -> int | None:
    """What stands in the field: what somebody wrote, else what the records say, else what stays all year."""
    if stored is None:
        carried = last.get(one.code) if one.is_typed and not one.is_cumulative and is_open else None
        return known.get(one.code, carried)
    if is_open and stored.known is not None and stored.value == stored.known:
        return known.get(one.code, stored.value)
    return stored.value


def before(unit: Division, month: date) -> tuple[dict[str, int | None], dict[str, int]]:
    """Last month's figures, and the sums of the year's months before this one. One query.

    Only what was sent counts: a correction that is being written is nobody's figure yet.
    """
    january = month.replace(month=1)
    reports = MonthlyReport.objects.told().filter(county=unit)
    reports = reports.between(min(january, previous(month)), previous(month))
    rows = Figure.objects.filter(report__in=reports.order_by().values("pk"))
    last: dict[str, int | None] = {}
    sums: dict[str, int] = defaultdict(int)
    for code, value, of in rows.values_list("code", "value", "report__month"):
        if of == previous(month):
            last[code] = value
        if of >= january:
            sums[code] += value or 0
    return last, dict(sums)
