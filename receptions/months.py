"""A calendar month as an address says it: 2026-12."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Month:
    """One calendar month, with its neighbours."""

    first: date

    @property
    def last(self) -> date:
        """The last day."""
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def code(self) -> str:
        """2026-12"""
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        """2026年12月"""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def next(self) -> "Month":
        """The month after."""
        return Month(self.last + timedelta(days=1))

    @property
    def previous(self) -> "Month":
        """The month before."""
        return Month((self.first - timedelta(days=1)).replace(day=1))


def of(day: date) -> Month:
    """The month that holds `day`."""
    return Month(day.replace(day=1))


def read(text: str, today: date) -> tuple[Month, bool]:
    """The month that an address asks for, else the present one; and whether it had to be ignored."""
    if not text:
        return of(today), False
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
    if not found:
        return of(today), True
    return Month(date(int(found[1]), int(found[2]), 1)), False
