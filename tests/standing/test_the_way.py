"""A year's assessment goes from the station over the county to the city, one step after the other."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from liaison.audit.models import Event
from standing import actions, actions_judging
from standing.actions import SelfAnswer
from standing.actions_judging import Judgement
from standing.models import Assessment, AssessmentItem, State, total
from stations.models import Evidence, Station
from tests import make
from tests.standing import sheets

DAY = sheets.DAY


@pytest.fixture
def sheet(station):
    return sheets.sheet(station)


# --- The round


def test_a_round_gives_every_station_in_service_a_sheet(cast, station):
    make.point(station)
    make.station(cast.baiquan, status="preparing")
    make.station(cast.yuanwu)
    assert actions.open_round(sheets.year(cast.city), by=cast.city_editor) == 2
    assert AssessmentItem.objects.count() == 2 * 3
    assert set(Assessment.objects.values_list("state", flat=True)) == {State.DRAFT}
    assert Event.objects.filter(verb="开始年度评价").count() == 1


def test_a_year_begins_once(cast, sheet):
    with pytest.raises(ValidationError, match="这一年度的评价已经开始"):
        actions.open_round(sheets.year(cast.city), by=cast.city_editor)


@pytest.mark.parametrize("who", ["keeper", "huixian_officer", "city_reviewer", "auditor"])
def test_only_the_city_begins_a_year(cast, station, who):
    with pytest.raises(PermissionDenied):
        actions.open_round(sheets.year(cast.city), by=getattr(cast, who))


def test_thresholds_descend(cast):
    with pytest.raises(ValidationError, match="依次降低"):
        actions.open_round(sheets.year(cast.city, good_from=96), by=None)


@pytest.mark.parametrize(
    ("points", "grade"),
    [(100, "model"), (95, "model"), (94, "good"), (85, "good"), (70, "standard"), (69, "below")],
)
def test_points_reach_a_grade(cast, points, grade):
    assert sheets.year(cast.city).grade_for(points, 100) == grade


def test_thresholds_are_shares_where_the_full_points_are_others(cast):
    assert sheets.year(cast.city).grade_for(57, 60) == "model"
    assert sheets.year(cast.city).grade_for(0, 0) == "below"


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [
        (date(2026, 11, 25), 24, date(2028, 11, 24)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 30)),
    ],
)
def test_a_grade_holds_whole_months(cast, since, months, until):
    assert sheets.year(cast.city, validity_months=months).valid_until(since) == until


# --- The station


def test_what_the_records_say_is_kept_when_the_station_submits(sheet):
    sheets.submitted(sheet)
    kept = sheets.points(sheet)
    assert kept["固定场所"].auto_answer["met"] is True
    assert "0373-0000123" in kept["固定场所"].auto_answer["sentence"]
    assert kept["站长在任"].auto_answer["sentence"] == "记录里没有在任的站长"
    assert kept["档案齐全"].auto_answer["on"] == "2026-03-01"
    assert kept["固定场所"].auto_answer["asked_on"] == "2026-11-25"
    assert sheets.fresh(sheet).state == State.SUBMITTED


def test_the_record_may_change_afterwards_and_the_kept_answer_stays(sheet):
    sheets.submitted(sheet)
    Station.objects.update(phone="")
    assert sheets.points(sheet)["固定场所"].auto_answer["met"] is True


def test_every_point_is_answered_before_it_is_submitted(sheet):
    with pytest.raises(ValidationError) as refused:
        actions.submit(sheet, today=DAY, by=None)
    assert refused.value.messages[0] == "请选择第 1 项“固定场所”是否达到"
    assert len(refused.value.messages) == 3
    assert sheets.fresh(sheet).state == State.DRAFT


def test_who_differs_from_the_records_says_why(sheet):
    sheets.answered(sheet)
    row = sheets.points(sheet)["站长在任"]
    said = {row.pk: SelfAnswer(True)}
    actions.answer(sheet, said, version=sheets.fresh(sheet).version, by=None)
    with pytest.raises(ValidationError, match="与系统记录不一致的原因"):
        actions.submit(sheet, today=DAY, by=None)
    said = {row.pk: SelfAnswer(True, "新站长昨天到任，还没有登记")}
    actions.answer(sheet, said, version=sheets.fresh(sheet).version, by=None)
    assert actions.submit(sheet, today=DAY, by=None).state == State.SUBMITTED


def test_a_point_without_records_needs_evidence(sheet):
    sheets.answered(sheet)
    Evidence.objects.all().delete()
    with pytest.raises(ValidationError, match="请选择第 3 项“档案齐全”的佐证"):
        actions.submit(sheet, today=DAY, by=None)


def test_evidence_of_another_station_is_refused(cast, sheet):
    row = sheets.points(sheet)["档案齐全"]
    other = make.station(cast.baiquan)
    foreign = Evidence.objects.create(station=other, item=row.item, met_on=DAY)
    with pytest.raises(ValidationError, match="不是本站这一项的"):
        actions.answer(sheet, {row.pk: SelfAnswer(True, "", foreign)}, version=0, by=None)


def test_two_editors_lose_nothing(sheet):
    sheets.answered(sheet)
    with pytest.raises(ValidationError, match="被别人改过"):
        actions.answer(sheet, {}, version=0, by=None)


def test_a_point_of_another_sheet_is_left_alone(cast, station):
    other = make.station(cast.baiquan)
    sheet = sheets.sheet(station)
    foreign = sheets.points(other.assessments.get())["固定场所"]
    actions.answer(sheet, {foreign.pk: SelfAnswer(True)}, version=0, by=None)
    foreign.refresh_from_db()
    assert foreign.self_met is None


# --- The county


def test_the_county_confirms_what_the_station_said(sheet):
    sheets.reviewed(sheet)
    kept = sheets.points(sheet)
    assert [kept[name].county_met for name in ("固定场所", "站长在任", "档案齐全")] == [True, False, True]


def test_a_county_that_differs_says_why(sheet):
    sheets.submitted(sheet)
    with pytest.raises(ValidationError, match="第 3 项：县级意见与自评不一致，请填写县级说明"):
        sheets.judged(sheet, 档案齐全=Judgement(False))
    sheets.judged(sheet, 档案齐全=Judgement(False, "缺三季度档案", "第三季度档案没有归档"))
    assert total(sheets.points(sheet).values()).points == 50


def test_the_database_wants_the_reason_too(sheet):
    sheets.submitted(sheet)
    row = sheets.points(sheet)["档案齐全"]
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentItem.objects.filter(pk=row.pk).update(county_met=False)


def test_a_public_explanation_holds_no_mobile(sheet):
    sheets.submitted(sheet)
    with pytest.raises(ValidationError, match="公开说明里有手机号 154"):
        sheets.judged(sheet, 档案齐全=Judgement(False, "缺档案", "问 15400000001"))


def test_a_return_has_a_reason_and_the_county_judges_anew(sheet):
    sheets.submitted(sheet)
    sheets.judged(sheet, 档案齐全=Judgement(False, "缺档案"))
    with pytest.raises(ValidationError, match="请填写退回修改原因"):
        actions_judging.turn_back(sheet, "return", note=" ", by=None)
    back = actions_judging.turn_back(sheet, "return", note="补三季度档案", by=None)
    assert (back.state, back.return_note) == (State.RETURNED, "补三季度档案")
    again = sheets.submitted(sheet)
    assert (again.state, again.return_note) == (State.SUBMITTED, "")
    assert sheets.points(sheet)["档案齐全"].county_met is None


# --- The city


def test_the_city_decides_by_points(cast, sheet):
    done = sheets.decided(sheet, cast.city_editor)
    assert (done.points, done.full_points, done.grade) == (70, 100, "standard")
    assert (done.valid_from, done.valid_until) == (DAY, date(2028, 11, 24))
    assert Station.objects.get(pk=sheet.station_id).grade == ""


def test_the_city_may_see_it_otherwise_with_a_reason(cast, sheet):
    sheets.reviewed(sheet)
    with pytest.raises(ValidationError, match="市级意见与县级意见不一致"):
        sheets.judged(sheet, "weigh", 站长在任=Judgement(True))
    sheets.judged(sheet, "weigh", 站长在任=Judgement(True, "任命文件已到"))
    (done,) = actions_judging.decide([sheet], on=DAY, by=cast.city_editor)
    assert (done.points, done.grade) == (100, "model")


def test_publishing_puts_the_grade_on_the_station(cast, sheet):
    before = Station.objects.get(pk=sheet.station_id).updated_at
    sheets.published(sheet, cast.city_editor)
    station = Station.objects.get(pk=sheet.station_id)
    assert (station.grade, station.grade_until) == ("standard", date(2028, 11, 24))
    assert station.history.count() == 2
    assert station.updated_at == before


def test_an_older_year_published_late_leaves_the_newer_grade(cast, station):
    old = sheets.sheet(station, 2025)
    sheets.decided(old, cast.city_editor)
    Station.objects.filter(pk=station.pk).update(phone="")
    new = sheets.sheet(station, 2026)
    row = sheets.points(new)["固定场所"]
    answered = sheets.answered(new)
    actions.answer(answered, {row.pk: SelfAnswer(False)}, version=answered.version, by=None)
    actions.submit(new, today=DAY, by=None)
    actions_judging.confirm(new, by=None)
    actions_judging.decide([new], on=DAY, by=cast.city_editor)
    actions_judging.publish([new], by=cast.city_editor)
    actions_judging.publish([old], by=cast.city_editor)
    assert Station.objects.get(pk=station.pk).grade == "below"


def test_many_are_decided_at_once_or_none(cast, station):
    make.station(cast.baiquan)
    first = sheets.sheet(station)
    second = Assessment.objects.exclude(pk=first.pk).get()
    sheets.reviewed(first)
    with pytest.raises(ValidationError, match="现在不能评定等次"):
        actions_judging.decide([first, second], on=DAY, by=cast.city_editor)
    assert sheets.fresh(first).state == State.REVIEWED


def test_a_preview_that_no_longer_holds_is_refused(cast, sheet):
    sheets.reviewed(sheet)
    with pytest.raises(ValidationError, match="得分已经变化"):
        actions_judging.decide([sheet], on=DAY, by=cast.city_editor, expected={sheet.pk: 100})


def test_before_publishing_the_city_may_reconsider(cast, sheet):
    sheets.decided(sheet, cast.city_editor)
    back = actions_judging.turn_back(sheet, "reconsider", note="补看现场", by=cast.city_editor)
    assert back.state == State.REVIEWED


def test_sent_back_the_county_judges_without_the_citys_word(sheet):
    sheets.reviewed(sheet)
    sheets.judged(sheet, "weigh", 站长在任=Judgement(True, "任命文件已到"))
    actions_judging.turn_back(sheet, "send_back", note="请核对站长", by=None)
    assert sheets.points(sheet)["站长在任"].city_met is None


def test_what_is_published_moves_no_more(cast, sheet):
    sheets.published(sheet, cast.city_editor)
    for move in ("return", "send_back", "reconsider"):
        with pytest.raises(ValidationError, match="现在不能"):
            actions_judging.turn_back(sheet, move, note="再看", by=None)
    with pytest.raises(ValidationError, match="现在不能"):
        sheets.answered(sheet)


def test_every_step_leaves_a_trail(cast, sheet):
    sheets.published(sheet, cast.city_editor)
    verbs = set(Event.objects.about(sheet).values_list("verb", flat=True))
    assert verbs == {"填写自评", "提交站点自评", "县级复核站点评价", "评定站点等次", "公布站点等次"}


@pytest.mark.parametrize(
    ("who", "submit", "confirm", "decide"),
    [
        ("keeper", True, False, False),
        ("huixian_officer", False, True, False),
        ("huixian_leader", False, True, False),
        ("city_editor", False, False, True),
        ("city_reviewer", False, False, False),
        ("auditor", False, False, False),
    ],
)
def test_each_step_has_its_people(cast, sheet, who, submit, confirm, decide):
    person = getattr(cast, who)
    may = {
        name: person.has_perm(f"standing.{right}_assessment")
        for name, right in (("submit", "answer"), ("confirm", "review"), ("decide", "decide"))
    }
    assert may == {"submit": submit, "confirm": confirm, "decide": decide}
    assert person.has_perm("standing.view_assessment")
