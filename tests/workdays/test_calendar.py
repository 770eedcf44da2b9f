"""Workdays as the State Council's notice for 2026 has them."""

from datetime import date

import pytest

from liaison.workdays.calendar import Calendar
from liaison.workdays.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar() -> Calendar:
    return Calendar.load(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2026-02-13", True),  # Friday before Spring Festival
        ("2026-02-14", True),  # Saturday, worked in exchange
        ("2026-02-15", False),
        ("2026-02-23", False),  # Monday, last day of the holiday
        ("2026-02-24", True),
        ("2026-02-28", True),  # Saturday, worked in exchange
        ("2026-03-01", False),  # ordinary Sunday
        ("2026-09-20", True),  # Sunday, worked in exchange
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),  # Saturday, worked in exchange
    ],
)
def test_a_day_is_worked_or_not(calendar: Calendar, day: str, is_worked: bool) -> None:
    assert calendar.is_workday(date.fromisoformat(day)) is is_worked


def test_workdays_are_counted_over_a_holiday(calendar: Calendar) -> None:
    before = date(2026, 9, 30)
    assert calendar.next_workday(before) == date(2026, 10, 8)
    # 8, 9, 10 (Saturday in exchange), 12
    assert calendar.add_workdays(before, 4) == date(2026, 10, 12)
    assert calendar.add_workdays(before, 0) == before
    with pytest.raises(ValueError, match="negative"):
        calendar.add_workdays(before, -1)


def test_a_year_nobody_entered_has_weekends_only() -> None:
    calendar = Calendar.load(date(2031, 1, 1), date(2031, 12, 31))
    assert not calendar.is_known(2031)
    assert calendar.is_workday(date(2031, 10, 1))
    assert not calendar.is_workday(date(2031, 10, 4))


def test_one_query_reaches_into_the_next_year(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        calendar = Calendar.load(date(2025, 12, 20), date(2025, 12, 31))
        assert calendar.next_workday(date(2025, 12, 31)) == date(2026, 1, 4)
    assert calendar.is_known(2025)
    assert calendar.name(date(2026, 1, 1)) == "元旦"


def test_the_seed_holds_three_whole_years() -> None:
    seeded = {day.year for day in Holiday.objects.dates("day", "year")}
    assert seeded == {2024, 2025, 2026}
    spring = Holiday.objects.filter(name="春节", kind="off", day__year=2026).values_list("day", flat=True)
    assert list(spring) == [date(2026, 2, day) for day in range(15, 24)]
