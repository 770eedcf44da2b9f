"""The month somebody was born in, as offices type it."""

import re
from dataclasses import dataclass
from datetime import date

from liaison.lib.sheets import Cell, CellError, values

_AGE = re.compile(r"[(（\[].*?[)）\]]|(出)?生$")
_UNPADDED = re.compile(r"\d{4}\.[2-9]")
_PADDED = re.compile(r"\d{4}\.0[1-9]")
_DOUBTFUL_TEXT = re.compile(r"\d{4}\.1")
_YOUNGEST, _OLDEST = 18, 110


@dataclass(frozen=True)
class Birth:
    """`month` as 1975-03 or nothing; `remark` is what the office should look at."""

    month: str = ""
    remark: str = ""


def read_birth(cell: Cell, today: date, *, october_by_habit: bool = False) -> Birth:
    """The month of birth; what no calendar has is left empty, with a remark.

    `october_by_habit`: the column writes 1975.03, so a text 1968.1 has lost its zero.
    """
    written = values.text(_without_age(cell))
    if not written:
        return Birth()
    if october_by_habit and _DOUBTFUL_TEXT.fullmatch(written):
        month = f"{written[:4]}-10"
        return Birth(month, f"“{written}”读作{month}，请核对")
    try:
        found = values.day(_without_age(cell))
    except CellError:
        return Birth(remark=f"无效：{written}")
    if found is None:
        return Birth()
    if found.month is None:
        return Birth(remark=f"只有年份：{written}")
    year = found.year
    if found.has_short_year and year > today.year - _YOUNGEST:
        year -= 100
    month = f"{year:04d}-{found.month:02d}"
    if not _YOUNGEST <= today.year - year <= _OLDEST:
        return Birth(remark=f"无效：{written}")
    return Birth(month, f"“{written}”读作{month}，请核对" if found.is_doubtful else "")


def pads_months(cells: list[Cell]) -> bool:
    """Whether a column writes months with two figures: 1975.03, never 1975.3."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return any(_PADDED.match(one) for one in texts) and not any(_UNPADDED.fullmatch(one) for one in texts)


def _without_age(cell: Cell) -> Cell:
    """1975.03（49岁） without the age; 1975年3月生 without 生."""
    return _AGE.sub("", cell.strip()) if isinstance(cell, str) else cell
