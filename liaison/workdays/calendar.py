"""Which days are worked: weekends read together with what the State Council announced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from liaison.workdays.models import DayKind, Holiday

SATURDAY = 5
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Exceptional days of some years. A year of which none is known has weekends only, and says so."""

    kinds: Mapping[date, str]
    names: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def of(cls, holidays: Iterable[Holiday]) -> "Calendar":
        """The calendar that these rows make."""
        rows = list(holidays)
        return cls({row.day: row.kind for row in rows}, {row.day: row.name for row in rows})

    @classmethod
    def load(cls, since: date, until: date) -> "Calendar":
        """Whole years, from that of `since` to the one after `until`. One query."""
        last = date(min(until.year + 1, date.max.year), 12, 31)
        return cls.of(Holiday.objects.between(date(since.year, 1, 1), last))

    def is_known(self, year: int) -> bool:
        """Whether the holidays of `year` have been entered."""
        return any(day.year == year for day in self.kinds)

    def is_holiday(self, day: date) -> bool:
        """A public holiday, the weekend days inside it included."""
        return self.kinds.get(day) == DayKind.OFF

    def is_weekend(self, day: date) -> bool:
        """A Saturday or Sunday that is not worked in exchange."""
        return day.weekday() >= SATURDAY and self.kinds.get(day) != DayKind.WORK

    def is_workday(self, day: date) -> bool:
        """Worked: neither holiday nor weekend, or a weekend worked in exchange (调休)."""
        return not self.is_holiday(day) and not self.is_weekend(day)

    def name(self, day: date) -> str:
        """春节, where `day` is an exceptional day; else nothing."""
        return self.names.get(day, "")

    def next_workday(self, day: date) -> date:
        """The first workday after `day`."""
        return self.add_workdays(day, 1)

    def add_workdays(self, day: date, count: int) -> date:
        """The day `count` workdays after `day` (which itself does not count); `day` for none.

        Raises ValueError for a negative count.
        """
        if count < 0:
            raise ValueError("count must not be negative")
        while count:
            day += ONE
            count -= self.is_workday(day)
        return day
