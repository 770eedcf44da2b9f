"""The form of a report as the page draws it: sections with their state, lines with their fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from liaison.ui.forms import FieldParts, parts
from progress.forms import REASON, ReportForm
from progress.indicators import INDICATORS, SECTIONS, of_section, section_title
from progress.models import MonthlyReport
from progress.sheet import Line

TEXT_LABELS = {
    "practice": "做法和成效",
    "difficulties": "困难与建议",
    "filled_by": "填报人",
    "checked_by": "审核人",
    "signed_by": "签发人",
}


@dataclass(frozen=True)
class Row:
    """One indicator with its field, the field of its explanation, and what stands beside it."""

    line: Line
    figure: FieldParts
    reason: FieldParts

    @property
    def tone(self) -> str:
        """The mark at the left edge of the row."""
        if self.figure.errors or self.reason.errors:
            return "r-bad"
        return "r-warn" if self.line.warning or self.line.is_changed else ""

    @property
    def asks_why(self) -> bool:
        """Whether the field of the explanation is open."""
        return self.line.needs_reason or bool(self.reason.errors) or bool(self.reason.bound.value())


@dataclass(frozen=True)
class Section:
    """One section of the form, with its state for the contents and what a reviewer said about it."""

    number: int
    rows: list[Row]
    faults: int
    missing: int
    comment: str

    @property
    def title(self) -> str:
        """二、代表编组."""
        return section_title(self.number)

    @property
    def known(self) -> int:
        """How many figures the records filled in."""
        return sum(row.line.known is not None for row in self.rows)

    @property
    def is_folded(self) -> bool:
        """Nothing to do here: every figure is the records' own."""
        quiet = not (self.faults or self.missing or self.comment)
        return quiet and all(row.line.known is not None and not row.tone for row in self.rows)

    @property
    def state(self) -> tuple[str, str]:
        """The tag in the contents: its word and its tone."""
        if self.faults:
            return f"{self.faults} 处", "err"
        if self.comment:
            return "有意见", "err"
        if self.missing:
            return f"{self.missing} 项未填", ""
        return ("已带出" if self.is_folded else "已填"), "ok"


def sections(form: ReportForm, comments: Mapping[str, str]) -> list[Section]:
    """The sections of figures, 1 to 9."""
    return [_section(form, number, comments) for number in SECTIONS if of_section(number)]


def _section(form: ReportForm, number: int, comments: Mapping[str, str]) -> Section:
    rows = [
        Row(form.sheet.line(one), parts(form[one.code], ""), parts(form[one.code + REASON], ""))
        for one in of_section(number)
    ]
    faults = sum(bool(row.figure.errors) + bool(row.reason.errors) for row in rows)
    missing = sum(row.figure.bound.value() in (None, "") and not row.figure.errors for row in rows)
    return Section(number, rows, faults, missing, comments.get(str(number), ""))


@dataclass(frozen=True)
class Difference:
    """One field in which two people differ, and where it stands."""

    label: str
    theirs: str
    mine: str
    target: str


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved while this one wrote."""

    who: str
    at: datetime | None
    differences: list[Difference]


def conflict(report: MonthlyReport, form: ReportForm) -> Conflict:
    """What the other wrote where it differs from what was just typed."""
    found = list(_figures_apart(report, form)) + list(_words_apart(report, form))
    at = timezone.localtime(report.saved_at) if report.saved_at else None
    return Conflict(report.editor_name or "别人", at, found)


def _figures_apart(report: MonthlyReport, form: ReportForm) -> Iterator[Difference]:
    stored = {one.code: one for one in report.figures.all()}
    for one in INDICATORS:
        theirs, mine = stored.get(one.code), form.values[one.code]
        if theirs is not None and theirs.value != mine:
            yield Difference(one.label, _said(theirs.value), _said(mine), form[one.code].id_for_label)
        if theirs is not None and theirs.reason != form.reasons[one.code].strip():
            field = form[one.code + REASON]
            yield Difference(field.label, _said(theirs.reason), _said(field.value()), field.id_for_label)


def _words_apart(report: MonthlyReport, form: ReportForm) -> Iterator[Difference]:
    for name, label in TEXT_LABELS.items():
        theirs, mine = getattr(report, name), form.cleaned_data.get(name, "")
        if theirs != mine:
            yield Difference(label, _said(theirs), _said(mine), form[name].id_for_label)


def _said(value: Any) -> str:
    text = f"{value:,}" if isinstance(value, int) else str(value or "").strip()
    return f"{text[:40]}…" if len(text) > 40 else text or "空着"
