"""What is short is told on the day it is short, and not a day before."""

from datetime import date

import pytest
from django.utils import timezone

from duties.models import PresidiumMeeting, TownshipSession
from duties.stats import Lack, judged_year, months_later, tally, town_rows
from duties.todo import sentence, tasks
from tests.duties.conftest import DAY, chair, meeting, session, training


def lacks(cast, town="孟庄镇", day=DAY, area="huixian"):
    rows = town_rows(getattr(cast, area), day)
    return next(row for row in rows if row.division.name == town).lacks


def test_a_township_that_did_what_the_law_asks_is_not_warned(cast, in_order):
    assert lacks(cast) == ()


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 1, 1), 2025),
        (date(2026, 10, 31), 2025),
        (date(2026, 11, 1), 2026),
        (date(2026, 12, 31), 2026),
    ],
)
def test_a_year_is_judged_after_october(day, year):
    assert judged_year(day) == year


def test_one_session_a_year_is_too_few_but_only_when_the_year_is_far(cast, in_order):
    session(in_order, date(2025, 3, 1))
    session(in_order, date(2025, 9, 1), 2)
    TownshipSession.objects.filter(since=date(2026, 9, 10)).delete()
    meeting(in_order, date(2026, 10, 20))
    assert Lack.SESSIONS not in lacks(cast, day=date(2026, 10, 31))
    assert lacks(cast, day=date(2026, 11, 1)) == (Lack.SESSIONS,)
    assert lacks(cast, day=date(2027, 1, 5)) == (Lack.SESSIONS,)


def test_a_session_announced_for_later_is_not_held_yet(cast, in_order):
    TownshipSession.objects.filter(number=2).update(since=date(2026, 12, 1), until=date(2026, 12, 1))
    assert lacks(cast) == (Lack.SESSIONS,)
    assert Lack.SESSIONS not in lacks(cast, day=date(2026, 12, 1))


def test_half_a_day_is_too_short_however_many_sessions_there_were(cast, in_order):
    TownshipSession.objects.filter(number=2).update(is_half_day=True)
    assert lacks(cast) == (Lack.SHORT,)
    assert [one.days for one in TownshipSession.objects.order_by("number")] == [1, 0.5]


def test_the_presidium_meets_every_three_months(cast, in_order):
    PresidiumMeeting.objects.update(held_on=date(2026, 8, 31))
    assert Lack.PRESIDIUM not in lacks(cast, day=date(2026, 11, 30))
    assert lacks(cast, day=date(2026, 12, 1)) == (Lack.PRESIDIUM,)
    PresidiumMeeting.objects.all().delete()
    assert lacks(cast) == (Lack.PRESIDIUM,)


def test_three_months_after_the_last_of_a_month():
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert months_later(date(2026, 9, 15), 3) == date(2026, 12, 15)


def test_a_chair_is_trained_within_half_a_year(cast, in_order):
    late = chair(cast.baiquan, date(2026, 5, 28))
    assert Lack.TRAINING not in lacks(cast, "百泉镇", date(2026, 11, 23))
    assert Lack.TRAINING in lacks(cast, "百泉镇", date(2026, 11, 24))
    training(cast.city, date(2026, 11, 24), late)
    assert Lack.TRAINING not in lacks(cast, "百泉镇", date(2026, 11, 24))


def test_a_subdistrict_has_no_congress_and_no_presidium_but_a_director_to_train(cast):
    assert lacks(cast, "城关街道") == ()
    chair(cast.chengguan_street)
    assert lacks(cast, "城关街道") == (Lack.TRAINING,)


def test_whoever_left_is_not_missed_in_class(cast, in_order):
    chair(cast.baiquan, until=date(2026, 1, 1))
    assert Lack.TRAINING not in lacks(cast, "百泉镇")


def test_the_year_stands_in_the_sentence(cast, in_order):
    told = {lack: sentence(lack, n, DAY) for lack, n in tally(town_rows(cast.huixian, DAY)).items()}
    assert told[Lack.SESSIONS] == "1 个乡镇 2026 年人大会议不足两次"
    assert told[Lack.PRESIDIUM] == "1 个乡镇超过三个月没有开主席团会议"


def test_a_hundred_townships_take_as_many_queries_as_one(cast, in_order, django_assert_num_queries):
    for area in (cast.mengzhuang, cast.city):
        with django_assert_num_queries(4):
            town_rows(area, DAY)


def test_the_to_do_list_of_county_and_city_counts_their_own(cast, in_order):
    assert next(task.words for task in tasks(cast.huixian_officer, DAY)).startswith("1 个乡镇 2026 年")
    assert next(task.words for task in tasks(cast.city_editor, DAY)).startswith("2 个乡镇 2026 年")
    for person in (cast.keeper, cast.huixian_leader, cast.auditor, cast.city_reviewer):
        assert tasks(person, DAY) == []


def test_the_lines_lead_to_the_townships_meant(cast, enter):
    browser = enter(cast.huixian_officer)
    chair(cast.chengguan_street)
    tasks_now = tasks(cast.huixian_officer, timezone.localdate())
    page = browser.get(next(one.address for one in tasks_now if "没有参加培训" in one.words)).text
    assert "城关街道" in page
    assert "百泉镇" not in page
    page = browser.get("/admin/duties/townshipsession/shortfalls/").text
    assert "百泉镇" in page
    assert "没有登记过" in page
    assert "原武镇" not in page


def test_nonsense_in_the_address_shows_everything_and_says_so(cast, enter):
    page = enter(cast.auditor).get("/admin/duties/townshipsession/shortfalls/?what=x").text
    assert "筛选条件无效" in page
    assert "百泉镇" in page
    assert "登记人大会议" not in page


def test_a_keeper_has_no_business_there(cast, enter):
    browser = enter(cast.keeper)
    for tail in ("townshipsession/shortfalls/", "townshipsession/", "trainingclass/", "partyreport/"):
        assert browser.get(f"/admin/duties/{tail}").status_code == 403
