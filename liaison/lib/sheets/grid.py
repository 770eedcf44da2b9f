"""Cells as plain values: text, number or nothing, in rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from liaison.lib.text import ID_NUMBER, find_personal, tidy

from .errors import UNPACKED_TOO_LARGE, SheetError
from .limits import Limits

Cell = str | int | float | None

_LONG_NUMBER = re.compile(r"\d[\d\s-]{13,}")
HIDDEN_NUMBER = "（证件号码未读取）"
_LONGEST_NUMBER = 10**14


@dataclass(frozen=True)
class Merge:
    """A merged block, rows and columns counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One worksheet as read: its cells, its merged blocks and remarks for the reader."""

    name: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class CellReader:
    """Turns raw values into cells; keeps count so that a file cannot swell in memory."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.characters
        self._seen: dict[str, str | None] = {}
        self.identity_numbers = 0

    def row(self, values: Sequence[object]) -> list[Cell]:
        """The cells of one row, empty ones at its end left out."""
        cells = [self.cell(value) for value in values[: self._limits.columns]]
        while cells and cells[-1] is None:
            cells.pop()
        return cells

    def cell(self, value: object) -> Cell:
        """One value as text, number or None. Identity numbers never come through."""
        if value is None:
            return None
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int | float):
            return self._number(value)
        if isinstance(value, datetime | date | time):
            return _iso(value)
        return self._text(str(value))

    def _number(self, value: int | float) -> Cell:
        """A number; an identity number typed as one has lost its last digits anyway."""
        if value != value or abs(value) == float("inf"):
            return None
        if abs(value) >= _LONGEST_NUMBER:
            self.identity_numbers += 1
            return HIDDEN_NUMBER
        return int(value) if value == int(value) else value

    def _text(self, raw: str) -> str | None:
        """Tidied text, cut at the longest a cell may be."""
        if raw not in self._seen:
            self._seen[raw] = self._without_identity(tidy(raw[: self._limits.cell])) or None
        text = self._seen[raw]
        self._left -= len(text or "")
        if self._left < 0:
            raise SheetError(UNPACKED_TOO_LARGE)
        return text

    def _without_identity(self, text: str) -> str:
        """`text` with every identity number taken out."""
        if not _LONG_NUMBER.search(text):
            return text
        for one in reversed(find_personal(text)):
            if one.kind == ID_NUMBER:
                self.identity_numbers += 1
                text = text[: one.start] + HIDDEN_NUMBER + text[one.end :]
        return text


def _iso(value: date | time) -> str:
    """A date as 2023-09-01, a moment without its time of day, a time as 08:30."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat("minutes") if isinstance(value, time) else value.isoformat()
