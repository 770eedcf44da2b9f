"""Ten rules seen in practice over the whole of 2026; the lists were worked out by hand from the notice.

Days off in 2026: 1–3 January, 15–23 February, 4–6 April, 1–5 May, 19–21 June, 25–27 September,
1–7 October. Weekends worked in exchange: 4 January, 14 and 28 February, 9 May, 20 September,
10 October.
"""

from datetime import date, time

import pytest

from liaison.workdays.calendar import Calendar
from receptions.models import HolidayPolicy, Months, ReceptionRule, Recurrence
from receptions.models.rule import LAST
from receptions.recurrence import sessions

pytestmark = pytest.mark.django_db

MON, TUE, WED, THU, FRI, SAT = range(6)
SKIP, NEXT_WORKDAY, NEXT_WEEK = HolidayPolicy.SKIP, HolidayPolicy.NEXT_WORKDAY, HolidayPolicy.NEXT_WEEK


def rule(recurrence: str, policy: str, **more) -> ReceptionRule:
    """A rule in force since long, not saved: the recurrence asks the database nothing."""
    facts = {"opens": time(9), "closes": time(11), "since": date(2025, 1, 1)} | more
    return ReceptionRule(recurrence=recurrence, holiday_policy=policy, **facts)


def in_2026(made: ReceptionRule) -> list[str]:
    """The days of the year, as 02-24."""
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    return [f"{s.day:%m-%d}" for s in sessions(made, Calendar.load(first, last), first, last)]


def days(text: str) -> list[str]:
    """`1: 5 12 | 2: 2 9` as 01-05, 01-12, 02-02, 02-09."""
    months = (part.split(":") for part in text.split("|"))
    return [f"{int(month):02d}-{int(day):02d}" for month, found in months for day in found.split()]


def test_every_monday() -> None:
    """16 and 23 February both move to the 24th and are one; 6 April, 4 May and 5 October move on."""
    every_monday = rule(Recurrence.WEEKLY, NEXT_WORKDAY, weekdays=[MON])
    assert in_2026(every_monday) == days(
        "1: 5 12 19 26 | 2: 2 9 24 | 3: 2 9 16 23 30 | 4: 7 13 20 27 | 5: 6 11 18 25 | 6: 1 8 15 22 29 |"
        "7: 6 13 20 27 | 8: 3 10 17 24 31 | 9: 7 14 21 28 | 10: 8 12 19 26 | 11: 2 9 16 23 30 |"
        "12: 7 14 21 28"
    )


def test_every_wednesday_moved_by_a_week() -> None:
    """18 February and 7 October fall into the week after, where there is one already."""
    every_wednesday = rule(Recurrence.WEEKLY, NEXT_WEEK, weekdays=[WED])
    assert in_2026(every_wednesday) == days(
        "1: 7 14 21 28 | 2: 4 11 25 | 3: 4 11 18 25 | 4: 1 8 15 22 29 | 5: 6 13 20 27 | 6: 3 10 17 24 |"
        "7: 1 8 15 22 29 | 8: 5 12 19 26 | 9: 2 9 16 23 30 | 10: 14 21 28 | 11: 4 11 18 25 | 12: 2 9 16 23 30"
    )


def test_the_10th_and_25th() -> None:
    """Dates follow weekends too: 10 January is a Saturday; 10 October is one that is worked."""
    twice = rule(Recurrence.MONTH_DAYS, NEXT_WORKDAY, month_days=[10, 25])
    assert in_2026(twice) == days(
        "1: 12 26 | 2: 10 25 | 3: 10 25 | 4: 10 27 | 5: 11 25 | 6: 10 25 |"
        "7: 10 27 | 8: 10 25 | 9: 10 28 | 10: 10 26 | 11: 10 25 | 12: 10 25"
    )


def test_the_first_friday_moved_by_a_week() -> None:
    """2 January, 1 May and 2 October are holidays."""
    first_friday = rule(Recurrence.NTH_WEEKDAY, NEXT_WEEK, weekdays=[FRI], nth=1)
    assert in_2026(first_friday) == days(
        "1: 9 | 2: 6 | 3: 6 | 4: 3 | 5: 8 | 6: 5 | 7: 3 | 8: 7 | 9: 4 | 10: 9 | 11: 6 | 12: 4"
    )


def test_the_15th_of_odd_months() -> None:
    """15 March and 15 November are Sundays."""
    odd = rule(Recurrence.MONTH_DAYS, NEXT_WORKDAY, month_days=[15], months=Months.ODD)
    assert in_2026(odd) == days("1: 15 | 3: 16 | 5: 15 | 7: 15 | 9: 15 | 11: 16")


def test_the_20th_of_even_months_moved_by_a_week() -> None:
    """20 February, a Friday, goes a week on; 20 June and 20 December, weekend days, to the Monday."""
    even = rule(Recurrence.MONTH_DAYS, NEXT_WEEK, month_days=[20], months=Months.EVEN)
    assert in_2026(even) == days("2: 27 | 4: 20 | 6: 22 | 8: 20 | 10: 20 | 12: 21")


