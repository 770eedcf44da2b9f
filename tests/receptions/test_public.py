"""What citizens read: the next reception, the month, the deputy's page, the front page."""

from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from receptions import board, notices
from receptions.models import Attendance
from tests import make
from tests.receptions.conftest import NOW, TODAY, announced, deputy_at, moment, rule, session


def text_of(response) -> str:
    return response.content.decode()


def month(client, station, wanted: str = "") -> str:
    return text_of(client.get(f"/stations/{station.code}/receptions/?month={wanted}"))


# --- a station's page


def test_the_next_reception_stands_on_top(client, station, deputies) -> None:
    announced(station, date(2026, 11, 25), *deputies[:2], at=moment(20), topic="冬季供暖")
    page = text_of(client.get(f"/stations/{station.code}/"))
    assert "11月25日 周三" in page
    assert "9:00—11:30" in page
    assert f'<a href="/deputies/{deputies[0].pk}/">安一</a>（县）' in page
    assert "主题：冬季供暖" in page


def test_a_plan_is_nobodys_business_yet(client, station, deputies) -> None:
    session(station, date(2026, 11, 25), deputies[0], topic="还没有定的主题")
    assert "还没有定的主题" not in text_of(client.get(f"/stations/{station.code}/"))
    assert "还没有定的主题" not in month(client, station)
    assert "这个月的接待还没有公告" in month(client, station)


@pytest.mark.parametrize(("hour", "word"), [(8, "今天"), (9, "接待中"), (11, "接待中"), (12, "下次接待")])
def test_how_near_it_is(client, station, deputies, hour: int, word: str) -> None:
    announced(station, date(2026, 11, 23), deputies[0], at=moment(10))
    announced(station, date(2026, 12, 10), deputies[0], at=moment(10))
    with time_machine.travel(moment(23, hour), tick=False):
        page = text_of(client.get(f"/stations/{station.code}/"))
    meet = page[page.index('class="meet"') :][:600]
    assert f">{word}</span>" in meet


def test_without_announcement_the_door_is_shown(client, station) -> None:
    station.opening_hours.create(weekday=0, opens=time(8, 30), closes=time(12))
    station.reception_note = "每月 10 日上午"
    station.save()
    page = text_of(client.get(f"/stations/{station.code}/"))
    assert "今天 " in page
    assert "每月 10 日上午" in page
    rule(station)
    assert "每月10日、25日" in text_of(client.get(f"/stations/{station.code}/"))


# --- the month


def test_a_month_tells_what_was_and_what_became_of_it(client, station, deputies, cast) -> None:
    an, bai, chang, du = deputies
    held = announced(station, date(2026, 11, 9), an, bai, at=moment(1), status="held", visitors=12, matters=4)
    held.duty_slots.filter(deputy=bai).update(attendance=Attendance.ABSENT, absence_reason="醉酒")
    held.result = "反映路灯，已转办。"
    held.save()
    old = announced(station, date(2026, 11, 10), chang, at=moment(1), status="postponed", reason="会场停电")
    announced(station, date(2026, 11, 26), chang, at=moment(1), moved_from=old)
    announced(station, date(2026, 11, 27), du, at=moment(1), status="cancelled", reason="防汛值守")
    page = month(client, station, "2026-11")
    assert "接待 12 人次，收到意见 4 件。反映路灯，已转办。" in page
    assert "会场停电。改到 11月26日 周四" in page
    assert "由 11月10日 周二顺延" in page
    assert "防汛值守" in page
    assert "醉酒" not in page
    assert "白二" not in page


def test_the_share_announced_in_time(client, station, deputies) -> None:
    announced(station, date(2026, 11, 9), deputies[0], at=moment(1))
    announced(station, date(2026, 11, 10), deputies[0], at=moment(9))
    page = month(client, station)
    assert "公告接待 2 次，其中按规定天数提前公告的 1 次" in page
    assert "<strong>50%</strong>" in page


def test_nonsense_in_the_address_is_ignored_and_said(client, station) -> None:
    for query in ("month=soon", "month=2026-13", "month=0000-01", "nonsense=1", "month=２０２６-11"):
        page = text_of(client.get(f"/stations/{station.code}/receptions/?{query}"))
        assert "无效，已忽略" in page
        assert "2026年11月接待安排" in page
    assert "无效" not in month(client, station, "2026-12")
    assert client.get(f"/stations/{station.code}/receptions/?month=2099-12").status_code == 200
    assert client.get(f"/stations/{station.code}/receptions/?month=2000-01").status_code == 200


def test_a_year_whose_holidays_are_unknown_says_so(client, station) -> None:
    assert "2027 年放假安排还没有公布或录入" in month(client, station, "2027-01")
    assert "放假安排还没有" not in month(client, station, "2026-12")
    assert "放假安排还没有" not in month(client, station, "2019-12")


def test_other_spellings_lead_to_the_one_address(client, station) -> None:
    small = f"/stations/{station.code.lower()}/receptions/?month=2026-12"
    if station.code.lower() != station.code:
        answer = client.get(small)
        assert (answer.status_code, answer.url) == (
            301,
            f"/stations/{station.code}/receptions/?month=2026-12",
        )
    assert client.get("/stations/NOPE99/receptions/").status_code == 404


