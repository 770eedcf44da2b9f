"""The station handles what came in: every step by the right person, in order, once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from liaison.audit.models import Event
from opinions import actions
from opinions.models import Contact, Opinion, OpinionMove, OpinionState, Phrase, Satisfaction
from opinions.moves import MOVES
from tests import make
from tests.opinions import making

pytestmark = pytest.mark.django_db
PHONE = making.PHONE


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.keeper)
    return client


def press(desk, one, move, **typed):
    return desk.post(reverse("work:opinion_move", args=[one.pk]), {"move": move} | typed)


def test_from_the_letter_box_to_the_answer(desk, cast, station):
    one = making.opinion(station)
    steps = [
        ("accept", {"topic": "traffic"}),
        ("refer", {"responder": "县交通运输局"}),
        ("begin", {"note": "周三去现场"}),
        ("answer", {"answer": "装了 16 盏灯"}),
        ("close", {}),
    ]
    for move, typed in steps:
        assert press(desk, one, move, **typed).status_code == 302, move
    one.refresh_from_db()
    assert (one.state, one.topic, one.responder) == ("closed", "traffic", "县交通运输局")
    assert all((one.accepted_at, one.referred_at, one.answered_at, one.closed_at))
    labels = ["提交", "受理", "转交", "开始办理", "答复", "办结"]
    assert [m.label for m in one.moves.all()] == labels
    assert {m.by for m in one.moves.all()[1:]} == {cast.keeper}
    assert Event.objects.filter(verb__startswith="群众意见", target_id=str(one.pk)).count() == 5


@pytest.mark.parametrize("name", MOVES)
def test_no_state_is_skipped(station, name):
    for state in ("submitted", "accepted", "referred", "handling", "answered", "closed"):
        one = making.opinion(station, state)
        if state in MOVES[name].sources:
            assert making.take(one, name).state == MOVES[name].target
            continue
        with pytest.raises(ValidationError, match="状态已经变化"):
            making.take(one, name)
        one.refresh_from_db()
        assert one.state == state


def test_whoever_presses_second_is_told_and_changes_nothing(desk, station):
    one = making.opinion(station)
    assert press(desk, one, "accept").status_code == 302
    late = press(desk, one, "decline", decline_reason="private", door="legal", note="有人已经受理")
    assert "状态已经变化" in late.text
    one.refresh_from_db()
    assert one.state == "accepted"
    assert OpinionMove.objects.filter(opinion=one).count() == 2


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"door": "court"}, "请选择不予受理原因"),
        ({"decline_reason": "litigation"}, "请选择群众该找哪里"),
        ({"decline_reason": "x", "door": "court"}, "不在可用的选项中"),
        ({"decline_reason": "litigation", "door": "court", "note": f"打{PHONE}"}, "说明有手机号"),
    ],
)
def test_a_decline_names_a_reason_and_a_door(desk, station, typed, message):
    one = making.opinion(station)
    answer = press(desk, one, "decline", **{"note": "写了一句说明"} | typed)
    assert answer.status_code == 200
    assert message in answer.text
    assert ("写了一句说明" in answer.text) or ("note" in typed)
    one.refresh_from_db()
    assert one.state == "submitted"


def test_the_database_itself_refuses_a_decline_without_a_door(station):
    from django.db import IntegrityError, transaction

    one = making.opinion(station)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=one.pk).update(state=OpinionState.DECLINED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=one.pk).update(satisfaction=Satisfaction.FAIR)


def test_an_answer_says_something_and_holds_nobodys_number(desk, station):
    one = making.opinion(station, "handling")
    assert "请填写给本人的答复" in press(desk, one, "answer", answer=" ").text
    answer = press(desk, one, "answer", answer=f"找老王 {PHONE}")
    assert "答复有手机号 154****5678" in answer.text
    one.refresh_from_db()
    assert one.state == "handling"


def test_the_same_matter_twice_is_offered_and_merged(desk, station):
    first = making.opinion(station, "accepted", text="村口到学校那段路没有灯，孩子回来看不见")
    other = making.opinion(station, text="食堂周末不开门，老人吃不上热饭")
    second = making.opinion(station, text="村口到学校的那段路没有灯，孩子晚上看不见")
    page = desk.get(reverse("work:opinion", args=[second.pk])).text
    assert "可能重复" in page
    assert f"意见 {first.pk}" in page
    assert f"意见 {other.pk}" not in page
    assert "请填写另一件" in press(desk, second, "merge", parent=second.pk).text
    assert "请填写另一件" in press(desk, second, "merge", parent="99999999").text
    assert press(desk, second, "merge", parent=first.pk).status_code == 302
    second.refresh_from_db()
    assert (second.state, second.parent) == ("duplicate", first)


def test_nobody_merges_into_another_countys_matter(desk, cast, station):
    foreign = making.opinion(make.station(cast.yuanxing_street))
    one = making.opinion(station)
    assert "请填写另一件" in press(desk, one, "merge", parent=foreign.pk).text


def test_wording_is_put_into_the_field_and_stays_editable(desk, cast, station):
    phrase = Phrase.objects.create(city=cast.city, use="answer", text="您反映的事已经办好，结果是：")
    one = making.opinion(station, "handling")
    page = desk.get(reverse("work:opinion", args=[one.pk])).text
    assert f"?phrase={phrase.pk}" in page
    page = desk.get(reverse("work:opinion", args=[one.pk]) + f"?phrase={phrase.pk}").text
    assert f"{phrase.text}</textarea>" in page
    for strange in ("x", "9" * 30, "-1"):
        assert desk.get(reverse("work:opinion", args=[one.pk]) + f"?phrase={strange}").status_code == 200


# --- entered at the station


def registered(desk, station, **more):
    facts = {"text": making.SAID, "channel": "visit", "station": station.pk, "received_on": "2026-11-02"}
    return desk.post(reverse("work:opinion_new"), facts | more)


def test_a_visit_is_entered_and_accepted_at_once(desk, cast, station):
    assert registered(desk, station, token="t" * 32).status_code == 302
    assert registered(desk, station, token="t" * 32).status_code == 302
    one = Opinion.objects.get()
    assert (one.state, one.channel) == ("accepted", "visit")
    assert str(one.received_on) == "2026-11-02"
    assert str(one.due_on) == "2026-11-11"
    assert [m.by for m in one.moves.all()] == [cast.keeper] * 2


def test_what_was_solved_on_the_spot_is_closed_at_once(desk, station):
    registered(desk, station, channel="phone", solved="当场联系供电所，已恢复供电")
    one = Opinion.objects.get()
    assert (one.state, one.is_on_spot, one.answer) == ("closed", True, "当场联系供电所，已恢复供电")
    assert [m.label for m in one.moves.all()][1:] == ["受理", "转交", "开始办理", "答复", "办结"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"text": ""}, "请填写反映的事"),
        ({"received_on": "2099-01-01"}, "收到日期不能晚于今天"),
        ({"received_on": "11月2日"}, "收到日期应为日期"),
        ({"channel": "qr"}, "不在可用的选项中"),
        ({"solved": f"打{PHONE}问"}, "答复有手机号"),
        ({"phone": "12"}, "手机号应为 11 位数字"),
    ],
)
def test_what_is_wrong_at_the_desk_stands_at_its_field(desk, station, typed, message):
    answer = registered(desk, station, **{"place": "示例村东头"} | typed)
    assert answer.status_code == 200
    assert answer.text.count(message) == 2
    assert "示例村东头" in answer.text
    assert not Opinion.objects.exists()


# --- who sees and does what


def test_a_neighbours_opinion_does_not_exist(client, cast, station):
    one = making.opinion(station)
    client.force_login(cast.yuanyang_officer)
    for name in ("opinion", "opinion_move", "opinion_publish", "opinion_open"):
        address = reverse(f"work:{name}", args=[one.pk])
        assert client.get(address).status_code in (404, 405)
        refused = client.post(address, {"move": "accept", "what": "contact"}).status_code
        assert refused == (405 if name == "opinion" else 404)
    assert f">{one.pk}　" not in client.get(reverse("work:opinions")).text
    assert registered(client, station).status_code == 200
    one.refresh_from_db()
    assert one.state == "submitted"
    assert Opinion.objects.count() == 1


def test_a_keeper_sees_the_own_station_only(desk, cast, station):
    other = making.opinion(make.station(cast.baiquan))
    assert desk.get(reverse("work:opinion", args=[other.pk])).status_code == 404


@pytest.mark.parametrize(
    ("person", "moves", "opens", "publishes"),
    [
        ("city_editor", 302, 200, 200),
        ("city_reviewer", 403, 403, 200),
        ("auditor", 403, 403, 403),
        ("huixian_officer", 302, 200, 200),
        ("huixian_leader", 403, 403, 200),
        ("keeper", 302, 200, 403),
    ],
)
def test_each_role_does_what_the_table_says(client, cast, station, person, moves, opens, publishes):
    one = making.opinion(station, contact={"name": making.NAME, "phone": PHONE})
    client.force_login(getattr(cast, person))
    assert client.get(reverse("work:opinion", args=[one.pk])).status_code == 200
    assert client.post(reverse("work:opinion_open", args=[one.pk]), {"what": "contact"}).status_code == opens
    assert press(client, one, "accept").status_code == moves
    if moves != 302:
        actions.accept(one, by=None)
    assert client.post(reverse("work:opinion_publish", args=[one.pk]), {}).status_code == publishes


def test_the_contact_is_shown_by_a_decision_that_leaves_a_trace(desk, cast, station):
    one = making.opinion(station, contact={"name": making.NAME, "phone": PHONE, "tells_deputy": True})
    page = desk.get(reverse("work:opinion", args=[one.pk])).text
    assert PHONE not in page
    assert making.NAME not in page
    shown = desk.post(reverse("work:opinion_open", args=[one.pk]), {"what": "contact"}).text
    assert PHONE in shown
    assert making.NAME in shown
    assert "可以告诉代表" in shown
    event = Event.objects.filter(verb="查看反映人联系方式").get()
    assert event.actor == cast.keeper
    assert PHONE not in str(event.detail)


def test_a_contact_under_a_lost_key_says_so_and_breaks_nothing(desk, station, settings):
    from liaison.lib.sealed import new_key

    one = making.opinion(station, contact={"name": making.NAME, "phone": PHONE})
    settings.CONTACT_KEYS = [new_key()]
    answer = desk.post(reverse("work:opinion_open", args=[one.pk]), {"what": "contact"}, follow=True)
    assert "密钥不对" in answer.text


def test_a_new_key_in_front_still_opens_old_contacts(station, settings):
    from liaison.lib.sealed import new_key

    one = making.opinion(station, contact={"name": making.NAME, "phone": PHONE})
    settings.CONTACT_KEYS = [new_key(), *settings.CONTACT_KEYS]
    assert Contact.objects.get(opinion=one).opened()["phone"] == PHONE


def test_numbers_in_the_text_are_covered_until_somebody_asks(desk, station):
    said = f"打 {PHONE}，证号 {making.ID_NUMBER}，车 {making.PLATE}"
    one = making.opinion(station, text=said)
    page = desk.get(reverse("work:opinion", args=[one.pk])).text
    for number in (PHONE, making.ID_NUMBER, making.PLATE):
        assert number not in page
    assert "154****5678" in page
    assert said in desk.post(reverse("work:opinion_open", args=[one.pk]), {"what": "text"}).text
    assert Event.objects.filter(verb="查看群众意见原文").count() == 1


def test_an_action_without_the_right_is_refused_whatever_the_page_said(cast, station):
    with pytest.raises(PermissionDenied):
        actions.accept(making.opinion(station), by=cast.auditor)


# --- what waits


def test_the_to_do_list_counts_what_is_new_and_what_is_late(client, cast, station, time_machine):
    time_machine.move_to("2026-11-02 10:00 +0800")
    making.opinion(station)
    making.opinion(station, "handling")
    making.opinion(station, "closed")
    time_machine.move_to("2026-11-20 10:00 +0800")
    making.opinion(station)
    for person in (cast.keeper, cast.huixian_officer, cast.city_editor):
        client.force_login(person)
        page = client.get("/work/").text
        assert "2 件群众意见超过答复期限" in page
        assert "2 件群众意见等待审核受理" in page
    client.force_login(cast.yuanyang_officer)
    assert "件群众意见" not in client.get("/work/").text


def test_the_list_narrows_and_forgives(desk, cast, station, time_machine):
    time_machine.move_to("2026-11-02 10:00 +0800")
    late, done = making.opinion(station), making.opinion(station, "closed", channel="qr")
    time_machine.move_to("2026-11-20 10:00 +0800")
    new = making.opinion(station)

    def listed(query):
        page = desk.get(reverse("work:opinions") + query).text
        return {one for one in (late, done, new) if f"/work/opinions/{one.pk}/" in page}

    assert listed("") == {late, done, new}
    assert listed("?state=late") == {late}
    assert listed("?state=hand") == {late, new}
    assert listed("?channel=qr") == {done}
    assert listed("?year=2026&county=410782") == {late, done, new}
    assert "筛选条件无效，已忽略" in desk.get(reverse("work:opinions") + "?state=nonsense&county=1").text
