"""Each row of the sheet as a county's figures, or refused with the reason."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liaison.divisions.models import Division
from liaison.lib.sheets import CellError, Reading, Row, RowKind, SheetError, Table
from liaison.lib.sheets import values as cells
from liaison.lib.text import fold
from progress.countysheet.vocabulary import INDICATOR_OF, VOCABULARY
from stations.ledger.places import Gazetteer

COUNTS = (*INDICATOR_OF, "in_progress")
_TITLE_MONTH = re.compile(r"(20\d\d)年(\d{1,2})月")


@dataclass
class CountyRow:
    """One row: which county's, what it says, and what is wrong with it (field and reason, or neither)."""

    number: int
    name: str
    unit: Division | None = None
    figures: dict[str, int | None] = field(default_factory=dict)
    rate: float | None = None
    field: str = ""
    reason: str = ""
    warning: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the row can be taken over."""
        return not self.reason

    def refuse(self, key: str, reason: str) -> None:
        """Only the first thing that is wrong is said."""
        if not self.reason:
            self.field, self.reason = key, reason


@dataclass
class CountySheet:
    """What a file says about one month."""

    month: date
    rows: list[CountyRow] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)
    """Row number to what it is instead: total, subtotal or note."""


def read(reading: Reading, city: Division, month: date) -> CountySheet:
    """The rows of all tables of a file.

    Raises SheetError when a title says another month, or no column holds a figure.
    """
    found = CountySheet(month)
    known = Gazetteer(city)
    for table in reading.tables:
        _check_title(table, month)
        if not any(table.columns_of(key) for key in INDICATOR_OF):
            raise SheetError("除“单位”外没有认出一列指标，请核对表头")
        for row in table.rows:
            if row.kind == RowKind.DATA:
                found.rows.append(_row(table, row, known))
            elif row.kind != RowKind.BLANK:
                found.others[row.number] = row.kind.value
    _refuse_doubles(found.rows)
    return found


def _check_title(table: Table, month: date) -> None:
    titles = ["".join(fold(one).split()) for one in table.titles]
    said = {(int(year), int(number)) for one in titles for year, number in _TITLE_MONTH.findall(one)}
    if said and (month.year, month.month) not in said:
        year, number = min(said)
        raise SheetError(f"表题写的是 {year} 年 {number} 月，不是 {month.year} 年 {month.month} 月")


def _row(table: Table, row: Row, known: Gazetteer) -> CountyRow:
    """One row, read cell by cell and held against itself."""
    made = CountyRow(row.number, cells.compact(table.value(row, "unit")))
    made.unit = known.county(made.name) if made.name else None
    if made.unit is None:
        made.refuse("unit", f"没有找到这个县（市、区）：{made.name}" if made.name else "没有写单位")
    for key in COUNTS:
        made.figures[key] = _count(table, row, key, made)
    _hold_against_itself(made)
    made.rate = _rate(table.value(row, "rate"), made)
    return made


def _count(table: Table, row: Row, key: str, made: CountyRow) -> int | None:
    try:
        return cells.whole(table.value(row, key))
    except CellError as problem:
        made.refuse(key, f"{VOCABULARY.field(key).label}{problem}")
        return None


def _hold_against_itself(made: CountyRow) -> None:
    """Closed against received; what is under way is computed where nobody wrote it."""
    collected, done = made.figures["collected"], made.figures["done"]
    if collected is None or done is None:
        return
    if done > collected:
        made.refuse("done", "办结数大于收集数")
        return
    open_ = collected - done
    if made.figures["in_progress"] is None:
        made.figures["in_progress"] = open_
    elif made.figures["in_progress"] != open_:
        made.warning = f"正在办理写的是 {made.figures['in_progress']}，收集减已办结是 {open_}"


def _rate(cell: Any, made: CountyRow) -> float | None:
    """The share closed from 0 to 1, three places: 0.8116, 81.2% and 81.2 alike; computed where it is missing.

    Nothing is stored from it, so what cannot be read is only mentioned.
    """
    try:
        written = cells.number(cell)
    except CellError as problem:
        made.warning = made.warning or f"办结率{problem}"
        written = None
    if written is not None:
        return round(written / 100 if written > 1 else written, 3)
    collected, done = made.figures["collected"], made.figures["done"]
    return round(done / collected, 3) if collected and done is not None else None


def _refuse_doubles(rows: list[CountyRow]) -> None:
    """A county written twice: the second row is not guessed about."""
    first: dict[int, int] = {}
    for row in rows:
        if row.unit is None:
            continue
        if row.unit.pk in first:
            row.refuse("unit", f"和第 {first[row.unit.pk]} 行是同一个单位")
        first.setdefault(row.unit.pk, row.number)
