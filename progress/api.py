"""The public figures of confirmed reports as open data: one record for each county, month and indicator."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from liaison.divisions.api import COUNTY, area_of
from liaison.lib.opendata import MONTH, BadQueryError, Column, DataSet, Record
from progress.indicators import BY_CODE, PUBLIC
from progress.models import Figure

COLUMNS = (
    Column("month", "月份", "2026-10"),
    Column("county_id", "县（市、区）代码", "见 divisions"),
    Column("county_name", "县（市、区）"),
    Column("indicator", "指标编码", "不会改变"),
    Column("label", "指标"),
    Column("unit", "单位"),
    Column("is_cumulative", "可以按月相加", "false 表示月末数"),
    Column("value", "数值"),
    Column("revision", "版次", "大于 1 表示更正过"),
)


def rows(asked: Mapping[str, str]) -> Any:
    """Public figures of the reports that count."""
    found = Figure.objects.in_force().filter(code__in=[one.code for one in PUBLIC]).exclude(value=None)
    if county := asked.get("county"):
        found = found.within(area_of(county))
    if month := asked.get("month"):
        found = found.filter(report__month=_month(month))
    if code := asked.get("indicator"):
        if code not in {one.code for one in PUBLIC}:
            raise BadQueryError("indicator 应为公开指标的编码，见 /api/progress.csv")
        found = found.filter(code=code)
    return found.select_related("report__county")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadQueryError("month 应写成 2026-10") from None


def record(figure: Figure, home: str) -> Record:
    """One figure."""
    one, report = BY_CODE[figure.code], figure.report
    return {
        "month": f"{report.month:%Y-%m}",
        "county_id": report.county.code,
        "county_name": report.county.name,
        "indicator": one.code,
        "label": one.label,
        "unit": one.unit,
        "is_cumulative": one.is_cumulative,
        "value": figure.value,
        "revision": report.revision,
    }


def cells(told: Record) -> list[list[object]]:
    """One line for each figure."""
    return [[str(v).lower() if isinstance(v, bool) else v for v in told.values()]]


PROGRESS = DataSet(
    name="progress",
    title="进展月报",
    about=(
        "各县（市、区）每月报送、市级确认的公开指标。"
        "城市设定只公开全市合计时，这里没有记录，合计见每月的 CSV。"
    ),
    columns=COLUMNS,
    lines=COLUMNS,
    rows=rows,
    record=record,
    cells=cells,
    filters=(
        COUNTY,
        Column("month", "月份", "2026-10", pattern=MONTH),
        Column("indicator", "指标编码", choices=[one.code for one in PUBLIC]),
    ),
)
