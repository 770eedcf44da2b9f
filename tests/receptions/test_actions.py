"""Announce, postpone, cancel, record: what each demands and what it writes."""

from datetime import date, time

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from deputies.models import MandateStatus
from liaison.audit.models import Event
from receptions import actions, duty
from receptions.actions import Came, Outcome, Slot
from receptions.models import Attendance, Reception, Status
from tests.receptions.conftest import announced, deputy_at, moment, session

DECEMBER_10 = date(2026, 12, 10)
PRESENT, LEAVE = Attendance.PRESENT, Attendance.LEAVE


def messages(caught) -> str:
    return "；".join(caught.value.messages)


# --- whose turn


def test_never_been_comes_first_then_who_was_not_there_for_longest(station, deputies) -> None:
    an, bai, chang, _ = deputies
    session(station, date(2026, 9, 10), an, status=Status.HELD, announced_at=moment(1, month=9))
    session(station, date(2026, 8, 10), bai, status=Status.HELD, announced_at=moment(1, month=8))
    session(station, date(2026, 12, 25), chang)
    plan = session(station, DECEMBER_10)
    found = duty.candidates(station, apart_from=plan)
    assert [(one.name, one.turn) for one in found] == [
        ("杜四", "还没有来过"),
        ("白二", "上次 2026-08-10"),
        ("安一", "上次 2026-09-10"),
        ("常三", "已排 2026-12-25"),
    ]
    assert [one.name for one in duty.suggest(plan)] == ["杜四", "白二"]


def test_staying_away_is_no_turn(station, deputies) -> None:
    held = session(station, date(2026, 9, 10), *deputies[:2], status="held", announced_at=moment(1, month=9))
    held.duty_slots.filter(deputy=deputies[0]).update(attendance=LEAVE)
    assert [one.name for one in duty.candidates(station)][-1] == "白二"


def test_suspended_and_departed_deputies_are_not_suggested(station, deputies, neighbour) -> None:
    deputies[0].mandates.update(status=MandateStatus.SUSPENDED)
    deputies[1].mandates.update(status=MandateStatus.ENDED, until=date(2026, 10, 1))
    deputy_at(neighbour, "外人")
    assert [one.name for one in duty.candidates(station)] == ["常三", "杜四"]


def test_only_deputies_of_the_station_can_be_put_on_duty(station, neighbour, deputies, cast) -> None:
    plan = session(station, DECEMBER_10)
    with pytest.raises(ValidationError) as caught:
        actions.assign(plan, [deputy_at(neighbour, "外人")], by=cast.keeper)
    assert "外人不在本站" in messages(caught)
    actions.assign(plan, deputies[:2], by=cast.keeper)
    actions.assign(plan, deputies[1:3], by=cast.keeper)
    assert duty.chosen(plan) == {deputies[1].pk, deputies[2].pk}
    event = Event.objects.about(plan).first()
    assert event.detail == {"added": ["常三"], "removed": ["安一"]}


# --- announcing


def test_an_announcement_carries_the_servers_moment(station, deputies, cast) -> None:
    plan = session(station, DECEMBER_10, deputies[0])
    actions.announce(plan, by=cast.keeper)
    plan.refresh_from_db()
    assert (plan.status, plan.announced_by) == (Status.ANNOUNCED, cast.keeper)
    assert plan.announced_at == timezone.now()
    event = Event.objects.about(plan).get(verb="公告接待")
    assert event.detail["announced_at"] == plan.announced_at.isoformat()
    assert event.detail["in_time"] is True


@pytest.mark.parametrize(
    ("moment_said", "is_in_time"),
    [
        ("2026-12-07T15:59:59Z", True),  # 23:59:59 on the 7th in China
        ("2026-12-07T16:00:00Z", False),  # the 8th has begun in China, not in London
    ],
)
def test_in_time_ends_with_the_third_day_before_in_china(
    station, deputies, cast, moment_said: str, is_in_time: bool
) -> None:
    plan = session(station, DECEMBER_10, deputies[0])
    with time_machine.travel(moment_said, tick=False):
        assert actions.will_be_late(plan, timezone.now()) is not is_in_time
        told = actions.announce(plan, by=cast.keeper)
    assert told.was_announced_in_time is is_in_time
    assert Reception.objects.announced_in_time().filter(pk=plan.pk).exists() is is_in_time


def test_announced_once_and_for_all(station, deputies, cast) -> None:
    plan = session(station, DECEMBER_10, deputies[0])
    actions.announce(plan, by=cast.keeper)
    first = timezone.now()
    with time_machine.travel(moment(30), tick=False), pytest.raises(ValidationError):
        actions.announce(plan, by=cast.keeper)
    plan.refresh_from_db()
    assert plan.announced_at == first
    assert Event.objects.about(plan).filter(verb="公告接待").count() == 1


def test_what_cannot_be_announced(station, deputies, cast) -> None:
    with pytest.raises(ValidationError) as caught:
        actions.announce(session(station, DECEMBER_10), by=cast.keeper)
    assert "先安排至少一名代表" in messages(caught)
    with pytest.raises(ValidationError) as caught:
        actions.announce(session(station, date(2026, 11, 20), deputies[0]), by=cast.keeper)
    assert "时间已经过了" in messages(caught)
    with pytest.raises(PermissionDenied):
        actions.announce(session(station, date(2026, 12, 11), deputies[0]), by=cast.auditor)


