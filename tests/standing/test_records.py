"""What receptions and activities say about a station's checklist, with figures and the way to the records."""

from datetime import date, timedelta

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import CaptureQueriesContext

from receptions.models import Status
from standing import records
from stations import checklist
from stations.checklist import Asked
from stations.defaults import install
from stations.models import AutoRule, Station
from tests.standing import sheets

DAY = sheets.DAY
MONTHS = range(5, 11)


@pytest.fixture
def station(station):
    """Nobody has touched its record since New Year."""
    long_ago = sheets.at(date(2026, 1, 1))
    Station.objects.filter(pk=station.pk).update(updated_at=long_ago)
    station.updated_at = long_ago
    return station


def found(rule, station, day=DAY):
    return records.RULES[rule](Asked(station, day))


def twice_a_month(station, months=MONTHS):
    for month in months:
        for number in (10, 25):
            day = date(2026, month, number)
            sheets.reception(station, day, announced=day - timedelta(days=4))


def test_two_receptions_in_each_complete_month_are_enough(station):
    twice_a_month(station)
    told = found(AutoRule.RECEIVES, station)
    assert told.is_met
    assert told.sentence == "近 3 个整月接待 6 次，最少的一个月（2026年8月）2 次，要求 2 次"
    assert len(told.links) == 3
    assert told.links[0].address == f"/stations/{station.code}/receptions/?month=2026-08"


def test_one_month_with_a_single_reception_is_named(station):
    twice_a_month(station)
    station.receptions.get(day=date(2026, 8, 10)).delete()
    told = found(AutoRule.RECEIVES, station)
    assert not told.is_met
    assert "最少的一个月（2026年8月）1 次" in told.sentence


def test_receptions_that_were_only_announced_do_not_count(station):
    twice_a_month(station)
    station.receptions.filter(day__month=10).update(status=Status.ANNOUNCED)
    assert not found(AutoRule.RECEIVES, station).is_met


def test_months_before_the_opening_do_not_count(station):
    station.opened_on = date(2026, 9, 20)
    twice_a_month(station, [10])
    told = found(AutoRule.RECEIVES, station)
    assert told.is_met
    assert told.sentence.startswith("近 1 个整月接待 2 次")


def test_a_station_opened_this_month_has_nothing_to_count(station):
    station.opened_on = date(2026, 11, 2)
    assert found(AutoRule.RECEIVES, station).sentence == "挂牌还不满一个整月，没有可以统计的月份"
    assert not found(AutoRule.STUDIES, station).is_met


def test_announcements_in_time_are_measured(station):
    twice_a_month(station, range(6, 12))
    told = found(AutoRule.ANNOUNCES, station)
    assert told.is_met
    assert told.sentence == "近 6 个月安排接待 12 次，按时公告 12 次，占 100%，要求 95%"


def test_a_late_announcement_is_shown(station):
    twice_a_month(station, range(6, 12))
    sheets.reception(station, date(2026, 11, 12), announced=date(2026, 11, 11))
    told = found(AutoRule.ANNOUNCES, station)
    assert not told.is_met
    assert "安排接待 13 次，按时公告 12 次，占 92%" in told.sentence
    assert [link.label for link in told.links] == ["2026年11月12日接待，2026年11月11日公告，晚于要求"]


def test_a_day_that_came_without_an_announcement_counts_as_late(station):
    twice_a_month(station, range(6, 12))
    missed = sheets.reception(station, date(2026, 11, 12), announced=DAY, status=Status.PLANNED)
    type(missed).objects.filter(pk=missed.pk).update(announced_at=None)
    told = found(AutoRule.ANNOUNCES, station)
    assert not told.is_met
    assert told.sentence.endswith("占 92%，要求 95%；没有公告的 1 次")
    assert all("11月12日" not in link.label for link in told.links)


def test_a_page_is_fresh_for_a_fortnight(station):
    sheets.study(station, DAY - timedelta(days=14))
    told = found(AutoRule.KEEPS_FRESH, station)
    assert told.is_met
    assert told.sentence == "最近一次是 2026年11月11日发布活动，距今 14 天，要求 14 天以内"
    assert not found(AutoRule.KEEPS_FRESH, station, DAY + timedelta(days=1)).is_met


def test_drafts_do_not_keep_a_page_fresh(station):
    sheets.study(station, DAY - timedelta(days=2), state="draft")
    assert "修改站点资料" in found(AutoRule.KEEPS_FRESH, station).sentence
    assert not found(AutoRule.KEEPS_FRESH, station).is_met


def test_a_study_each_quarter(station):
    for month in (2, 5, 8):
        sheets.study(station, date(2026, month, 6))
    told = found(AutoRule.STUDIES, station)
    assert told.is_met
    assert told.sentence == "近 2 个整季度学习活动 2 次，每季度都有"
    assert told.links[0].label == "2026年第二季度：5月学习代表法"


def test_a_quarter_without_a_study_is_named(station):
    sheets.study(station, date(2026, 2, 6))
    sheets.study(station, date(2026, 8, 6), kind="visit")
    told = found(AutoRule.STUDIES, station)
    assert not told.is_met
    assert told.sentence == "近 2 个整季度学习活动 0 次，2026年第二季度、2026年第三季度没有"


def test_the_whole_checklist_takes_two_queries_more(cast, station):
    install(cast.city, 2026)
    seen = Station.objects.with_place().with_record_parts(DAY).get(pk=station.pk)
    with CaptureQueriesContext(connection) as asked:
        answers = checklist.checklist(seen, DAY).answers
    assert len(answers) == 14
    assert len(asked) == 3


def test_the_default_checklist_has_a_hundred_points(cast, station):
    install(cast.city, 2026)
    assert checklist.checklist(station, DAY).full_points == 100


def test_a_rule_that_nobody_answers_stops_the_start(monkeypatch):
    assert not [one for one in run_checks() if one.id == "stations.E001"]
    monkeypatch.delitem(checklist.RULES, AutoRule.STUDIES)
    (fault,) = [one for one in run_checks() if one.id == "stations.E001"]
    assert "每季度有学习活动" in fault.msg


@pytest.mark.parametrize(
    ("day", "back", "month"),
    [
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 3, 1), 12, date(2025, 3, 1)),
        (date(2026, 12, 5), 0, date(2026, 12, 1)),
    ],
)
def test_months_are_counted_over_new_year(day, back, month):
    assert records.month_before(day, back) == month
