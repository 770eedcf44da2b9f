"""The planner: who sees what, and what each form does, without JavaScript."""

from datetime import date, time

import pytest
from django.urls import reverse

from receptions import duty
from receptions.models import Attendance, Reception, ReceptionRule, Recurrence, Status
from receptions.todo import tasks
from tests.receptions.conftest import TODAY, announced, deputy_at, moment, rule, session

PLANNER = "/work/receptions/"
DECEMBER_10 = date(2026, 12, 10)


def one(reception: Reception, what: str = "") -> str:
    return f"{PLANNER}{reception.pk}/{what}"


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def seen(browser, address: str) -> str:
    """What the open form carries of the state that its author saw."""
    return browser.get(address).context["form"]["seen_at"].value()


@pytest.fixture
def keeper(client, cast):
    """A browser in which the keeper is signed in."""
    client.force_login(cast.keeper)
    return client


# --- who sees what


def test_a_keeper_sees_the_own_station_alone(keeper, station, neighbour, deputies) -> None:
    session(station, date(2026, 11, 30), deputies[0], topic="本站主题")
    other = session(neighbour, date(2026, 11, 30), topic="外站主题")
    page = text_of(keeper.get(PLANNER))
    assert "本站主题" in page
    assert "外站主题" not in page
    for what in ("", "postpone/", "cancel/", "record/"):
        assert keeper.get(one(other, what)).status_code == 404
        assert keeper.post(one(other, what), {"note": "x"}).status_code == 404
    assert keeper.get(f"{PLANNER}new/?station={neighbour.code}").status_code == 404
    assert keeper.get(f"{PLANNER}rules/?station={neighbour.code}").status_code == 404
    assert keeper.get(f"{PLANNER}rules/{rule(neighbour).pk}/").status_code == 404


def test_a_county_sees_its_stations_and_no_neighbour(client, cast, station, neighbour, deputies) -> None:
    mine, theirs = session(station, DECEMBER_10), session(neighbour, DECEMBER_10)
    client.force_login(cast.yuanyang_officer)
    assert client.get(one(mine)).status_code == 404
    assert client.get(one(theirs)).status_code == 200
    client.force_login(cast.city_editor)
    page = text_of(client.get(f"{PLANNER}?month=2026-12"))
    assert station.short_name in page
    assert neighbour.short_name in page


def test_those_who_only_look_decide_nothing(client, cast, station, deputies) -> None:
    plan = session(station, DECEMBER_10, deputies[0])
    for person in (cast.auditor, cast.city_reviewer, cast.huixian_leader):
        client.force_login(person)
        page = text_of(client.get(one(plan)))
        assert 'name="announce"' not in page
        assert client.post(one(plan), {"deputies": [deputies[0].pk], "announce": "1"}).status_code == 403
        assert client.get(one(plan, "cancel/")).status_code == 403
        assert client.post(f"{PLANNER}announce/", {"reception": [plan.pk]}).status_code == 403
    plan.refresh_from_db()
    assert plan.status == Status.PLANNED


def test_strangers_sign_in_first(client, station) -> None:
    assert client.get(PLANNER).status_code == 302
    assert client.get(one(session(station, DECEMBER_10))).status_code == 302


# --- planning


def test_the_list_says_until_when_each_must_be_announced(keeper, station, deputies) -> None:
    session(station, DECEMBER_10)
    assert "最迟 12月7日公告" in text_of(keeper.get(f"{PLANNER}?month=2026-12"))
    session(station, date(2026, 11, 24))
    page = text_of(keeper.get(PLANNER))
    assert '<p class="warn">最迟 11月21日公告，已过期限</p>' in page


def test_nonsense_in_the_address_is_ignored_and_said(keeper, station) -> None:
    for query in ("month=soon", "state=odd", "station=NOPE99", "x=1", "month=2026-00"):
        assert "筛选条件无效，已忽略" in text_of(keeper.get(f"{PLANNER}?{query}"))
    assert "无效" not in text_of(keeper.get(f"{PLANNER}?state=due&page=99"))
    assert keeper.get(f"{PLANNER}{2**70}/").status_code == 404


