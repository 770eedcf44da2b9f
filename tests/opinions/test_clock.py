"""The last day for an answer, worked out by hand across Spring Festival 2026, and what counts as in time.

In 2026 the holiday runs from 15 to 23 February; Saturday the 14th and Saturday the 28th are worked.
"""

from datetime import date

import pytest

from opinions import actions, stats
from opinions.models import Opinion
from tests.opinions import making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2026-02-02", "2026-02-11"),  # Mon: 3 4 5 6 9 10 11
        ("2026-02-09", "2026-02-25"),  # Mon: 10 11 12 13, Sat 14 worked, 24 25
        ("2026-02-13", "2026-03-02"),  # Fri: Sat 14, 24 25 26 27, Sat 28, Mon 2
        ("2026-02-14", "2026-03-03"),  # worked Saturday: 24 25 26 27 28, 2 3
        ("2026-02-17", "2026-03-03"),  # New Year's Day itself: the same
        ("2026-02-23", "2026-03-03"),  # last day off: the same
        ("2026-02-27", "2026-03-09"),  # Fri: Sat 28, 2 3 4 5 6, Mon 9
        ("2026-09-25", "2026-10-12"),  # in Mid-Autumn's leave, before National Day
    ],
)
def test_working_days_by_hand(station, received, last, time_machine):
    time_machine.move_to(f"{received} 09:00 +0800")
    assert making.opinion(station).due_on == date.fromisoformat(last)


def test_the_number_of_days_is_a_setting(station, settings, time_machine):
    settings.OPINION_ANSWER_DAYS = 15
    time_machine.move_to("2026-11-02 09:00 +0800")
    assert making.opinion(station).due_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("answered", "in_time"),
    [("2026-11-11 23:59 +0800", 1), ("2026-11-12 00:01 +0800", 0)],
)
def test_the_last_day_counts_to_its_last_minute_here(station, answered, in_time, time_machine):
    time_machine.move_to("2026-11-02 09:00 +0800")
    one = making.opinion(station, "handling")
    time_machine.move_to(answered)
    actions.answer(one, "好了", by=None)
    told = stats.tally(Opinion.objects.all(), date(2026, 11, 12))
    assert (told.answered, told.in_time, told.overdue) == (1, in_time, 0)


def test_overdue_begins_the_day_after(station, time_machine):
    time_machine.move_to("2026-11-02 09:00 +0800")
    making.opinion(station, "referred")
    assert not Opinion.objects.overdue(date(2026, 11, 11))
    assert Opinion.objects.overdue(date(2026, 11, 12)).count() == 1


def test_another_round_has_another_last_day(station, time_machine):
    from opinions import actions_author

    time_machine.move_to("2026-11-02 09:00 +0800")
    one = making.opinion(station, "closed")
    time_machine.move_to("2026-11-20 09:00 +0800")
    one = actions_author.reopen(one, "还有一盏不亮")
    assert one.due_on == date(2026, 12, 1)
