"""Sound rows become draft figures: all of the file or nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from liaison.audit import record
from liaison.divisions.models import Division
from progress import actions, figures, sheet
from progress.actions import Draft
from progress.countysheet.read import CountyRow, CountySheet
from progress.countysheet.vocabulary import INDICATOR_OF
from progress.indicators import BY_CODE
from progress.models import MonthlyReport


@dataclass
class Outcome:
    """Row numbers by what happens to them; `refused` with the reason."""

    written: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def take_over(found: CountySheet, city: Division, *, by: Any, now: datetime, writes: bool) -> Outcome:
    """Every sound row into its county's draft; figures the sheet does not name stay as they are.

    Without `writes` the same is only decided, as a preview. Raises OutdatedError when somebody
    saves one of the reports meanwhile: then nothing of the file is written.
    """
    units = set(figures.units(city).values_list("pk", flat=True))
    outcome = Outcome()
    for row in found.rows:
        if not row.is_sound or row.unit is None:
            outcome.refused[row.number] = row.reason
        elif row.unit.pk not in units:
            outcome.refused[row.number] = f"{row.unit}不单独报送，数字由所在县（市、区）报"
        else:
            _take(row, row.unit, found, outcome, by=by, now=now, writes=writes)
    if writes and outcome.written:
        rows, month = len(outcome.written), f"{found.month:%Y-%m}"
        record(by, "读入各县月报表", city, month=month, rows=rows)
    return outcome


def _take(
    row: CountyRow,
    unit: Division,
    found: CountySheet,
    outcome: Outcome,
    *,
    by: Any,
    now: datetime,
    writes: bool,
) -> None:
    report = MonthlyReport.objects.latest().with_places().filter(county=unit, month=found.month).first()
    if report is not None and not report.is_open:
        outcome.refused[row.number] = f"月报现在是“{report.get_state_display()}”，不能修改"
        return
    current = sheet.look(unit, found.month, report, timezone.localdate(now))
    said = {
        INDICATOR_OF[key]: value
        for key, value in row.figures.items()
        if key in INDICATOR_OF and value is not None
    }
    if typed := _typed_otherwise(report, said):
        outcome.refused[row.number] = f"月报里已经填了别的数：{typed}"
        return
    values = current.values | said
    if report is not None and values == current.values:
        outcome.same.append(row.number)
        return
    outcome.written.append(row.number)
    if writes:
        seen = report.version if report else 0
        actions.save(unit, found.month, Draft(values, current.reasons), seen=seen, by=by, now=now)


def _typed_otherwise(report: MonthlyReport | None, said: dict[str, int]) -> str:
    """The figures that somebody typed by hand and the sheet would overwrite."""
    rows = report.figures.filter(code__in=said, value__isnull=False) if report else ()
    found = [one for one in rows if one.value != one.known and one.value != said[one.code]]
    return "、".join(f"{BY_CODE[one.code].label} {one.value}" for one in found)
