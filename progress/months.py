"""Calendar months, and the day on which a month's report is due."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from django.http import Http404
from django.urls import register_converter
from django.utils import timezone

from liaison.workdays.calendar import Calendar
from progress.models.rule import ReportingRule

FIRST_YEAR, LAST_YEAR = 2019, 2099


class MonthConverter:
    """`2026-11` in an address; any other text is no address of ours."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        """The first day of the month."""
        return date(int(value[:4]), int(value[5:]), 1)

    def to_url(self, value: date | str) -> str:
        """The month as it stands in an address."""
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(MonthConverter, "month")


def first_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """The last day of the month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def following(month: date) -> date:
    """The month after."""
    return first_of(month + timedelta(days=31))


def previous(month: date) -> date:
    """The month before."""
    return first_of(month - timedelta(days=1))


def back(month: date, count: int) -> list[date]:
    """`count` months that end with this one, the earliest first."""
    months = [month]
    while len(months) < count:
        months.append(previous(months[-1]))
    return months[::-1]


def reportable(month: date, today: date) -> date:
    """The month itself when it has begun and is not out of reach; 404 otherwise."""
    if not FIRST_YEAR <= month.year <= LAST_YEAR or month > today:
        raise Http404
    return month


def due_at(month: date, rule: ReportingRule, calendar: Calendar | None = None) -> datetime:
    """When the report of `month` must be in: the rule's day of the next month, moved past days off."""
    after = following(month)
    day = after.replace(day=min(rule.due_day, last_of(after).day))
    calendar = calendar or Calendar.load(day, day)
    due = day if calendar.is_workday(day) else calendar.next_workday(day)
    return timezone.make_aware(datetime.combine(due, rule.due_time))
