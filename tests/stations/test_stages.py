"""A station comes into being step by step, and every step keeps its day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison.audit.models import Event
from stations.actions import advance, close, establish
from stations.models import Station
from tests import make


def test_one_click_starts_a_station_where_there_is_none(cast):
    station = establish(cast.mengzhuang, by=cast.huixian_officer)
    assert (station.name, station.status, station.stage) == ("孟庄镇人大代表联络站", "preparing", "siting")
    assert Event.objects.about(station).filter(verb="建站", actor=cast.huixian_officer).exists()
    assert station in Station.objects.matching("mzz")


def test_a_township_gets_one_station(cast):
    establish(cast.mengzhuang, by=None)
    with pytest.raises(ValidationError, match="孟庄镇已经有"):
        establish(cast.mengzhuang, by=None)
    assert Station.objects.count() == 1


def test_a_closed_station_leaves_room_for_a_new_one(cast):
    old = make.station(cast.mengzhuang, name="孟庄镇老站")
    close(old, date(2026, 1, 5), "并入新址", by=None)
    assert establish(cast.mengzhuang, by=None).pk


def test_counties_and_zones_get_no_territorial_station(cast):
    for place in (cast.huixian, cast.zone):
        with pytest.raises(ValidationError, match="不是法定的乡镇"):
            establish(place, by=None)


def test_opening_day_and_status_follow_from_the_stages(cast):
    station = establish(cast.mengzhuang, by=None, on=date(2026, 1, 1))
    advance(station, "building", date(2026, 2, 1), by=None)
    advance(station, "opened", date(2026, 3, 1), by=None)
    station.refresh_from_db()
    assert (station.status, station.opened_on) == ("opened", date(2026, 3, 1))
    advance(station, "accepted", date(2026, 6, 1), by=None)
    station.refresh_from_db()
    assert (station.status, station.stage) == ("running", "accepted")
    assert [c.stage for c in station.stage_changes.all()] == ["siting", "building", "opened", "accepted"]


def test_stages_do_not_lie_ahead_or_run_backwards(cast):
    station = establish(cast.mengzhuang, by=None, on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="不能晚于今天"):
        advance(station, "opened", timezone.localdate() + timedelta(days=1), by=None)
    with pytest.raises(ValidationError, match="不能早于“选址”"):
        advance(station, "opened", date(2026, 2, 1), by=None)
    assert station.stage_changes.count() == 1


def test_a_day_noted_too_late_is_put_right_by_noting_the_true_one(cast):
    station = establish(cast.mengzhuang, by=None, on=date(2026, 3, 1))
    advance(station, "siting", date(2025, 10, 1), by=None)
    advance(station, "building", date(2025, 12, 1), by=None)
    station.refresh_from_db()
    assert station.stage == "building"
    with pytest.raises(ValidationError, match="不能早于“选址”的 2025-10-01"):
        advance(station, "building", date(2025, 9, 1), by=None)


def test_closing_needs_a_reason_and_keeps_the_row(cast):
    station = make.station(cast.mengzhuang)
    with pytest.raises(ValidationError, match="请填写停用原因"):
        close(station, date(2026, 5, 1), " ", by=None)
    close(station, date(2026, 5, 1), "撤并", by=cast.city_editor)
    station.refresh_from_db()
    assert station.status == "closed"
    assert station not in Station.objects.in_service()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"is_focus": True}, "请填写理由"),
        ({"closed_on": date(2020, 1, 1)}, "停用日期不能早于"),
        ({"latitude": 35}, "经度和纬度要同时填写"),
        ({"phone": "13812345678"}, "手机号属于个人信息"),
        ({"rooms": ["ballroom"]}, "选项不在列表中"),
    ],
)
def test_a_station_that_makes_no_sense_is_refused(cast, change, message):
    station = make.station(cast.mengzhuang)
    for name, value in change.items():
        setattr(station, name, value)
    with pytest.raises(ValidationError, match=message):
        station.full_clean()


def test_a_station_proper_hangs_under_no_other(cast):
    host = make.station(cast.mengzhuang)
    other = make.station(cast.baiquan)
    other.parent = host
    with pytest.raises(ValidationError, match="只有联络点"):
        other.full_clean()