def test_pages_ask_no_more_for_more_sessions(
    client, station, deputies, django_assert_max_num_queries
) -> None:
    for day in range(1, 29):
        announced(station, date(2026, 12, day), *deputies, at=moment(20))
    client.get("/")
    with django_assert_max_num_queries(2):
        notices.coming(station, NOW)
    with django_assert_max_num_queries(11):
        client.get(f"/stations/{station.code}/receptions/?month=2026-12")
    with django_assert_max_num_queries(11):
        client.get(f"/stations/{station.code}/receptions/poster/?month=2026-12")


def test_the_poster_names_who_is_on_duty(client, station, deputies) -> None:
    announced(station, date(2026, 12, 10), *deputies[:2], at=moment(20))
    page = text_of(client.get(f"/stations/{station.code}/receptions/poster/?month=2026-12"))
    assert "代表接待值班表" in page
    assert "安一、白二" in page


# --- a deputy's page


def test_a_deputys_next_duty(client, station, deputies) -> None:
    announced(station, date(2026, 12, 25), deputies[0], at=moment(20))
    announced(station, date(2026, 12, 10), deputies[0], at=moment(20))
    session(station, date(2026, 11, 30), deputies[0])
    page = text_of(client.get(f"/deputies/{deputies[0].pk}/"))
    assert "12月10日 周四" in page
    assert "11月30日" not in page
    assert f"/deputies/{deputies[0].pk}/calendar.ics" in page


# --- the front page


def test_the_board_shows_today_until_the_last_one_is_over(cast, station, neighbour, deputies) -> None:
    announced(station, NOW.date(), deputies[0], at=moment(10))
    other = deputy_at(neighbour, "外人")
    announced(neighbour, NOW.date(), other, at=moment(10), opens=time(14), closes=time(16))
    announced(neighbour, date(2026, 11, 24), other, at=moment(10))
    morning = board.today(cast.city, moment(23, 10))
    assert (morning.is_today, morning.count) == (True, 2)
    assert [(row.names, row.word) for row in morning.rows] == [("安一", "接待中"), ("外人", "下午")]
    afternoon = board.today(cast.city, moment(23, 15))
    assert [(row.names, row.word) for row in afternoon.rows] == [("外人", "接待中")]
    evening = board.today(cast.city, moment(23, 20))
    assert (evening.is_today, evening.day, [row.word for row in evening.rows]) == (
        False,
        date(2026, 11, 24),
        ["明天"],
    )


def test_only_announced_sessions_of_the_city_in_two_weeks_count(cast, station, deputies) -> None:
    session(station, NOW.date(), deputies[0])
    announced(
        station,
        NOW.date(),
        deputies[0],
        at=moment(1),
        opens=time(14),
        closes=time(15),
        status="cancelled",
        reason="x",
    )
    announced(station, date(2026, 12, 8), deputies[0], at=moment(1))
    assert board.today(cast.city, NOW) is None
    assert board.counties_receiving(cast.city, NOW.date()) == set()


def test_gold_counties_receive_today(client, cast, station, neighbour, deputies) -> None:
    announced(station, NOW.date(), deputies[0], at=moment(10))
    assert board.counties_receiving(cast.city, NOW.date()) == {cast.huixian.pk}
    page = text_of(client.get("/"))
    assert "今天有联络站接待" in page
    assert "今天，这些代表在站里" in page
    assert 'aria-label="辉县市 1 站，今天有联络站接待"' in page
    assert 'aria-label="原阳县 1 站"' in page


def test_without_receptions_the_doors_are_shown(client, cast, station) -> None:
    station.opening_hours.create(weekday=0, opens=time(8, 30), closes=time(12))
    page = text_of(client.get("/"))
    assert "今天开门的联络站" in page
    assert "今天有联络站接待" not in page


def test_the_list_of_stations_that_receive_today(client, station, neighbour, deputies) -> None:
    announced(station, NOW.date(), deputies[0], at=moment(10))
    page = text_of(client.get("/stations/?day=receiving"))
    assert station.name in page
    assert neighbour.name not in page


def test_counties_by_their_share_on_the_progress_page(client, station, deputies) -> None:
    announced(station, date(2026, 11, 9), deputies[0], at=moment(1))
    page = text_of(client.get("/progress/"))
    assert "接待日提前公告" in page
    assert "<strong>100%</strong>" in page


def test_the_list_of_stations_tells_the_next_announced_day(client, station, neighbour) -> None:
    session(station, TODAY, opens=time(10), closes=time(11))  # planned: nobody's business yet
    announced(station, date(2026, 12, 25), at=moment(10))
    announced(station, date(2026, 12, 10), at=moment(10), opens=time(14), closes=time(16))
    announced(neighbour, TODAY, at=moment(10), opens=time(6), closes=time(7))  # over since an hour
    page = client.get("/stations/")
    told = {one.pk: one.next_duty for one in page.context["page"]}
    assert told == {station.pk: date(2026, 12, 10), neighbour.pk: None}
    assert text_of(page).count("代表接待 12月10日") == 1


def test_the_next_days_cost_no_query_a_row_and_nothing_to_count(client, cast, station) -> None:
    client.get("/stations/")
    with CaptureQueriesContext(connection) as few:
        client.get("/stations/")
    for number in range(5):
        announced(make.station(cast.baiquan, name=f"示例{number}站"), date(2026, 12, 10), at=moment(10))
    with CaptureQueriesContext(connection) as many:
        client.get("/stations/")
    assert len(many) == len(few)
    counted = [one["sql"] for one in many if one["sql"].startswith("SELECT COUNT(*) FROM (SELECT")]
    assert counted
    assert not [sql for sql in counted if "receptions_reception" in sql]