def test_whose_turn_it_is_stands_ticked(keeper, station, deputies) -> None:
    an, bai, chang, du = deputies
    session(station, date(2026, 8, 10), an, bai, status="held", announced_at=moment(1, month=8))
    plan = session(station, DECEMBER_10)
    page = text_of(keeper.get(one(plan)))
    assert "已按轮次勾选" in page
    assert page.count(" checked>") == 2
    for deputy, said in ((chang, "还没有来过"), (an, "上次 2026-08-10")):
        assert f"{deputy.name}　{said}" in page
    keeper.post(one(plan), {"deputies": [chang.pk, du.pk]})
    assert duty.chosen(plan) == {chang.pk, du.pk}


def test_saved_and_announced_in_one_press(keeper, station, deputies) -> None:
    plan = session(station, DECEMBER_10)
    answer = keeper.post(one(plan), {"deputies": [deputies[0].pk], "announce": "1"}, follow=True)
    assert "12月10日 周四 的接待已公告" in text_of(answer)
    plan.refresh_from_db()
    assert plan.status == Status.ANNOUNCED


def test_announcing_nobody_keeps_everything_as_it_was(keeper, station, deputies) -> None:
    plan = session(station, DECEMBER_10, deputies[0])
    page = text_of(keeper.post(one(plan), {"announce": "1"}))
    assert "先安排至少一名代表，再公告" in page
    assert duty.chosen(plan) == {deputies[0].pk}


def test_a_foreign_deputy_is_refused_at_the_field(keeper, station, neighbour, deputies) -> None:
    plan = session(station, DECEMBER_10)
    stranger = deputy_at(neighbour, "外人")
    for value in (stranger.pk, "soon", 2**70):
        assert "名单已有变化，请重新选择代表" in text_of(keeper.post(one(plan), {"deputies": [value]}))


def test_the_page_says_before_that_it_will_be_late(keeper, station, deputies) -> None:
    plan = session(station, date(2026, 11, 24), deputies[0])
    assert "公告（记为迟公告）" in text_of(keeper.get(one(plan)))
    answer = keeper.post(one(plan), {"deputies": [deputies[0].pk], "announce": "1"}, follow=True)
    assert "按迟公告记录" in text_of(answer)
    assert "迟公告" in text_of(keeper.get(one(plan)))


def test_the_moment_is_not_taken_from_the_form(keeper, station, deputies) -> None:
    plan = session(station, date(2026, 11, 24), deputies[0])
    forged = {"announced_at": "2026-11-01 08:00", "notice_days": "0", "status": "held", "day": "2026-12-31"}
    keeper.post(one(plan), {"deputies": [deputies[0].pk], "announce": "1"} | forged)
    plan.refresh_from_db()
    assert (plan.announced_at, plan.notice_days, plan.day) == (moment(23, 8), 3, date(2026, 11, 24))
    assert plan.was_announced_in_time is False


def test_a_month_is_filled_and_announced(keeper, station, deputies) -> None:
    first, second = session(station, DECEMBER_10), session(station, date(2026, 12, 25))
    query = f"?station={station.code}&month=2026-12"
    answer = keeper.post(f"{PLANNER}fill/{query}", follow=True)
    assert "已按轮次安排 2 次接待" in text_of(answer)
    assert duty.chosen(first).isdisjoint(duty.chosen(second))
    assert "公告勾选的接待" in text_of(keeper.get(f"{PLANNER}announce/{query}"))
    answer = keeper.post(
        f"{PLANNER}announce/{query}", {"reception": [first.pk, second.pk, "x", 2**70]}, follow=True
    )
    assert "已公告 2 次接待" in text_of(answer)
    answer = keeper.post(f"{PLANNER}announce/{query}", {"reception": [first.pk]}, follow=True)
    assert "请选择要公告的接待" in text_of(answer)


def test_a_neighbours_session_is_not_announced_along(keeper, station, neighbour, deputies) -> None:
    theirs = session(neighbour, DECEMBER_10, deputy_at(neighbour, "外人"))
    keeper.post(f"{PLANNER}announce/?month=2026-12", {"reception": [theirs.pk]})
    theirs.refresh_from_db()
    assert theirs.status == Status.PLANNED


