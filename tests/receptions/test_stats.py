"""The share announced in time: what counts, and by whom."""

from datetime import date

import pytest

from receptions import stats
from receptions.models import Attendance, Status
from tests.receptions.conftest import TODAY, announced, deputy_at, moment, session

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def november(station, neighbour, deputies):
    """Five sessions at the station and one across the border."""
    an, bai, *_ = deputies
    held = announced(station, date(2026, 11, 9), an, bai, at=moment(1), visitors=7, matters=3)
    held.duty_slots.filter(deputy=an).update(attendance=Attendance.PRESENT)
    held.duty_slots.filter(deputy=bai).update(attendance=Attendance.LEAVE)
    held.status = Status.HELD
    held.save()
    announced(station, date(2026, 11, 10), an, at=moment(8))  # two days ahead: late
    session(station, date(2026, 11, 11), an)  # its day came without an announcement
    session(station, date(2026, 12, 10), an)  # still has time
    announced(station, date(2026, 11, 12), an, at=moment(1), status="cancelled", reason="防汛")
    announced(neighbour, date(2026, 11, 30), deputy_at(neighbour, "外人"), at=moment(20))


def test_figures_of_a_station(november, station) -> None:
    found = stats.of_station(station, *YEAR, TODAY)
    assert (found.planned, found.held, found.visitors, found.matters) == (4, 1, 7, 3)
    # Timely: the 9th and the cancelled 12th; not timely: the 10th and the 11th; the 10th of December waits.
    assert (found.in_time, found.measured, found.in_time_share) == (2, 4, 50.0)
    assert (found.deputies_present, found.deputies_due) == (1, 2)


def test_figures_by_county_and_for_the_city(november, cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = stats.noticed_by_county(cast.city, *YEAR, TODAY)
    assert found[cast.huixian.pk].in_time_share == 50.0
    assert found[cast.yuanyang.pk].in_time_share == 100.0
    whole = stats.by_station(cast.city, *YEAR, TODAY)
    assert sum(whole.values(), stats.NOTHING).measured == 5


def test_figures_by_month(november, cast) -> None:
    found = stats.by_month(cast.huixian, *YEAR, TODAY)
    assert [(month, f.planned) for month, f in found.items()] == [
        (date(2026, 11, 1), 3),
        (date(2026, 12, 1), 1),
    ]
    assert found[date(2026, 12, 1)].in_time_share is None


def test_almost_all_is_not_all() -> None:
    assert stats.Figures(measured=2000, in_time=1999).in_time_share == 99.9
