"""An import brings the records in line with the ledger, and twice is as once."""

from datetime import date
from random import Random

import pytest
from django.utils import timezone

from liaison.audit.models import Event
from stations.actions import establish
from stations.ledger import VOCABULARY, apply, make_plan
from stations.models import Kind, PersonRole, Stage, Station, StationPerson, Status
from tests import make

from . import ledgers
from .ledgers import read


def bring_in(content, scope, by=None):
    """Reads and applies a ledger."""
    return apply(read(content, scope), by=by)


def simple(*columns, **facts):
    """A ledger with one station, 孟庄镇人大代表联络站, and the given columns."""
    return [["名称", "乡镇", *facts], ["孟庄镇人大代表联络站", "孟庄镇", *facts.values()]]


def test_every_column_finds_its_place(cast):
    bring_in(ledgers.city_ledger(), cast.city, by=cast.city_editor)
    station = Station.objects.get(division=cast.mengzhuang, kind=Kind.CENTRE)
    assert station.name == "孟庄镇人大代表联络站"
    assert (station.status, station.stage, station.opened_on) == (
        Status.RUNNING,
        Stage.OPENED,
        date(2023, 6, 1),
    )
    assert (station.phone, station.contact_phone) == ("0373-6200001", "15400000077")
    assert (station.area, station.reported_deputies, station.reception_note) == (300, 88, "每周一")
    change = station.stage_changes.get()
    assert (change.stage, change.note, change.by) == (Stage.OPENED, "台账只写到月", cast.city_editor)
    people = {(p.role, p.name, p.title) for p in station.people.all()}
    assert people == {(PersonRole.HEAD, "郭某某", "人大主席"), (PersonRole.LIAISON, "杨某某", "")}
    assert "mengzhuang" in station.search_text


def test_a_mobile_number_never_becomes_the_public_one(cast):
    bring_in(simple(联系电话=15400000033), cast.city)
    station = Station.objects.get()
    assert (station.phone, station.contact_phone) == ("", "15400000033")


def test_a_contact_point_hangs_under_the_station_of_its_township(cast):
    bring_in(ledgers.city_ledger(), cast.city)
    point = Station.objects.get(kind=Kind.POINT)
    assert point.parent.name == "孟庄镇人大代表联络站"
    assert point.opened_on == date(2019, 1, 5)


def test_a_contact_point_finds_the_station_that_was_there_before(cast):
    host = make.station(cast.mengzhuang)
    bring_in([["名称", "乡镇"], ["甲村联络点", "孟庄镇"]], cast.city)
    assert Station.objects.get(kind=Kind.POINT).parent == host


def test_a_station_under_construction_stays_unopened(cast):
    bring_in(ledgers.city_ledger(), cast.city)
    station = Station.objects.get(division=cast.yuanwu)
    assert (station.status, station.stage, station.opened_on) == (Status.PREPARING, Stage.BUILDING, None)


def test_the_same_ledger_again_changes_nothing(cast):
    bring_in(ledgers.city_ledger(), cast.city)
    before = list(Station.objects.order_by("pk").values())
    people, events = StationPerson.objects.count(), Event.objects.count()
    again = bring_in(ledgers.city_ledger(), cast.city)
    assert again.summary == {"created": 0, "updated": 0, "unchanged": 3}
    assert list(Station.objects.order_by("pk").values()) == before
    assert (StationPerson.objects.count(), Event.objects.count()) == (people, events)


def test_a_plan_writes_nothing_and_names_every_change(cast):
    station = make.station(cast.mengzhuang, address="旧址", area=None)
    plan = make_plan(read(simple(地址="新址", 面积="80㎡"), cast.city))
    changes = {(c.label, c.before, c.after) for c in plan.stations[0].changes}
    assert changes == {("地址", "旧址", "新址"), ("面积（平方米）", "", "80")}
    assert (plan.created, plan.updated, plan.unchanged) == (0, 1, 0)
    station.refresh_from_db()
    assert station.address == "旧址"


