"""A report's way: who may take which step, what is written down, and what is locked."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from liaison.audit.models import Event
from progress import actions
from progress.actions import OutdatedError
from progress.models import MonthlyReport, ReportingRule, State
from progress.moves import MOVES
from tests.progress import reports

pytestmark = pytest.mark.django_db
WAY = {"sign": "huixian_officer", "submit": "huixian_leader", "confirm": "city_reviewer"}
MAY = {
    "sign": {"huixian_officer"},
    "submit": {"huixian_leader"},
    "hand_back": {"huixian_leader"},
    "return": {"city_editor", "city_reviewer"},
    "confirm": {"city_editor", "city_reviewer"},
}


def walk(report, cast, *names):
    return reports.walked(report, *((name, getattr(cast, WAY[name])) for name in names))


def test_from_draft_to_confirmed_every_step_is_written_down(cast, huixian_report):
    report = walk(huixian_report, cast, "sign", "submit", "confirm")
    assert report.state == State.CONFIRMED
    assert [str(move) for move in report.moves.all()] == [
        "huixian_officer 提交审签",
        "huixian_leader 审签报送",
        "city_reviewer 确认公开",
    ]
    verbs = set(Event.objects.about(report).values_list("verb", flat=True))
    assert verbs == {"开始填报月报", "月报提交审签", "月报审签报送", "月报确认公开"}
    assert report.signed_by == "huixian_leader"


@pytest.mark.parametrize("name", MOVES)
def test_each_step_is_taken_by_those_in_the_table_alone(cast, huixian_report, name):
    step = MOVES[name]
    source = next(iter(step.sources))
    MonthlyReport.objects.update(state=source, submitted_at=timezone.now())
    everybody = ("city_editor", "city_reviewer", "auditor", "huixian_officer", "huixian_leader", "keeper")
    for who in everybody:
        person = getattr(cast, who)
        if who in MAY[name]:
            assert person.has_perm(step.permission)
        else:
            with pytest.raises(PermissionDenied):
                actions.move(huixian_report, name, by=person, now=timezone.now(), note="改")


def test_returning_needs_a_reason_and_opens_the_draft_again(cast, huixian_report):
    report = walk(huixian_report, cast, "sign", "submit")
    with pytest.raises(ValidationError):
        actions.move(report, "return", by=cast.city_reviewer, now=timezone.now(), note=" ")
    report = actions.move(
        report, "return", by=cast.city_reviewer, now=timezone.now(), note="再核对", comments={"5": "办结"}
    )
    assert report.is_open
    assert report.moves.last().comments == {"5": "办结"}
    assert reports.draft(cast.huixian, report.month, by=cast.huixian_officer).state == State.RETURNED


def test_a_step_is_taken_once(cast, huixian_report):
    walk(huixian_report, cast, "sign")
    with pytest.raises(ValidationError, match="状态已经变化"):
        walk(huixian_report, cast, "sign")


def test_what_changed_since_it_was_read_is_not_signed(cast, huixian_report):
    reports.draft(cast.huixian, huixian_report.month, by=cast.huixian_officer)
    with pytest.raises(ValidationError, match="刚刚改过"):
        actions.move(huixian_report, "sign", by=cast.huixian_officer, now=timezone.now(), seen=1)


def test_unsound_figures_are_not_signed(cast, month):
    report = reports.draft(cast.huixian, month, by=cast.huixian_officer, opinions_closed=3)
    with pytest.raises(ValidationError, match="还有 1 处需要修改"):
        walk(report, cast, "sign")


@pytest.fixture
def _half_through_the_month():
    first = timezone.localtime().replace(day=1, hour=12)
    with time_machine.travel(first + timedelta(days=14)):
        yield


@pytest.mark.usefixtures("_half_through_the_month")
def test_a_running_month_is_not_signed(cast):
    month = timezone.localdate().replace(day=1)
    report = reports.draft(cast.huixian, month, by=cast.huixian_officer)
    with pytest.raises(ValidationError, match="还没有结束"):
        walk(report, cast, "sign")


def test_one_person_does_not_fill_and_sign_where_the_city_wants_two(cast, huixian_report):
    from liaison.accounts.models import User

    boss = User.objects.create_superuser("boss", password="x" * 12)
    report = reports.walked(huixian_report, ("sign", boss))
    with pytest.raises(ValidationError, match="两个人"):
        reports.walked(report, ("submit", boss))
    ReportingRule.objects.create(city=cast.city, needs_two_people=False)
    assert reports.walked(report, ("submit", boss)).state == State.SUBMITTED


def test_a_locked_report_takes_no_more_figures(cast, huixian_report):
    walk(huixian_report, cast, "sign")
    with pytest.raises(ValidationError, match="不能修改"):
        reports.draft(cast.huixian, huixian_report.month, by=cast.huixian_officer)


def test_a_correction_is_a_new_revision_and_the_confirmed_one_counts_until_then(cast, huixian_report):
    report = walk(huixian_report, cast, "sign", "submit", "confirm")
    with pytest.raises(ValidationError, match="请填写更正原因"):
        actions.revise(report, " ", by=cast.huixian_officer, now=timezone.now())
    second = actions.revise(report, "补登一场", by=cast.huixian_officer, now=timezone.now())
    assert second.revision == 2
    assert second.figures.count() == report.figures.count()
    assert list(MonthlyReport.objects.in_force()) == [report]
    with pytest.raises(ValidationError, match="已经在办理"):
        actions.revise(report, "再来", by=cast.huixian_officer, now=timezone.now())
    walk(second, cast, "sign", "submit", "confirm")
    assert list(MonthlyReport.objects.in_force()) == [second]
    report.refresh_from_db()
    assert report.state == State.CONFIRMED


def test_two_officers_who_both_begin_do_not_overwrite_each_other(cast, huixian_report):
    draft = actions.Draft(reports.values(cast.huixian, huixian_report.month), {}, {})
    with pytest.raises(OutdatedError) as meanwhile:
        actions.save(
            cast.huixian, huixian_report.month, draft, seen=0, by=cast.huixian_officer, now=timezone.now()
        )
    assert meanwhile.value.report == huixian_report
