"""Calendar years to choose from: a few, computed from bounds, never asked of every row."""

from datetime import date

FIRST_YEAR = 2015
"""The first year that desks offer: no station's records reach further back."""
MOST = 30
"""Years offered at most, whatever day somebody typed."""


def whole(year: int) -> tuple[date, date]:
    """The first and the last day of `year`, both counted."""
    return date(year, 1, 1), date(year, 12, 31)


def back_to(first: int | None, this: int) -> list[int]:
    """From this year back to the `first` that has rows, the newest first."""
    oldest = min(first or this, this)
    return list(range(this, max(oldest, this - MOST + 1) - 1, -1))


def offered(today: date) -> list[int]:
    """What every desk offers without asking: from next year, which is planned already, back to the first."""
    return back_to(FIRST_YEAR, today.year + 1)