def test_postponed_through_the_form(keeper, station, deputies) -> None:
    told = announced(station, DECEMBER_10, deputies[0], at=moment(10))
    values = {"note": "会场停电", "day": "2026-12-09", "opens": "09:00", "closes": "11:00"}
    page = text_of(keeper.post(one(told, "postpone/"), values))
    assert page.count("顺延后的日期要晚于 12月10日 周四") == 2  # summary and field
    assert "会场停电" in page
    answer = keeper.post(one(told, "postpone/"), values | {"day": "2026-12-11"}, follow=True)
    assert "已顺延到 12月11日 周五 并公告" in text_of(answer)
    page = text_of(keeper.post(one(told, "postpone/"), {}))
    assert "请填写顺延原因" in page


def test_cancelled_through_the_form(keeper, station, deputies) -> None:
    told = announced(station, DECEMBER_10, deputies[0], at=moment(10))
    assert "请填写取消原因" in text_of(keeper.post(one(told, "cancel/"), {"note": "  "}))
    assert "公开页面不登个人号码" in text_of(keeper.post(one(told, "cancel/"), {"note": "电 13800138000"}))
    assert "已取消" in text_of(keeper.post(one(told, "cancel/"), {"note": "防汛"}, follow=True))
    assert "现在不能取消" in text_of(keeper.post(one(told, "cancel/"), {"note": "防汛"}))


def test_recorded_through_the_form(keeper, station, deputies) -> None:
    an, bai, *_ = deputies
    told = announced(station, TODAY, an, bai, at=moment(10))
    values = {
        "visitors": "", "matters": "-1", "result": "反映路灯。",
        f"came_{an.pk}": "present", f"came_{bai.pk}": "leave", f"why_{bai.pk}": "培训",
        "seen_at": seen(keeper, one(told, "record/")),
    }  # fmt: skip
    page = text_of(keeper.post(one(told, "record/"), values))
    assert "请填写接待群众人次" in page
    assert "收到意见件数不能小于 0" in page
    assert "反映路灯。" in page
    done = keeper.post(one(told, "record/"), values | {"visitors": "6", "matters": "2"}, follow=True)
    assert "已登记 11月23日 周一 的接待情况" in text_of(done)
    told.refresh_from_db()
    assert (told.status, told.visitors, told.matters) == (Status.HELD, 6, 2)
    assert told.duty_slots.get(deputy=bai).attendance == Attendance.LEAVE


def test_an_extra_session(keeper, station, deputies) -> None:
    address = f"{PLANNER}new/?station={station.code}"
    values = {"day": "2026-12-01", "opens": "11:00", "closes": "09:00", "topic": "供暖"}
    assert "结束时间要晚于开始时间" in text_of(keeper.post(address, values))
    keeper.post(address, values | {"closes": "12:00"})
    made = Reception.objects.get()
    assert (made.day, made.opens, made.topic, made.rule) == (date(2026, 12, 1), time(11), "供暖", None)


# --- rules

RULE = {
    "recurrence": "month_days", "month_days": "10、25", "months": "all", "opens": "09:00", "closes": "11:30",
    "holiday_policy": "next_workday", "notice_days": "3", "duty_size": "2", "since": "2026-11-01",
}  # fmt: skip