# --- postponing and cancelling


def test_a_postponed_announcement_is_measured_anew(station, deputies, cast) -> None:
    told = announced(station, date(2026, 11, 24), deputies[0], at=moment(10), topic="供暖")
    moved = actions.postpone(told, Slot(date(2026, 11, 25), time(14), time(16)), "会场停电", by=cast.keeper)
    told.refresh_from_db()
    assert (told.status, told.reason, told.moved_to) == (Status.POSTPONED, "会场停电", moved)
    assert (told.announced_at, told.was_announced_in_time) == (moment(10), True)
    assert (moved.status, moved.topic, duty.chosen(moved)) == (
        Status.ANNOUNCED,
        "供暖",
        {deputies[0].pk},
    )
    assert (moved.announced_at, moved.was_announced_in_time) == (timezone.now(), False)


def test_a_postponed_plan_stays_a_plan(station, deputies, cast) -> None:
    plan = session(station, DECEMBER_10, deputies[0])
    moved = actions.postpone(plan, Slot(date(2026, 12, 11), time(9), time(11)), "换届会议", by=cast.keeper)
    assert (moved.status, moved.announced_at) == (Status.PLANNED, None)
    assert not Reception.objects.public().exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 10), "要晚于 12月10日 周四"),
        (date(2026, 11, 1), "不能早于今天"),
        (date(2027, 12, 1), "不能超过 180 天"),
        (date(2026, 12, 25), "这个站这个时间已经有一次接待"),
    ],
)
def test_where_a_session_cannot_be_moved(station, deputies, cast, day: date, said: str) -> None:
    session(station, date(2026, 12, 25))
    told = announced(station, DECEMBER_10, deputies[0], at=moment(10))
    with pytest.raises(ValidationError) as caught:
        actions.postpone(told, Slot(day, time(9), time(11)), "停电", by=cast.keeper)
    assert said in messages(caught)
    told.refresh_from_db()
    assert told.status == Status.ANNOUNCED


def test_moving_and_cancelling_need_a_reason(station, deputies, cast) -> None:
    told = announced(station, DECEMBER_10, deputies[0], at=moment(10))
    with pytest.raises(ValidationError, match="请填写取消原因"):
        actions.cancel(told, "  ", by=cast.keeper)
    actions.cancel(told, "防汛值守", by=cast.keeper)
    told.refresh_from_db()
    assert (told.status, told.reason) == (Status.CANCELLED, "防汛值守")


def test_a_day_that_came_without_announcement_stays_as_it_was(station, deputies, cast) -> None:
    missed = session(station, date(2026, 11, 20), deputies[0])
    with pytest.raises(ValidationError, match="如实留存"):
        actions.cancel(missed, "忘记了", by=cast.keeper)


def test_a_reason_for_the_public_holds_no_mobile_number(station, deputies, cast) -> None:
    told = announced(station, DECEMBER_10, deputies[0], at=moment(10))
    with pytest.raises(ValidationError, match="手机号"):
        actions.cancel(told, "改期请打 13800138000", by=cast.keeper)


# --- recording


def came(*pairs) -> dict[int, Came]:
    return {deputy.pk: Came(attendance, reason) for deputy, attendance, reason in pairs}


def test_what_a_session_brought(station, deputies, cast) -> None:
    an, bai, *_ = deputies
    told = announced(station, date(2026, 11, 23), an, bai, at=moment(10))
    present = came((an, PRESENT, ""), (bai, LEAVE, "住院"))
    actions.hold(told, present, Outcome(12, 5, "收到意见 5 件"), by=cast.keeper)
    told.refresh_from_db()
    assert (told.status, told.visitors, told.matters) == (Status.HELD, 12, 5)
    assert told.duty_slots.get(deputy=bai).absence_reason == "住院"
    first = told.held_at
    with time_machine.travel(moment(24), tick=False):
        actions.hold(told, present, Outcome(13, 5), by=cast.keeper)
    told.refresh_from_db()
    assert (told.visitors, told.held_at) == (13, first)
    assert [event.verb for event in Event.objects.about(told)] == ["更正接待情况", "登记接待情况"]


def test_nothing_is_recorded_before_the_day_or_without_anybody(station, deputies, cast) -> None:
    an = deputies[0]
    ahead = announced(station, date(2026, 11, 24), an, at=moment(10))
    with pytest.raises(ValidationError, match="当天起可以登记"):
        actions.hold(ahead, came((an, PRESENT, "")), Outcome(1, 0), by=cast.keeper)
    today = announced(station, date(2026, 11, 23), an, at=moment(10))
    with pytest.raises(ValidationError, match="没有代表到岗"):
        actions.hold(today, came((an, LEAVE, "")), Outcome(1, 0), by=cast.keeper)
    with pytest.raises(ValidationError, match="每位代表"):
        actions.hold(today, {}, Outcome(1, 0), by=cast.keeper)
    plan = session(station, date(2026, 11, 23), an, opens=time(14), closes=time(16))
    with pytest.raises(ValidationError, match="现在不能登记"):
        actions.hold(plan, came((an, PRESENT, "")), Outcome(1, 0), by=cast.keeper)
