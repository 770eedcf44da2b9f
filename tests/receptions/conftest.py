"""A station with deputies on a Monday morning: makers and the clock of this room's tests."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from deputies.actions import assign as place
from deputies.models import Basis, Deputy
from receptions.models import DutySlot, HolidayPolicy, Reception, ReceptionRule, Recurrence, Status
from stations.models import Station
from tests import make

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=CHINA)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _monday_morning():
    """It is Monday 23 November 2026, eight o'clock in China."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def station(cast) -> Station:
    """The station at 孟庄镇, kept by the keeper."""
    made = make.station(cast.mengzhuang)
    made.keepers.add(cast.keeper)
    return made


@pytest.fixture
def neighbour(cast) -> Station:
    """A station of another county."""
    return make.station(cast.yuanxing_street)


@pytest.fixture
def deputies(cast, station) -> list[Deputy]:
    """Four deputies met at the station, in the order of their reading."""
    return [deputy_at(station, name) for name in ("安一", "白二", "常三", "杜四")]


def deputy_at(station: Station, name: str) -> Deputy:
    """A county deputy whose open place is `station`."""
    county = station.division.county
    made = make.deputy(county, make.term(county), name=name)
    place(made, station, Basis.TERRITORY, since=date(2025, 7, 1), by=None)
    return made


def rule(station: Station, **more) -> ReceptionRule:
    """The 10th and 25th, mornings, in force since 2026."""
    facts = {
        "recurrence": Recurrence.MONTH_DAYS,
        "month_days": [10, 25],
        "opens": time(9),
        "closes": time(11, 30),
        "holiday_policy": HolidayPolicy.NEXT_WORKDAY,
        "since": date(2026, 1, 1),
    } | more
    return ReceptionRule.objects.create(station=station, **facts)


def session(station: Station, day: date, *on_duty: Deputy, **more) -> Reception:
    """A planned session, mornings."""
    facts = {"opens": time(9), "closes": time(11, 30)} | more
    made = Reception.objects.create(station=station, day=day, **facts)
    for deputy in on_duty:
        DutySlot.objects.create(reception=made, deputy=deputy)
    return made


def announced(station: Station, day: date, *on_duty: Deputy, at: datetime, **more) -> Reception:
    """A session as it stands after it was announced at some moment."""
    return session(station, day, *on_duty, **{"status": Status.ANNOUNCED, "announced_at": at} | more)


def moment(day: int, hour: int = 9, month: int = 11) -> datetime:
    """An hour of a day in 2026, Chinese time."""
    return datetime(2026, month, day, hour, tzinfo=CHINA)