def test_a_rule_shows_its_next_dates_before_it_is_saved(keeper, station) -> None:
    address = f"{PLANNER}rules/new/?station={station.code}"
    page = text_of(keeper.post(address, RULE | {"preview": "1"}))
    assert "每月10日、25日 9:00—11:30，遇周末、节假日顺延到下一个工作日" in page
    assert "2026年12月10日 星期四" in page
    assert "2027年1月11日 星期一" in page  # the 10th is a Sunday
    assert "1月10日顺延" in page
    assert "2027 年放假安排还没有录入" in page
    assert not ReceptionRule.objects.exists()
    answer = keeper.post(address, RULE, follow=True)
    assert "已保存接待规则，以后的安排新增 4 次" in text_of(answer)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"month_days": "10、32"}, "日期应为 1 到 31 的数字"),
        ({"month_days": "九"}, "日期应为 1 到 31 的数字"),
        ({"month_days": "9" * 60}, "日期应为 1 到 31 的数字"),
        ({"month_days": ""}, "请填写每月的日期"),
        ({"recurrence": "weekly"}, "请选择星期"),
        ({"recurrence": "nth_weekday", "weekdays": ["4"]}, "请选择第几个"),
        ({"closes": "08:00"}, "结束时间要晚于开始时间"),
        ({"until": "2026-10-01"}, "结束日期不能早于开始日期"),
        ({"notice_days": "31"}, "提前公告天数不能大于 30"),
        ({"weekdays": ["9"], "recurrence": "weekly"}, "9"),
        ({"place": "找李 13800138000"}, "公开页面不登个人号码"),
    ],
)
def test_what_is_wrong_with_a_rule_stands_at_its_field(keeper, station, wrong: dict, said: str) -> None:
    for press in ({}, {"preview": "1"}):
        page = text_of(keeper.post(f"{PLANNER}rules/new/?station={station.code}", RULE | wrong | press))
        assert said in page
    assert not ReceptionRule.objects.exists()


def test_a_rule_is_changed_and_ended(keeper, station) -> None:
    keeper.post(f"{PLANNER}rules/new/?station={station.code}", RULE)
    made = ReceptionRule.objects.get()
    address = f"{PLANNER}rules/{made.pk}/"
    weekly = {"recurrence": "weekly", "weekdays": ["0", "2"], "month_days": ""}
    keeper.post(address, RULE | weekly | {"seen_at": seen(keeper, address)})
    made.refresh_from_db()
    assert (made.recurrence, made.weekdays, made.month_days) == (Recurrence.WEEKLY, [0, 2], [])
    assert "每周一、周三" in text_of(keeper.get(f"{PLANNER}rules/?station={station.code}"))
    keeper.post(f"{address}end/", {"until": "2026-12-01"})
    assert max(made.receptions.values_list("day", flat=True)) == date(2026, 11, 30)
    assert "请填写最后一天" in text_of(keeper.post(f"{address}end/", {}))
    assert "结束日期不能早于开始日期" in text_of(keeper.post(f"{address}end/", {"until": "2020-01-01"}))


# --- what waits


def test_what_waits_stands_on_the_first_page(keeper, cast, station, neighbour, deputies) -> None:
    session(station, date(2026, 11, 27))  # due on the 24th
    session(station, date(2026, 11, 30))  # due on the 27th: not yet
    session(station, date(2026, 11, 20))  # missed: nothing can be done
    announced(station, date(2026, 11, 19), deputies[0], at=moment(1))
    session(neighbour, date(2026, 11, 27))
    assert [line.words for line in tasks(cast.keeper, TODAY)] == [
        "1 次接待快到或已过公告期限",
        "1 次接待还没有登记情况",
    ]
    assert tasks(cast.auditor, TODAY) == []
    page = text_of(keeper.get(reverse("work:home")))
    assert "1 次接待快到或已过公告期限" in page
    assert "11月27日" not in page
    assert "待公告" in text_of(keeper.get(f"{PLANNER}?state=due"))


def test_the_planner_asks_no_more_for_more_sessions(
    keeper, station, deputies, django_assert_max_num_queries
) -> None:
    for day in range(1, 29):
        session(station, date(2026, 12, day), *deputies)
    keeper.get(PLANNER)
    with django_assert_max_num_queries(14):
        keeper.get(f"{PLANNER}?month=2026-12")


def test_a_missed_day_can_only_be_made_up_for(keeper, station, deputies) -> None:
    missed = session(station, date(2026, 11, 20), deputies[0])
    page = text_of(keeper.get(one(missed)))
    assert "这次接待到日没有公告" in page
    assert 'name="announce"' not in page
    values = {"note": "漏公告", "day": "2026-12-01", "opens": "09:00", "closes": "11:00"}
    keeper.post(one(missed, "postpone/"), values)
    missed.refresh_from_db()
    assert (missed.status, missed.moved_to.status) == (Status.POSTPONED, Status.PLANNED)
