"""Deputies without a station are work: with a reason, with advice, and many at once after a preview."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from deputies.actions import assign, elect
from deputies.gaps import explain
from deputies.models import Assignment, Deputy
from deputies.suggest import Reason
from liaison.audit.models import Event
from tests import make

GAPS = "/admin/deputies/deputy/gaps/"
PREVIEW = f"{GAPS}preview/"
PLACE = f"{GAPS}place/"


@pytest.fixture
def station(cast):
    return make.station(cast.mengzhuang)


@pytest.fixture
def term(cast):
    return make.term(cast.huixian)


def gap_of(person):
    return explain(Deputy.objects.filter(pk=person.pk), timezone.localdate())[0]


def test_the_reason_says_what_stands_in_the_way(cast, station, term):
    def reason(elected_by: str, **more):
        return gap_of(make.deputy(cast.huixian, term, elected_by=elected_by, **more)).reason

    assert reason("孟庄镇第1选区") == Reason.WAITING
    assert reason("百泉镇第1选区") == Reason.NO_STATION
    assert reason("第6选区") == Reason.UNKNOWN
    assert reason("孟庄镇、百泉镇联合选区") == Reason.SEVERAL


def test_a_newcomer_and_somebody_whose_station_closed_are_told_apart(cast, station, term):
    new = make.deputy(cast.huixian)
    elect(new, term, elected_by="孟庄镇", since=timezone.localdate() - timedelta(days=5), by=None)
    assert gap_of(new).reason == Reason.NEW
    lost = make.deputy(cast.huixian, term, elected_by="孟庄镇")
    closed = make.station(cast.baiquan)
    assign(lost, closed, since=date(2025, 7, 1), by=None)
    assert not Deputy.objects.unassigned().filter(pk=lost.pk).exists()
    type(closed).objects.filter(pk=closed.pk).update(status="closed")
    assert Deputy.objects.unassigned().filter(pk=lost.pk).exists()
    gap = gap_of(lost)
    assert (gap.reason, gap.detail, gap.station) == (Reason.CLOSED, closed.name, station)


def test_explaining_costs_the_same_for_few_and_many(cast, station, term, django_assert_num_queries):
    def ask() -> None:
        assert all(gap.station == station for gap in explain(Deputy.objects.unassigned(), date(2026, 1, 1)))

    make.deputy(cast.huixian, term, elected_by="孟庄镇")
    with django_assert_num_queries(7):
        ask()
    for _ in range(10):
        make.deputy(cast.huixian, term, elected_by="孟庄镇")
    with django_assert_num_queries(7):
        ask()


def test_the_page_counts_heads_and_levels_and_narrows(cast, enter, station, term):
    town = make.term(cast.baiquan, 9)
    both = make.deputy(cast.huixian, term, town, name="示例双")
    one = make.deputy(cast.huixian, term, name="示例单")
    browser = enter(cast.huixian_officer)
    answer = browser.get(GAPS)
    text = answer.content.decode()
    assert "2 位在任代表还没有进站" in text
    assert answer.context["counts"][0].levels == {"county": 2, "township": 1}
    narrow = browser.get(GAPS, {"county": "410782", "level": "township"}).content.decode()
    assert both.name in narrow
    assert one.name not in narrow
    for nonsense in ({"county": "999"}, {"level": "x"}):
        assert "筛选条件无效，已忽略" in browser.get(GAPS, nonsense).content.decode()
    assert browser.get(GAPS, {"p": "99999"}).status_code == 200


def test_many_are_placed_after_a_preview_and_twice_is_once(cast, enter, station, term):
    ready = [make.deputy(cast.huixian, term, elected_by="孟庄镇第1选区") for _ in range(3)]
    lost = make.deputy(cast.huixian, term, elected_by="第6选区", name="示例丁")
    browser = enter(cast.huixian_officer)
    keys = [one.pk for one in (*ready, lost)]
    text = browser.post(PREVIEW, {"deputy": keys}).content.decode()
    assert "3 人可以安排，1 人不能安排" in text
    assert "不能安排：没有选择联络站" in text
    assert not Assignment.objects.exists()
    sent = {"deputy": keys, "since": "2026-01-05"} | {f"station-{k.pk}": station.pk for k in ready}
    sent |= {f"basis-{ready[0].pk}": "convenience", f"station-{lost.pk}": ""}
    text = browser.post(PLACE, sent).content.decode()
    assert "已安排 3 人，从 2026年1月5日 起；1 人没有安排" in text
    assert Assignment.objects.filter(station=station, since=date(2026, 1, 5)).count() == 3
    assert ready[0].assignments.get().basis == "convenience"
    assert Event.objects.filter(verb="代表进站").count() == 3
    again = browser.post(PLACE, sent).content.decode()
    assert "已安排 0 人" in again
    assert "3 人原来就在这个站" in again
    assert Assignment.objects.count() == Event.objects.filter(verb="代表进站").count() == 3


def test_everyone_can_be_sent_to_one_station_and_refusals_stay_single(cast, enter, station, term):
    other = make.station(cast.baiquan)
    free = make.deputy(cast.huixian, term, elected_by="第6选区")
    held = make.deputy(cast.huixian, term, elected_by="孟庄镇")
    assign(held, station, since=date(2026, 2, 1), by=None)
    browser = enter(cast.huixian_officer)
    sent = {"deputy": [free.pk, held.pk], "since": "2026-01-05", "everyone": other.pk}
    text = browser.post(PREVIEW, sent).content.decode()
    assert "1 人可以安排，1 人不能安排" in text
    assert "与已有的进站记录重叠" in text
    browser.post(PLACE, sent)
    assert free.assignments.get().station == other
    assert held.assignments.get().station == station


def test_a_day_is_asked_for_and_too_many_are_refused(cast, enter, station, term):
    person = make.deputy(cast.huixian, term, elected_by="孟庄镇")
    browser = enter(cast.huixian_officer)
    answer = browser.post(PLACE, {"deputy": [person.pk], "since": "gestern"})
    assert answer.context["form"].errors["since"]
    assert not Assignment.objects.exists()
    assert "请先勾选" in browser.post(PREVIEW, {}, follow=True).content.decode()
    too_many = browser.post(PREVIEW, {"deputy": list(range(1, 202))}, follow=True)
    assert "一次最多安排 200 人" in too_many.content.decode()
    assert browser.get(PREVIEW).status_code == browser.get(PLACE).status_code == 405


def test_the_list_has_the_same_as_an_action(cast, enter, station, term):
    person = make.deputy(cast.huixian, term, elected_by="孟庄镇", name="示例戊")
    chosen = {"action": "assign_chosen", "_selected_action": [person.pk]}
    text = enter(cast.huixian_officer).post("/admin/deputies/deputy/", chosen).content.decode()
    assert "安排 1 位代表进站" in text
    assert f'<option value="{station.pk}" selected>' in text
    listing = enter(cast.huixian_leader).get("/admin/deputies/deputy/").content.decode()
    assert "assign_chosen" not in listing


def test_a_neighbours_people_and_stations_take_no_part(cast, enter, station, term):
    theirs = make.deputy(cast.huixian, term, elected_by="孟庄镇", name="示例己")
    mine = make.deputy(cast.yuanyang, make.term(cast.yuanyang), name="示例庚")
    browser = enter(cast.yuanyang_officer)
    sent = {"deputy": [theirs.pk, mine.pk], "since": "2026-01-05", f"station-{mine.pk}": station.pk}
    text = browser.post(PREVIEW, sent).content.decode()
    assert theirs.name not in text
    assert station.name not in text
    browser.post(PLACE, sent | {f"station-{theirs.pk}": station.pk})
    assert not Assignment.objects.exists()
    assert theirs.name not in browser.get(GAPS).content.decode()


@pytest.mark.parametrize("who", ["huixian_leader", "city_reviewer", "auditor"])
def test_readers_look_but_do_not_place(cast, enter, station, term, who):
    person = make.deputy(cast.huixian, term)
    browser = enter(getattr(cast, who))
    assert person.name in browser.get(GAPS).content.decode()
    for address in (PREVIEW, PLACE):
        assert browser.post(address, {"deputy": [person.pk], "since": "2026-01-05"}).status_code == 403


def test_a_keeper_has_no_list_of_gaps(cast, enter):
    assert enter(cast.keeper).get(GAPS).status_code == 403


def test_the_first_pages_say_how_many_are_without(cast, enter, station, term):
    make.deputy(cast.huixian, term)
    for door in ("/admin/", "/work/"):
        assert "名代表还没有进站" in enter(cast.huixian_officer).get(door).content.decode()
        assert "名代表还没有进站" not in enter(cast.yuanyang_officer).get(door).content.decode()


@pytest.mark.parametrize("odd", ["²", "x", "-1", "9" * 30, "9" * 5000])
def test_odd_values_are_nobody_and_nowhere(cast, enter, station, term, odd):
    person = make.deputy(cast.huixian, term, elected_by="孟庄镇")
    browser = enter(cast.huixian_officer)
    sent = {"deputy": [person.pk, odd], "since": "2026-01-05", f"station-{person.pk}": odd}
    for address in (PREVIEW, PLACE):
        assert browser.post(address, sent | {f"basis-{person.pk}": odd}).status_code == 200
    assert not Assignment.objects.exists()
    assert browser.get(f"/admin/deputies/deputy/{'9' * 30}/elect/").status_code == 404
    assert browser.get(f"/admin/deputies/deputy/{person.pk}/mandates/{'9' * 30}/end/").status_code == 404
