"""What can be kept about a township's duties, by whom, and what is refused in Chinese."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from duties.models import PartyReport, PresidiumMeeting, TownshipSession
from liaison.audit.models import Event
from tests.admin.conftest import form_of
from tests.duties.conftest import chair, meeting, session, training

SESSION = "/admin/duties/townshipsession/"


def sent(town, **more):
    """What a browser sends for a session."""
    facts = {"division": town.pk, "year": 2026, "number": 1, "since": "2026-03-10", "until": "2026-03-11"}
    return facts | {"deputies_due": "５０", "deputies_attended": 48, "note": ""} | more


def test_a_county_keeps_its_own_sessions_with_history_and_trail(cast, enter):
    browser = enter(cast.huixian_officer)
    assert browser.post(f"{SESSION}add/", sent(cast.mengzhuang)).status_code == 302
    made = TownshipSession.objects.get()
    assert (made.days, made.deputies_due) == (2, 50)
    address = f"{SESSION}{made.pk}/change/"
    assert browser.post(address, sent(cast.mengzhuang, deputies_attended=47)).status_code == 302
    page = browser.get(f"{SESSION}{made.pk}/history/").text
    assert "实到代表" in page
    assert browser.post(f"{SESSION}{made.pk}/delete/", {"post": "yes"}).status_code == 302
    assert made.history.model.objects.filter(history_type="-").exists()
    verbs = list(Event.objects.filter(actor=cast.huixian_officer).values_list("verb", flat=True))
    assert {"新建乡镇人大会议", "修改乡镇人大会议", "删除乡镇人大会议"} <= set(verbs)


def test_a_neighbours_township_cannot_be_written_for_or_seen(cast, enter):
    made = session(cast.yuanwu, date(2026, 3, 1))
    browser = enter(cast.huixian_officer)
    assert browser.get(f"{SESSION}{made.pk}/change/").status_code == 404
    assert "原武镇" not in browser.get(SESSION).text
    answer = browser.post(f"{SESSION}add/", sent(cast.yuanwu))
    assert answer.status_code == 200
    assert TownshipSession.objects.count() == 1
    assert "原武镇" in enter(cast.city_editor).get(SESSION).text


def test_the_auditor_and_the_leader_read_and_change_nothing(cast, enter):
    made = session(cast.mengzhuang, date(2026, 3, 1))
    for person in (cast.auditor, cast.huixian_leader, cast.city_reviewer):
        browser = enter(person)
        assert "孟庄镇" in browser.get(SESSION).text
        assert browser.get(f"{SESSION}{made.pk}/change/").status_code == 200
        assert browser.post(f"{SESSION}{made.pk}/change/", sent(cast.mengzhuang)).status_code == 403
        assert browser.get(f"{SESSION}add/").status_code == 403


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"until": "2026-03-09"}, "闭会日期不能早于开会日期"),
        ({"deputies_attended": 51}, "实到代表不能多于应到代表"),
        ({"is_half_day": "on"}, "开会和闭会应是同一天"),
        ({"year": 2025}, "年度应填 2026"),
        ({"number": 0}, "本年第几次不能小于 1"),
        ({"deputies_due": "五十"}, "整数"),
        ({"deputies_due": -1}, "0"),
        ({"since": "昨天"}, "日期"),
        ({"number": 2}, "已经登记过"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(cast, enter, change, why):
    session(cast.mengzhuang, date(2026, 9, 1), 2)
    answer = enter(cast.huixian_officer).post(f"{SESSION}add/", sent(cast.mengzhuang, note="春季", **change))
    assert answer.status_code == 200
    assert why in answer.text
    assert "春季" in answer.text
    assert TownshipSession.objects.count() == 1


def test_the_database_holds_the_rules_too(cast):
    town, day = cast.mengzhuang, date(2026, 3, 10)
    for wrong in ({"until": date(2026, 3, 9)}, {"deputies_attended": 51}, {"number": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            session(town, day, **wrong)


@pytest.mark.parametrize(
    ("place", "why"), [("chengguan_street", "没有人民代表大会"), ("huixian", "法定的乡或镇")]
)
def test_only_a_township_has_sessions_and_a_presidium(cast, place, why):
    town, day = getattr(cast, place), date(2026, 3, 10)
    for record in (
        TownshipSession(division=town, year=2026, since=day, until=day),
        PresidiumMeeting(division=town, held_on=day),
    ):
        with pytest.raises(ValidationError, match=why):
            record.full_clean()


def test_a_meeting_is_noted_once_a_day(cast):
    meeting(cast.mengzhuang, date(2026, 3, 10))
    twice = PresidiumMeeting(division=cast.mengzhuang, held_on=date(2026, 3, 10), members_due=5)
    with pytest.raises(ValidationError, match="已经登记过"):
        twice.full_clean()
    twice.held_on, twice.members_attended = date(2026, 3, 11), 6
    with pytest.raises(ValidationError, match="实到成员不能多于应到成员"):
        twice.full_clean()


def test_a_county_reports_to_its_own_party_committee(cast, enter):
    browser = enter(cast.huixian_officer)
    assert form_of(browser.get("/admin/duties/partyreport/add/"))["division"] == cast.huixian.pk
    report = {"made_on": "2026-06-30", "title": "关于乡镇人大工作的报告"}
    for place in (cast.yuanyang, cast.mengzhuang):
        browser.post("/admin/duties/partyreport/add/", report | {"division": place.pk})
    assert not PartyReport.objects.exists()
    browser.post("/admin/duties/partyreport/add/", report | {"division": cast.huixian.pk})
    assert PartyReport.objects.get().division == cast.huixian
    with pytest.raises(ValidationError, match="请选择县"):
        PartyReport(division=cast.mengzhuang, made_on=date(2026, 1, 1), title="示例").full_clean()


CLASS = "/admin/duties/trainingclass/"


def of_class(organiser, *people, **more):
    """What a browser sends for a class."""
    facts = {"organiser": organiser.pk, "title": "示例班", "since": "2026-05-06", "until": "2026-05-07"}
    return facts | {"note": "", "posts": [one.pk for one in people]} | more


def test_who_attended_is_ticked_and_unticked(cast, enter):
    browser, one, other = enter(cast.huixian_officer), chair(cast.mengzhuang), chair(cast.chengguan_street)
    assert browser.post(f"{CLASS}add/", of_class(cast.huixian, one, other)).status_code == 302
    made = cast.huixian.training_classes.get()
    assert {row.post for row in made.attendances.all()} == {one, other}
    sent_back = form_of(browser.get(f"{CLASS}{made.pk}/change/"))
    assert sorted(sent_back["posts"]) == sorted([one.pk, other.pk])
    browser.post(f"{CLASS}{made.pk}/change/", of_class(cast.huixian, other))
    assert [row.post for row in made.attendances.all()] == [other]
    noted = Event.objects.filter(verb="登记参训").order_by("pk")
    assert [len(event.detail["added"]) for event in noted] == [2, 0]
    assert [len(event.detail["removed"]) for event in noted] == [0, 1]


def test_a_person_who_was_not_in_post_or_is_another_countys_cannot_attend(cast, enter):
    late, neighbour = chair(cast.mengzhuang, date(2026, 6, 1)), chair(cast.yuanwu)
    page = enter(cast.huixian_officer).post(f"{CLASS}add/", of_class(cast.huixian, late)).text
    assert "在培训期间不在任" in page
    page = enter(cast.city_editor).post(f"{CLASS}add/", of_class(cast.huixian, neighbour)).text
    assert "不属于辉县市" in page
    enter(cast.huixian_officer).post(f"{CLASS}add/", of_class(cast.huixian, neighbour))
    assert not cast.huixian.training_classes.exists()


def test_a_county_sees_its_own_people_at_the_citys_class_and_changes_nothing(cast, enter):
    made = training(
        cast.city, date(2026, 5, 6), chair(cast.mengzhuang, name="本县人"), chair(cast.yuanwu, name="邻县人")
    )
    browser = enter(cast.huixian_officer)
    page = browser.get(f"{CLASS}{made.pk}/change/").text
    assert "本县人" in page
    assert "邻县人" not in page
    assert browser.post(f"{CLASS}{made.pk}/change/", of_class(cast.city)).status_code == 403
    assert browser.post(f"{CLASS}{made.pk}/delete/", {"post": "yes"}).status_code == 403
    assert made.attendances.count() == 2
    page = enter(cast.city_editor).get(f"{CLASS}{made.pk}/change/").text
    assert "邻县人" in page


def test_a_neighbours_class_does_not_exist(cast, enter):
    made = training(cast.yuanyang, date(2026, 5, 6))
    assert enter(cast.huixian_officer).get(f"{CLASS}{made.pk}/change/").status_code == 404


def test_a_zone_holds_classes_for_the_townships_it_manages(cast, enter):
    enter(cast.city_editor).post(f"{CLASS}add/", of_class(cast.zone, chair(cast.yuanwu)))
    assert cast.zone.training_classes.get().attendances.count() == 1