def test_the_last_friday_left_out_on_a_holiday() -> None:
    """25 September belongs to Mid-Autumn."""
    last_friday = rule(Recurrence.NTH_WEEKDAY, SKIP, weekdays=[FRI], nth=LAST)
    assert in_2026(last_friday) == days(
        "1: 30 | 2: 27 | 3: 27 | 4: 24 | 5: 29 | 6: 26 | 7: 31 | 8: 28 | 10: 30 | 11: 27 | 12: 25"
    )


def test_the_31st_is_the_last_day_of_short_months() -> None:
    """28 February is a Saturday that is worked; 31 January, May and October move into the next month."""
    last_day = rule(Recurrence.MONTH_DAYS, NEXT_WORKDAY, month_days=[31])
    assert in_2026(last_day) == days(
        "2: 2 28 | 3: 31 | 4: 30 | 6: 1 30 | 7: 31 | 8: 31 | 9: 30 | 11: 2 30 | 12: 31"
    )


def test_tuesdays_and_thursdays_left_out_on_holidays() -> None:
    """Out: 1 January, 17 and 19 February, 5 May, 1 and 6 October."""
    twice_a_week = rule(Recurrence.WEEKLY, SKIP, weekdays=[TUE, THU])
    assert in_2026(twice_a_week) == days(
        "1: 6 8 13 15 20 22 27 29 | 2: 3 5 10 12 24 26 | 3: 3 5 10 12 17 19 24 26 31 |"
        "4: 2 7 9 14 16 21 23 28 30 | 5: 7 12 14 19 21 26 28 | 6: 2 4 9 11 16 18 23 25 30 |"
        "7: 2 7 9 14 16 21 23 28 30 | 8: 4 6 11 13 18 20 25 27 | 9: 1 3 8 10 15 17 22 24 29 |"
        "10: 8 13 15 20 22 27 29 | 11: 3 5 10 12 17 19 24 26 | 12: 1 3 8 10 15 17 22 24 29 31"
    )


def test_the_first_saturday() -> None:
    """Ordinary Saturdays stay; 3 January moves to a Sunday that is worked; 4 April, 2 May, 3 October move."""
    first_saturday = rule(Recurrence.NTH_WEEKDAY, NEXT_WORKDAY, weekdays=[SAT], nth=1)
    assert in_2026(first_saturday) == days(
        "1: 4 | 2: 7 | 3: 7 | 4: 7 | 5: 6 | 6: 6 | 7: 4 | 8: 1 | 9: 5 | 10: 8 | 11: 7 | 12: 5"
    )


def test_every_saturday_left_out_on_holidays_only() -> None:
    """Saturdays worked in exchange (14 and 28 February, 9 May, 10 October) are Saturdays all the same."""
    every_saturday = rule(Recurrence.WEEKLY, SKIP, weekdays=[SAT])
    assert in_2026(every_saturday) == days(
        "1: 10 17 24 31 | 2: 7 14 28 | 3: 7 14 21 28 | 4: 11 18 25 | 5: 9 16 23 30 | 6: 6 13 27 |"
        "7: 4 11 18 25 | 8: 1 8 15 22 29 | 9: 5 12 19 | 10: 10 17 24 31 | 11: 7 14 21 28 | 12: 5 12 19 26"
    )


def test_a_rule_holds_from_its_first_to_its_last_day() -> None:
    """2 October would move to the 9th, when the rule is over."""
    short = rule(
        Recurrence.NTH_WEEKDAY,
        NEXT_WEEK,
        weekdays=[FRI],
        nth=1,
        since=date(2026, 8, 8),
        until=date(2026, 10, 8),
    )
    assert in_2026(short) == days("9: 4")


def test_a_session_moved_into_the_range_is_found() -> None:
    """Asked from 24 February on, Monday's session of the 16th stands there, named after the earlier day."""
    every_monday = rule(Recurrence.WEEKLY, NEXT_WORKDAY, weekdays=[MON])
    since, until = date(2026, 2, 24), date(2026, 2, 28)
    found = sessions(every_monday, Calendar.load(since, until), since, until)
    assert [(s.day, s.planned_for) for s in found] == [(since, date(2026, 2, 16))]


def test_a_year_without_holidays_keeps_to_weekends() -> None:
    """Nobody has entered 2031: 1 October, a Wednesday, stays."""
    first = rule(Recurrence.MONTH_DAYS, NEXT_WORKDAY, month_days=[1])
    since, until = date(2031, 9, 1), date(2031, 11, 30)
    found = [s.day for s in sessions(first, Calendar.load(since, until), since, until)]
    assert found == [date(2031, 9, 1), date(2031, 10, 1), date(2031, 11, 3)]
