"""Sessions are made ahead, once, and follow the rule as long as nobody was told."""

from datetime import date, time
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from liaison.audit.models import Event
from liaison.workdays.models import Holiday
from receptions import making
from receptions.models import Reception, ReceptionRule, Recurrence, Status
from stations.actions import close
from stations.models import Status as StationStatus
from tests.receptions.conftest import TODAY, announced, moment, rule, session


def days(made: ReceptionRule) -> list[date]:
    return list(made.receptions.order_by("day").values_list("day", flat=True))


def test_two_months_are_made_ahead_and_made_once(station) -> None:
    twice_a_month = rule(station)
    call_command("make_receptions")
    expected = [date(2026, 11, 25), date(2026, 12, 10), date(2026, 12, 25), date(2027, 1, 11)]
    assert days(twice_a_month) == expected
    call_command("make_receptions")
    assert days(twice_a_month) == expected


def test_the_command_reports_and_refuses_nonsense(station, capsys) -> None:
    rule(station)
    call_command("make_receptions", until="2026-12-10")
    assert "新增 2 次，调整 0 次，撤下 0 次" in capsys.readouterr().out
    with pytest.raises(CommandError, match="不是日期"):
        call_command("make_receptions", until="soon")


def test_nothing_is_made_for_today_or_for_a_station_that_is_closed(cast, station) -> None:
    every_monday = rule(station, recurrence=Recurrence.WEEKLY, weekdays=[0])
    making.make_all(TODAY, date(2026, 12, 7))
    assert days(every_monday) == [date(2026, 11, 30), date(2026, 12, 7)]
    close(station, TODAY, "合并", by=None)
    making.make_all(TODAY, date(2026, 12, 7))
    assert days(every_monday) == []
    station.refresh_from_db()
    assert station.status == StationStatus.CLOSED


def test_a_shorter_look_ahead_takes_nothing_away(station) -> None:
    twice_a_month = rule(station)
    making.make_all(TODAY, date(2027, 1, 31))
    many = days(twice_a_month)
    making.make_all(TODAY, date(2026, 12, 1))
    assert days(twice_a_month) == many


def test_a_changed_rule_moves_plans_and_leaves_announcements(station, deputies, cast) -> None:
    twice_a_month = rule(station)
    making.make_all(TODAY, date(2026, 12, 31))
    told = twice_a_month.receptions.get(day=date(2026, 11, 25))
    told.status, told.announced_at = Status.ANNOUNCED, moment(20)
    told.save()
    twice_a_month.month_days, twice_a_month.opens = [10], time(8, 30)
    making.write_rule(twice_a_month, by=cast.keeper)
    left = list(twice_a_month.receptions.order_by("day").values_list("day", "opens", "status"))
    assert left[:2] == [
        (date(2026, 11, 25), time(9), Status.ANNOUNCED),
        (date(2026, 12, 10), time(8, 30), Status.PLANNED),
    ]
    assert date(2026, 12, 25) not in [day for day, _, _ in left]
    assert Event.objects.filter(verb="修改接待规则", actor=cast.keeper).count() == 1


def test_a_rule_that_ends_takes_its_later_plans_along(station, cast) -> None:
    twice_a_month = rule(station)
    making.make_all(TODAY, date(2027, 1, 31))
    making.end_rule(twice_a_month, date(2026, 12, 15), by=cast.keeper)
    assert days(twice_a_month) == [date(2026, 11, 25), date(2026, 12, 10)]
    making.make_all(TODAY, date(2027, 1, 31))
    assert days(twice_a_month) == [date(2026, 11, 25), date(2026, 12, 10)]


def test_a_new_holiday_moves_a_plan_with_its_deputies(station, deputies) -> None:
    """The State Council's notice comes late in November: the plan follows, and keeps who is on duty."""
    first = rule(station, month_days=[4], since=date(2026, 12, 5))
    making.make_all(TODAY, date(2027, 1, 15))
    plan = first.receptions.get()
    assert plan.day == date(2027, 1, 4)
    plan.duty_slots.create(deputy=deputies[0])
    Holiday.objects.create(day=date(2027, 1, 4), name="元旦")
    making.make_all(TODAY, date(2027, 1, 15))
    plan.refresh_from_db()
    assert plan.day == date(2027, 1, 5)
    assert plan.duty_slots.get().deputy == deputies[0]


def test_two_rules_that_meet_make_one_session(station) -> None:
    rule(station)
    rule(station, recurrence=Recurrence.WEEKLY, weekdays=[3])  # Thursdays; 10 December is one
    making.make_all(TODAY, date(2026, 12, 10))
    assert Reception.objects.filter(day=date(2026, 12, 10)).count() == 1


def test_a_plan_moved_onto_a_taken_time_is_given_up(station) -> None:
    twice_a_month = rule(station)
    making.make_all(TODAY, date(2026, 12, 10))
    session(station, date(2026, 12, 10), opens=time(14), closes=time(16))
    twice_a_month.opens, twice_a_month.closes = time(14), time(16)
    making.write_rule(twice_a_month, by=None)
    assert Reception.objects.filter(day=date(2026, 12, 10)).count() == 1


def test_a_cancelled_or_announced_day_is_not_made_again(station, deputies) -> None:
    twice_a_month = rule(station)
    planned_for = date(2026, 11, 25)
    session(station, planned_for, rule=twice_a_month, planned_for=planned_for, status="cancelled", reason="x")
    announced(station, date(2026, 12, 10), rule=twice_a_month, planned_for=date(2026, 12, 10), at=moment(20))
    making.make_all(TODAY, date(2026, 12, 10))
    assert days(twice_a_month) == [planned_for, date(2026, 12, 10)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_make_every_session_once(transactional_db) -> None:
    from tests import make

    station = make.station(make.city()["mengzhuang"])
    made = rule(station)
    start, problems = Barrier(2), []

    def run() -> None:
        try:
            start.wait(5)
            making.make_all(TODAY, date(2027, 1, 31))
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    both = [Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert not problems
    assert len(days(made)) == len(set(days(made))) == 5
