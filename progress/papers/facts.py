"""What a document can say about a month: names and figures under the words that templates use.

Staff edit the templates in Word, so the names are Chinese. Everything here was reported by
counties or follows from it; contacts and files of the reports are no part of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from liaison.divisions.models import Division
from progress import checks, desk
from progress.desk import Summary
from progress.indicators import BY_CODE, INDICATORS
from progress.models import Figure, MonthlyReport
from progress.months import previous
from progress.sheet import words

COLUMNS = ("stations", "receptions_held", "visitors", "opinions_received", "opinions_closed", "activities")
"""The figures of the table of counties: what fits across a sheet of A4."""
NOTHING = "—"


@dataclass(frozen=True)
class Papers:
    """A month, the one before it, and who asks about which city."""

    city: Division
    summary: Summary
    last: Summary
    year: dict[str, int]
    """Sums of the year up to and with this month, by code, of the figures that add up."""
    differences: list[dict[str, Any]]


def gather(rows: Iterable[Division], city: Division, month: Any, now: datetime) -> Papers:
    """Everything about the month of these units. Nine queries, however many units."""
    units = list(rows)
    this, last = (desk.summary(units, city, one, now) for one in (month, previous(month)))
    return Papers(city, this, last, _year(units, month), _differences(this))


def _year(units: list[Division], month: Any) -> dict[str, int]:
    reports = MonthlyReport.objects.told().filter(county__in=units)
    reports = reports.between(month.replace(month=1), month)
    sums = {one.code: 0 for one in INDICATORS if one.is_cumulative}
    figures = Figure.objects.filter(report__in=reports.order_by().values("pk"))
    for code, value in figures.values_list("code", "value"):
        if code in sums:
            sums[code] += value or 0
    return sums


def _differences(summary: Summary) -> list[dict[str, Any]]:
    """Figures written otherwise than the records had them, with the county's reason."""
    of_report = {one.pk: one.county.name for one in summary.notes}
    rows = Figure.objects.filter(report__in=of_report).exclude(known=None).order_by("report__county__code")
    return [
        {"县": of_report[one.report_id], "指标": BY_CODE[one.code].label, "填报": _number(one.value),
         "台账": _number(one.known), "说明": one.reason or "没有说明"}
        for one in rows
        if one.is_changed and one.code in BY_CODE
    ]  # fmt: skip


def facts(papers: Papers) -> dict[str, Any]:
    """The words and figures of the month, under the names that templates use."""
    summary = papers.summary
    cells = summary.cells
    return {
        "年": summary.month.year,
        "月": summary.month.month,
        "期号": summary.month.month,
        "城市": papers.city.name,
        "成文日期": _day(timezone.localdate()),
        "应报": len(cells),
        "已报": len(summary.notes),
        "上月已报": len(papers.last.notes),
        "已确认": sum(cell.key == "confirmed" for cell in cells),
        "逾期": _names(cell for cell in cells if cell.is_overdue),
        "迟报": _names(cell for cell in cells if cell.was_late),
        "数": {line.indicator.label: _number(line.total) for line in summary.lines},
        "本年": {BY_CODE[code].label: _number(value) for code, value in papers.year.items()},
        "指标": _indicators(papers),
        "分县": _counties(summary),
        "合计": [_number(line.total) for line in _columns(summary)],
        "表头": [heading(code) for code in COLUMNS],
        "不一致": papers.differences,
        "变化大": _leaps(papers),
        "各县情况": [
            {"县": one.county.name, "做法": one.practice.strip() or "没有填写",
             "困难": one.difficulties.strip()}
            for one in summary.notes
        ],
    }  # fmt: skip


NAMES = frozenset(
    "年 月 期号 城市 成文日期 应报 已报 上月已报 已确认 逾期 迟报".split()
    + "数 本年 指标 分县 合计 表头 不一致 变化大 各县情况".split()
)
"""All that a template may ask for."""


def _indicators(papers: Papers) -> list[dict[str, str]]:
    before = {line.indicator.code: line.total for line in papers.last.lines}
    return [
        {"名称": one.label, "单位": one.unit, "本月": _number(line.total), "上月": _number(before[one.code]),
         "本年": _number(papers.year.get(one.code)) if one.is_cumulative else NOTHING}
        for line in papers.summary.lines
        if (one := line.indicator).is_public
    ]  # fmt: skip


def _columns(summary: Summary) -> list[desk.SummaryLine]:
    lines = {line.indicator.code: line for line in summary.lines}
    return [lines[code] for code in COLUMNS]


def _counties(summary: Summary) -> list[dict[str, Any]]:
    columns = _columns(summary)
    return [
        {
            "县": cell.unit.name,
            "状态": cell.label,
            "值": [_number(line.values[i], "未报") for line in columns],
        }
        for i, cell in enumerate(summary.cells)
    ]


def _leaps(papers: Papers) -> list[dict[str, Any]]:
    """Figures that changed much against the month before, county by county."""
    said = words(papers.summary.month)
    before = {line.indicator.code: line.values for line in papers.last.lines}
    now = {line.indicator.code: line.values for line in papers.summary.lines}
    return [
        {"县": cell.unit.name, "指标": one.label, "本月": _number(now[one.code][i]), "变化": change}
        for i, cell in enumerate(papers.summary.cells)
        for one in INDICATORS
        if one.code in now and (change := checks.leap(one, now[one.code][i], before[one.code][i], said))
    ]


def heading(code: str) -> str:
    """接待群众（人次）, as a column of the table is headed."""
    return f"{BY_CODE[code].label}（{BY_CODE[code].unit}）"


def _names(cells: Iterable[Any]) -> str:
    return "、".join(cell.unit.name for cell in cells)


def _number(value: int | None, missing: str = NOTHING) -> str:
    return missing if value is None else f"{value:,}"


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
