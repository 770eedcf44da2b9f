"""A contribution from its draft to its confirmation, and who may do what on the way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from campaigns import actions
from campaigns.models import Contribution
from liaison.audit.models import Event
from tests import make
from tests.campaigns import making


@pytest.fixture
def campaign(cast):
    return making.campaign(cast.city)


@pytest.fixture
def deputy(cast):
    station = make.station(cast.mengzhuang)
    station.keepers.add(cast.keeper)
    return making.serving(cast.huixian, "赵秀兰", station)


def facts(campaign, **more):
    return {
        "campaign": campaign,
        "post": "deputy",
        "title": "修好村路",
        "result": "修路 800 米",
        "done_on": timezone.localdate(),
        "text": "",
    } | more


def test_it_is_registered_with_the_deputys_own_roster_and_station(cast, campaign, deputy):
    made = actions.register(deputy, facts(campaign), by=cast.keeper)
    assert (made.division, made.station.division, made.author) == (
        cast.huixian,
        cast.mengzhuang,
        cast.keeper,
    )
    assert made.state == "draft"
    assert Event.objects.about(made).get().verb == "登记代表建功"


def test_sent_twice_it_is_written_once(cast, campaign, deputy):
    first = actions.register(deputy, facts(campaign), token="a" * 32, by=cast.keeper)
    again = actions.register(deputy, facts(campaign), token="a" * 32, by=cast.keeper)
    assert first == again


def test_from_draft_to_confirmed(cast, campaign, deputy):
    made = actions.register(deputy, facts(campaign), by=cast.keeper)
    actions.submit(made, by=cast.keeper)
    assert not Contribution.objects.public().exists()
    done = actions.confirm(made, by=cast.huixian_leader)
    assert (done.state, done.reviewer) == ("confirmed", cast.huixian_leader)
    assert Contribution.objects.public().get() == made


def test_a_keeper_does_not_confirm(cast, campaign, deputy):
    made = making.contribution(campaign, deputy, state="submitted")
    with pytest.raises(PermissionDenied):
        actions.confirm(made, by=cast.keeper)


def test_a_return_needs_a_reason_and_is_told_to_nobody_outside(cast, campaign, deputy, client):
    made = making.contribution(campaign, deputy, state="confirmed")
    with pytest.raises(ValidationError, match="请填写退回原因"):
        actions.send_back(made, "  ", by=cast.huixian_officer)
    back = actions.send_back(made, "成效没有数字", by=cast.huixian_officer)
    assert (back.state, back.return_note) == ("returned", "成效没有数字")
    assert made.title not in client.get(f"/campaigns/{campaign.year}/contributions/").content.decode()


def test_what_was_submitted_is_not_changed_any_more(cast, campaign, deputy):
    made = making.contribution(campaign, deputy, state="submitted")
    made.title = "另一件事"
    with pytest.raises(ValidationError, match="不能再改"):
        actions.revise(made, by=cast.keeper)
    with pytest.raises(ValidationError, match="不能删除"):
        actions.discard(made, by=cast.keeper)


def test_a_draft_may_be_thrown_away_and_leaves_a_trace(cast, campaign, deputy):
    made = making.contribution(campaign, deputy)
    actions.discard(made, by=cast.keeper)
    assert not Contribution.objects.exists()
    assert Event.objects.filter(verb="删除代表建功").exists()


@pytest.mark.parametrize("days", [1, 400])
def test_a_day_ahead_is_refused(cast, campaign, deputy, days):
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(ValidationError) as refused:
        actions.register(deputy, facts(campaign, done_on=day), by=cast.keeper)
    assert "done_on" in refused.value.error_dict


def test_a_day_before_the_campaign_is_refused(cast, campaign, deputy):
    with pytest.raises(ValidationError, match="完成日期应在活动期内"):
        actions.register(deputy, facts(campaign, done_on=date(2018, 5, 1)), by=cast.keeper)


def test_nothing_is_registered_under_a_concluded_campaign(cast, deputy):
    over = making.campaign(cast.city, 2019, state="concluded")
    with pytest.raises(ValidationError, match="不在进行中"):
        actions.register(deputy, facts(over, done_on=date(2019, 5, 1)), by=cast.keeper)


@pytest.mark.parametrize(
    ("field", "word"),
    [("title", "做了什么里有手机号"), ("result", "成效里有手机号"), ("text", "经过里有手机号")],
)
def test_a_mobile_number_in_a_public_text_is_refused_by_place(cast, campaign, deputy, field, word):
    with pytest.raises(ValidationError, match=word):
        actions.register(deputy, facts(campaign, **{field: "联系 13812345678"}), by=cast.keeper)


def test_the_city_commends_many_at_once_and_each_leaves_a_trace(cast, campaign, deputy):
    rows = [making.contribution(campaign, deputy, state="confirmed") for _ in range(3)]
    ids = [row.pk for row in rows]
    assert actions.commend(campaign, ids, by=cast.city_editor) == 3
    assert actions.commend(campaign, ids, by=cast.city_editor) == 0
    assert Event.objects.filter(verb="表彰代表建功").count() == 3
    assert actions.uncommend(campaign, ids[:1], by=cast.city_editor) == 1
    assert Contribution.objects.commended().count() == 2


def test_one_that_is_not_confirmed_stops_the_whole_commendation(cast, campaign, deputy):
    good = making.contribution(campaign, deputy, state="confirmed")
    bad = making.contribution(campaign, deputy, state="submitted")
    with pytest.raises(ValidationError, match="请重新选择"):
        actions.commend(campaign, [good.pk, bad.pk], by=cast.city_editor)
    assert not Contribution.objects.commended().exists()


def test_a_county_does_not_commend(cast, campaign, deputy):
    made = making.contribution(campaign, deputy, state="confirmed")
    with pytest.raises(PermissionDenied):
        actions.commend(campaign, [made.pk], by=cast.huixian_officer)


def test_what_is_commended_is_not_returned(cast, campaign, deputy):
    made = making.contribution(campaign, deputy, state="confirmed", is_commended=True)
    with pytest.raises(ValidationError, match="先撤销表彰"):
        actions.send_back(made, "写错了", by=cast.huixian_officer)


def test_the_campaign_is_proclaimed_and_concluded_with_a_summary(cast):
    made = making.campaign(cast.city, state="draft")
    actions.proclaim(made, by=cast.city_editor)
    with pytest.raises(ValidationError, match="请填写年度总结"):
        actions.conclude(made, " ", by=cast.city_editor)
    with pytest.raises(ValidationError, match="年度总结里有手机号"):
        actions.conclude(made, "问 13812345678", by=cast.city_editor)
    done = actions.conclude(made, "办成实事 300 件", by=cast.city_editor)
    assert (done.state, done.summary) == ("concluded", "办成实事 300 件")
    with pytest.raises(ValidationError, match="状态已经变化"):
        actions.conclude(made, "再来一次", by=cast.city_editor)


def test_a_county_does_not_proclaim(cast):
    with pytest.raises(PermissionDenied):
        actions.proclaim(making.campaign(cast.city, state="draft"), by=cast.huixian_officer)
