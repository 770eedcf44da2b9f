"""When a station's door is open: opening hours and closures read against the clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from stations.models import Closure, OpeningHours

WEEKDAYS = tuple(f"周{day}" for day in "一二三四五六日")
FORTNIGHT = 14

Span = tuple[time, time]


def clock(moment: time) -> str:
    """9:00, not 09:00: as a notice on a door writes it."""
    return f"{moment.hour}:{moment.minute:02d}"


def span_texts(spans: Iterable[Span]) -> list[str]:
    """Each span by itself, for a page that breaks lines between them and not within."""
    return [f"{clock(opens)}—{clock(closes)}" for opens, closes in spans]


@dataclass(frozen=True)
class Door:
    """The present or next opening: its day, its hours, and the word for how near it is."""

    day: date
    spans: tuple[Span, ...]
    days_away: int
    is_open: bool

    @property
    def word(self) -> str:
        """开门中, 今天, 明天, 周三; the date when it is more than a week away."""
        if self.is_open:
            return "开门中"
        if self.days_away < 2:
            return ("今天", "明天")[self.days_away]
        return WEEKDAYS[self.day.weekday()] if self.days_away < 7 else self.date_text

    @property
    def tone(self) -> str:
        """Tone of the tag that carries the word."""
        return "ok" if self.is_open else "info" if self.days_away < 2 else ""

    @property
    def date_text(self) -> str:
        """12月10日"""
        return f"{self.day.month}月{self.day.day}日"

    @property
    def day_text(self) -> str:
        """今天, 明天 周四, or 12月10日 周四."""
        weekday = WEEKDAYS[self.day.weekday()]
        near = ("今天", f"明天 {weekday}")
        return near[self.days_away] if self.days_away < 2 else f"{self.date_text} {weekday}"

    @property
    def hours(self) -> list[str]:
        """All hours of that day, past ones of today included: people compare them with the door."""
        return span_texts(self.spans)


def door(hours: Sequence[OpeningHours], closures: Sequence[Closure], now: datetime) -> Door | None:
    """The opening that is running or comes next within a fortnight; None when nothing is known."""
    for away in range(FORTNIGHT):
        day = now.date() + timedelta(days=away)
        spans = tuple((h.opens, h.closes) for h in hours if h.weekday == day.weekday())
        if not spans or closure_on(closures, day):
            continue
        if away:
            return Door(day, spans, away, is_open=False)
        if any(now.time() < closes for _, closes in spans):
            is_open = any(opens <= now.time() < closes for opens, closes in spans)
            return Door(day, spans, 0, is_open)
    return None


def closure_on(closures: Iterable[Closure], day: date) -> Closure | None:
    """The closure that keeps the door shut on `day`."""
    return next((c for c in closures if c.since <= day <= c.until), None)


def weekly(hours: Sequence[OpeningHours]) -> list[tuple[str, list[str]]]:
    """The week as a notice shows it: ("周一至周五", ["8:30—12:00", "14:30—17:30"])."""
    days = [
        (weekday, tuple((h.opens, h.closes) for h in of_day))
        for weekday, of_day in groupby(
            sorted(hours, key=lambda h: (h.weekday, h.opens)), key=lambda h: h.weekday
        )
    ]
    runs: list[tuple[int, int, tuple[Span, ...]]] = []
    for weekday, spans in days:
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], weekday, spans)
        else:
            runs.append((weekday, weekday, spans))
    return [(_days(first, last), span_texts(spans)) for first, last, spans in runs]


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "每天"
    if first == last:
        return WEEKDAYS[first]
    joint = "、" if last == first + 1 else "至"
    return f"{WEEKDAYS[first]}{joint}{WEEKDAYS[last]}"