def test_what_the_ledger_leaves_empty_stays(cast):
    station = make.station(cast.mengzhuang, address="旧址")
    applied = bring_in(simple(地址="—", 站长=None, 联系电话="无"), cast.city)
    station.refresh_from_db()
    assert (station.address, station.phone) == ("旧址", "0373-0000123")
    assert applied.summary == {"created": 0, "updated": 0, "unchanged": 1}


def test_a_new_head_follows_the_old_one_who_is_not_forgotten(cast):
    station = make.station(cast.mengzhuang)
    bring_in(simple(站长="甲某", 站长职务="人大主席"), cast.city)
    bring_in(simple(站长="乙某", 站长职务="人大主席"), cast.city)
    old, new = station.people.order_by("pk")
    today = timezone.localdate()
    assert (old.name, old.since, old.until) == ("甲某", None, date.fromordinal(today.toordinal() - 1))
    assert (new.name, new.since, new.until) == ("乙某", today, None)
    assert list(station.people.on(today)) == [new]


def test_a_head_with_a_new_post_stays_the_same_person(cast):
    station = make.station(cast.mengzhuang)
    bring_in(simple(站长="甲某", 站长职务="人大副主席"), cast.city)
    bring_in(simple(站长="甲 某", 站长职务="人大主席"), cast.city)
    assert station.people.get().title == "人大主席"


def test_a_day_of_opening_on_record_is_not_overwritten(cast):
    station = make.station(cast.mengzhuang, opened_on=date(2025, 6, 1))
    plan = make_plan(read(simple(建成时间="2024年3月"), cast.city))
    assert plan.unchanged == 1
    assert "挂牌日期与档案不同（档案2025-06-01，台账2024-03），保留档案" in plan.stations[0].row.message
    assert make_plan(read(simple(建成时间="2025年6月"), cast.city)).stations[0].row.message == ""
    station.refresh_from_db()
    assert station.opened_on == date(2025, 6, 1)


def test_a_station_out_of_use_is_closed_with_day_and_reason(cast):
    station = make.station(cast.mengzhuang)
    bring_in(simple(状态="停用"), cast.city)
    station.refresh_from_db()
    assert (station.status, station.closed_on) == (Status.CLOSED, timezone.localdate())
    assert station.closed_reason == "台账登记为停用"
    assert bring_in(simple(状态="停用"), cast.city).summary["unchanged"] == 1


def test_a_closed_station_is_not_opened_by_a_ledger(cast):
    make.station(cast.mengzhuang, status=Status.CLOSED)
    applied = bring_in(simple(状态="正常"), cast.city)
    assert applied.plan.stations[0].action == "ask"
    assert Station.objects.get().status == Status.CLOSED


def test_a_station_under_another_name_is_a_question(cast):
    make.station(cast.mengzhuang, name="孟庄镇代表之家")
    plan = make_plan(read(simple(), cast.city))
    assert plan.stations[0].action == "ask"
    assert "已有“孟庄镇代表之家”" in plan.stations[0].row.message


def test_a_former_name_is_recognised(cast):
    station = make.station(cast.mengzhuang, name="孟庄镇代表之家")
    station.aliases.create(name="孟庄镇人大代表联络站")
    assert make_plan(read(simple(地址="新址"), cast.city)).stations[0].station == station


@pytest.mark.parametrize("value", ["甲" * 200, "99999999"])
def test_a_value_that_the_record_cannot_hold_is_left_out_with_a_remark(cast, value):
    column = "地址" if value[0] == "甲" else "面积"
    applied = bring_in(simple(**{column: value}), cast.city)
    assert applied.summary["created"] == 1
    assert "未导入" in applied.plan.stations[0].row.message


def test_a_day_in_the_future_is_not_taken(cast):
    applied = bring_in(simple(建成时间="2099年1月", 状态="正常"), cast.city)
    assert Station.objects.get().opened_on is None
    assert "晚于今天" in applied.plan.stations[0].row.message


