"""An issue's way: draft, review where wanted, release now or later, withdrawal, release again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from bulletins import actions
from bulletins.models import REVIEWED, SCHEDULED, Bulletin, State
from liaison.audit.models import Event
from tests.bulletins import making

pytestmark = pytest.mark.django_db


def verbs(issue) -> list[str]:
    return [event.verb for event in Event.objects.about(issue).order_by("number")]


def test_a_published_issue_is_public_and_on_the_trail(topics, cast):
    issue = actions.publish(making.bulletin(topics), by=cast.city_editor)
    assert Bulletin.objects.public(timezone.now()).get() == issue
    assert verbs(issue) == ["发布专题活动"]


def test_a_scheduled_issue_appears_by_itself_when_its_moment_comes(topics, cast):
    moment = timezone.now() + timedelta(hours=3)
    issue = actions.schedule(making.bulletin(topics), moment, by=cast.city_editor)
    assert issue.standing(timezone.now()) == SCHEDULED
    assert not Bulletin.objects.public(moment - timedelta(seconds=1)).exists()
    assert Bulletin.objects.public(moment).exists()
    assert issue.standing(moment) == State.RELEASED


def test_a_moment_that_is_past_is_refused_at_its_field(topics, cast):
    with pytest.raises(ValidationError) as refused:
        actions.schedule(making.bulletin(topics), timezone.now(), by=cast.city_editor)
    assert refused.value.message_dict == {"at": ["定时发布的时间应晚于现在"]}


def test_a_scheduled_issue_goes_back_to_a_draft_but_a_published_one_does_not(topics, cast):
    ahead, out = making.released(topics, 1, hours_ago=-5), making.released(topics, 2)
    assert actions.unschedule(ahead, by=cast.city_editor).state == State.DRAFT
    with pytest.raises(ValidationError, match="现在不能取消定时"):
        actions.unschedule(out, by=cast.city_editor)


def test_nothing_is_published_without_a_body(topics, cast):
    with pytest.raises(ValidationError, match="请填写正文"):
        actions.publish(making.bulletin(topics, body="<p> </p>"), by=cast.city_editor)


def test_withdrawing_needs_a_reason_and_keeps_it(topics, cast):
    issue = making.released(topics)
    with pytest.raises(ValidationError, match="请填写撤下原因"):
        actions.withdraw(issue, "  ", by=cast.city_editor)
    issue = actions.withdraw(issue, "数据有误，正在核对", by=cast.city_editor)
    assert (issue.state, issue.withdrawn_reason) == (State.WITHDRAWN, "数据有误，正在核对")
    assert not Bulletin.objects.public(timezone.now()).exists()


def test_the_public_reason_of_a_withdrawal_holds_no_number(topics, cast):
    with pytest.raises(ValidationError, match="138\\*\\*\\*\\*5678"):
        actions.withdraw(making.released(topics), f"详询 {making.MOBILE}", by=cast.city_editor)


def test_an_issue_published_again_keeps_its_first_day(topics, cast):
    issue = making.released(topics, hours_ago=100)
    first = issue.published_at
    actions.withdraw(issue, "数据有误", by=cast.city_editor)
    issue = actions.publish(issue, by=cast.city_editor)
    assert (issue.published_at, issue.withdrawn_at, issue.withdrawn_reason) == (first, None, "")


def test_what_is_out_is_not_published_twice(topics, cast):
    with pytest.raises(ValidationError, match="现在不能发布"):
        actions.publish(making.released(topics), by=cast.city_editor)


@pytest.mark.parametrize("who", ["auditor", "huixian_officer", "huixian_leader", "keeper"])
def test_only_the_citys_own_staff_publish(topics, cast, who):
    with pytest.raises(PermissionDenied):
        actions.publish(making.bulletin(topics), by=getattr(cast, who))


# --- Two people, where the series wants it


@pytest.fixture
def guarded(topics):
    topics.needs_review = True
    topics.save()
    return topics


def test_a_guarded_series_publishes_only_what_somebody_else_passed(guarded, cast):
    issue = actions.save_text(
        Bulletin(series=guarded, year=2026, number=1, title="示例", body="文字"), by=cast.city_editor
    )
    with pytest.raises(ValidationError, match="须经他人审核"):
        actions.publish(issue, by=cast.city_editor)
    issue = actions.review(issue, by=cast.city_reviewer)
    assert issue.standing(timezone.now()) == REVIEWED
    assert actions.publish(issue, by=cast.city_editor).state == State.RELEASED


def test_a_change_undoes_the_review(guarded, cast):
    issue = actions.review(making.bulletin(guarded), by=cast.city_reviewer)
    issue.title = "改过的标题"
    issue = actions.save_text(issue, by=cast.city_editor)
    assert issue.standing(timezone.now()) == State.DRAFT


def test_nobody_passes_their_own_work(guarded, cast):
    issue = making.bulletin(guarded, author=cast.city_reviewer)
    with pytest.raises(ValidationError, match="自己写的"):
        actions.review(issue, by=cast.city_reviewer)


def test_what_is_out_in_a_guarded_series_is_not_changed_by_one(guarded, cast):
    issue = making.released(guarded)
    issue.title = "悄悄改的标题"
    with pytest.raises(ValidationError, match="先撤下再修改"):
        actions.save_text(issue, by=cast.city_editor)


# --- Numbers


def test_numbers_are_proposed_one_after_the_highest_of_series_and_year(topics, notices):
    making.bulletin(topics, 3)
    assert Bulletin.objects.next_number(topics, 2026) == 4
    assert Bulletin.objects.next_number(topics, 2027) == 1
    assert Bulletin.objects.next_number(notices, 2026) == 1


def test_missing_numbers_are_named(topics):
    for number in (1, 2, 5):
        making.bulletin(topics, number)
    assert Bulletin.objects.gaps(topics, 2026) == [3, 4]


def test_a_number_is_given_once(topics, cast):
    making.bulletin(topics, 7)
    again = Bulletin(series=topics, year=2026, number=7, title="又一篇", body="文字")
    with pytest.raises(ValidationError) as refused:
        actions.save_text(again, by=cast.city_editor)
    assert refused.value.message_dict == {"number": ["这个栏目这一年已经有这个期号"]}


def test_saving_a_text_never_changes_what_was_decided(topics, cast):
    stale = making.bulletin(topics)
    Bulletin.objects.filter(pk=stale.pk).update(reads=40)
    actions.publish(stale, by=cast.city_editor)
    stale.title = "从旧页面保存"
    saved = actions.save_text(stale, by=cast.city_editor)
    saved.refresh_from_db()
    assert (saved.state, saved.reads, saved.title) == (State.RELEASED, 40, "从旧页面保存")
