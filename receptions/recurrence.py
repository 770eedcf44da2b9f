"""From a rule and a calendar the days on which a station receives. Pure: no clock, no queries.

What counts as a day off (recorded in docs/decisions.md):
- a public holiday, for every rule, the weekend days inside the holiday included;
- an ordinary weekend, for rules by date only: whoever says 每周六 means Saturday, whoever
  says 每月10日 did not choose the weekday;
- a weekend worked in exchange (调休上班) is a workday for every rule.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from liaison.workdays.calendar import Calendar
from receptions.models.rule import LAST, HolidayPolicy, Months, ReceptionRule, Recurrence

WEEK = timedelta(days=7)
REACH = timedelta(days=40)
"""How far a session can have come from: longer than any holiday and the weeks added to it."""


@dataclass(frozen=True, order=True)
class Session:
    """A day on which the rule's session takes place, and the day that the rule names."""

    day: date
    planned_for: date

    @property
    def is_moved(self) -> bool:
        """Moved by the rule's holiday policy."""
        return self.day != self.planned_for


def sessions(rule: ReceptionRule, calendar: Calendar, since: date, until: date) -> list[Session]:
    """The rule's sessions from `since` to `until`, both counted, one a day at most.

    Where a moved session meets another on the same day they are one, named after
    the day itself if the rule names it, else after the earliest.
    """
    met: dict[date, Session] = {}
    for named in _named_days(rule, max(since - REACH, rule.since), _end(rule, until)):
        day = _taking_place(rule, calendar, named)
        if day is None or not since <= day <= _end(rule, until):
            continue
        session = Session(day, named)
        if day not in met or not session.is_moved:
            met[day] = session
    return sorted(met.values())


def _end(rule: ReceptionRule, until: date) -> date:
    return min(until, rule.until) if rule.until else until


def _named_days(rule: ReceptionRule, since: date, until: date) -> Iterator[date]:
    """The days that the rule names, before any holiday is looked at."""
    if since > until:
        return
    year, month = since.year, since.month
    while (year, month) <= (until.year, until.month):
        if _counts(rule, month):
            yield from (day for day in _of_month(rule, year, month) if since <= day <= until)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _counts(rule: ReceptionRule, month: int) -> bool:
    return rule.months == Months.ALL or (month % 2 == 1) == (rule.months == Months.ODD)


def _of_month(rule: ReceptionRule, year: int, month: int) -> list[date]:
    length = monthrange(year, month)[1]
    if rule.recurrence == Recurrence.MONTH_DAYS:
        return [date(year, month, day) for day in sorted({min(day, length) for day in rule.month_days})]
    days = [date(year, month, day) for day in range(1, length + 1)]
    by_weekday = [[day for day in days if day.weekday() == weekday] for weekday in rule.weekdays]
    if rule.recurrence == Recurrence.WEEKLY:
        return sorted(day for found in by_weekday for day in found)
    place = -1 if rule.nth == LAST else (rule.nth or 1) - 1
    return sorted({found[place] for found in by_weekday})


def _taking_place(rule: ReceptionRule, calendar: Calendar, day: date) -> date | None:
    """Where the session named for `day` goes; None when it falls out."""
    if not _is_off(rule, calendar, day):
        return day
    if rule.holiday_policy == HolidayPolicy.SKIP:
        return None
    if rule.holiday_policy == HolidayPolicy.NEXT_WORKDAY or _stays_off(rule, calendar, day):
        return calendar.next_workday(day)
    while _is_off(rule, calendar, day):
        day += WEEK
    return day


def _is_off(rule: ReceptionRule, calendar: Calendar, day: date) -> bool:
    if rule.recurrence == Recurrence.MONTH_DAYS:
        return not calendar.is_workday(day)
    return calendar.is_holiday(day)


def _stays_off(rule: ReceptionRule, calendar: Calendar, day: date) -> bool:
    """A date on a weekend meets a weekend a week later too: it goes to the first workday of that week."""
    return rule.recurrence == Recurrence.MONTH_DAYS and day.weekday() >= 5
