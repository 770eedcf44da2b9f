"""Opening hours against the clock."""

from datetime import date, datetime, time

import pytest

from stations.hours import door, weekly
from stations.models import Closure, OpeningHours

MORNING, AFTERNOON = (time(8, 30), time(12)), (time(14, 30), time(17, 30))


def week(*days, spans=(MORNING, AFTERNOON)):
    return [OpeningHours(weekday=d, opens=o, closes=c) for d in days for o, c in spans]


def shut(first, last):
    return Closure(since=date(2026, 11, first), until=date(2026, 11, last), reason="x")


@pytest.mark.parametrize(
    ("now", "word", "day"),
    [
        (datetime(2026, 11, 23, 8, 29), "今天", "今天"),
        (datetime(2026, 11, 23, 8, 30), "开门中", "今天"),
        (datetime(2026, 11, 23, 13, 0), "今天", "今天"),
        (datetime(2026, 11, 23, 17, 29), "开门中", "今天"),
        (datetime(2026, 11, 23, 17, 30), "明天", "明天 周二"),
        (datetime(2026, 11, 27, 18, 0), "周一", "11月30日 周一"),
    ],
)
def test_the_word_on_the_door(now, word, day):
    found = door(week(0, 1, 2, 3, 4), [], now)
    assert (found.word, found.day_text) == (word, day)
    assert found.hours == ["8:30—12:00", "14:30—17:30"]


def test_closures_push_the_next_opening_on():
    found = door(week(0, 1), [shut(23, 24)], datetime(2026, 11, 23, 9))
    assert found.day == date(2026, 11, 30)
    assert found.word == "11月30日"


def test_a_long_closure_and_no_hours_mean_nothing_is_known():
    assert door(week(0), [shut(1, 30)], datetime(2026, 11, 9, 9)) is None
    assert door([], [], datetime(2026, 11, 9, 9)) is None


def test_the_week_is_told_as_on_a_notice():
    assert weekly(week(0, 1, 2, 3, 4)) == [("周一至周五", ["8:30—12:00", "14:30—17:30"])]
    assert weekly(week(0, 2, 3, spans=[MORNING])) == [
        ("周一", ["8:30—12:00"]),
        ("周三、周四", ["8:30—12:00"]),
    ]
    assert weekly(week(*range(7), spans=[MORNING]))[0][0] == "每天"
    mixed = week(0, 1, spans=[MORNING]) + week(2, spans=[AFTERNOON])
    assert [days for days, _ in weekly(mixed)] == ["周一、周二", "周三"]
    assert weekly([]) == []