def test_villages_served_are_added_once(cast):
    bring_in(simple(服务村="甲村、乙社区"), cast.city)
    bring_in(simple(服务村="乙社区；丙村"), cast.city)
    assert {(a.name, a.kind) for a in Station.objects.get().served_areas.all()} == {
        ("甲村", "village"),
        ("乙社区", "community"),
        ("丙村", "village"),
    }


def test_an_import_leaves_a_trail(cast):
    bring_in(ledgers.city_ledger(), cast.city, by=cast.city_editor)
    event = Event.objects.get(verb="导入联络站台账")
    assert (event.actor, event.detail) == (cast.city_editor, {"created": 3, "updated": 0, "unchanged": 0})
    assert Event.objects.filter(verb="台账新建联络站").count() == 3


def test_the_number_of_queries_does_not_explode(cast, django_assert_max_num_queries):
    bring_in(ledgers.city_ledger(), cast.city)
    with django_assert_max_num_queries(12):
        make_plan(read(ledgers.city_ledger(), cast.city))


ODD = [
    "",
    "—",
    "孟庄镇",
    "辉县市",
    "新乡市",
    0,
    -1,
    3.5,
    10**13,
    "2024-02-30",
    "１２",
    "合计",
    "，、；",
    "甲" * 300,
]
ODD += [
    "13812345678",
    "（）",
    "(\u3000)",
    "辉县市孟庄镇甲村联络点",
    "孟庄镇联络站",
    "停用",
    "正常",
    "2022年",
    "甲（乙",
]


@pytest.mark.parametrize("seed", range(8))
def test_no_row_however_odd_breaks_an_import(cast, seed):
    chance = Random(seed)
    heading = [field.names[0] for field in VOCABULARY.fields]
    rows = [[chance.choice([*ODD, None]) for _ in heading] for _ in range(40)]
    first = bring_in([heading, *rows], cast.city)
    again = bring_in([heading, *rows], cast.city)
    assert again.summary == {"created": 0, "updated": 0, "unchanged": again.summary["unchanged"]}
    assert len(first.plan.ledger.rows) <= 40


@pytest.mark.parametrize("state", ["正常", ""])
def test_a_ledger_that_opens_a_station_before_its_site_was_chosen_leaves_the_record(cast, state):
    station = establish(cast.mengzhuang, by=None, on=date(2026, 3, 1))
    ledger = simple(建成时间="2022年5月", 状态=state, 地址="孟庄镇政府院内一楼")
    [plan] = make_plan(read(ledger, cast.city), timezone.localdate()).stations
    assert "建成时间 2022-05 早于档案里“选址”的 2026-03-01" in "".join(plan.row.messages)
    assert bring_in(ledger, cast.city).summary["updated"] == 1
    station.refresh_from_db()
    assert (station.status, station.opened_on) == (Status.PREPARING, None)
    assert station.address == "孟庄镇政府院内一楼"


def test_a_mobile_number_in_a_public_cell_stays_out_and_is_named(cast):
    ledger = simple(接待日="每月10日，13812345678", 地址="孟庄镇政府")
    applied = bring_in(ledger, cast.city)
    [plan] = applied.plan.stations
    assert "第2行“接待日”未导入：有手机号 138****5678" in "".join(plan.row.messages)
    station = Station.objects.get()
    assert (station.reception_note, station.address) == ("", "孟庄镇政府")


def test_a_running_station_is_not_sent_back_to_the_building_site_by_a_word(cast):
    station = make.station(cast.mengzhuang)
    report = bring_in(simple(状态="建设中"), cast.city)
    assert report.plan.stations[0].action == "ask"
    station.refresh_from_db()
    assert station.status == Status.RUNNING


def test_a_station_under_construction_does_not_open_without_a_day(cast):
    station = establish(cast.mengzhuang, by=None, on=date(2026, 1, 5))
    bring_in(simple(状态="正常"), cast.city)
    station.refresh_from_db()
    assert (station.status, station.stage) == (Status.PREPARING, Stage.SITING)
    bring_in(simple(状态="正常", 建成时间="2026年3月"), cast.city)
    station.refresh_from_db()
    assert (station.opened_on, station.in_service) == (date(2026, 3, 1), True)
