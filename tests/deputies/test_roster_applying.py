"""An import brings the records in line with the roster; twice is as once; nothing is guessed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from deputies.actions import assign, close_term, elect
from deputies.models import (
    Assignment,
    Basis,
    CongressLevel,
    Deputy,
    End,
    Mandate,
    MandateStatus,
    RosterImport,
    Term,
)
from deputies.roster import apply as applying
from liaison.audit.models import Event
from stations.models import Status
from tests import make

from .rosters import bring_in, person, plan

C, T = CongressLevel.COUNTY, CongressLevel.TOWNSHIP
TODAY = timezone.localdate


@pytest.fixture
def station(cast):
    return make.station(cast.yuanwu)


def kinds(found):
    """The kinds of each person of a plan, by name."""
    return {one.row.name: one.kinds for one in found.persons}


def everything():
    """All rows that an import may touch."""
    return [list(model.objects.order_by("pk").values()) for model in (Term, Deputy, Mandate, Assignment)]


def test_a_new_person_comes_with_mandates_and_a_place(cast, station):
    applied = bring_in(person(代表层级="县、镇人大代表", 民族="回"), cast.yuanyang, by=cast.yuanyang_officer)
    deputy = Deputy.objects.get()
    assert (deputy.name, deputy.birth_month, deputy.phone, deputy.ethnicity) == (
        "甲某某",
        "1975-03",
        "15400000001",
        "回族",
    )
    assert (deputy.division, deputy.duty, deputy.duty_is_public) == (cast.yuanyang, "示例小学教师", False)
    held = {m.level: (str(m.term), m.constituency) for m in deputy.mandates.all()}
    assert held == {
        C: ("原阳县第十六届", "原武镇第6选区"),
        T: ("原阳县原武镇第十六届", "原武镇第6选区"),
    }
    place = deputy.assignments.get()
    assert (place.station, place.basis, place.since) == (station, Basis.TERRITORY, TODAY())
    assert applied.summary["added"] == 1
    assert deputy.pinyin
    assert "甲某某" in deputy.search_text


def test_every_written_row_has_its_history(cast, station):
    bring_in(person(), cast.yuanyang, by=cast.yuanyang_officer)
    for model in (Deputy, Mandate, Assignment):
        line = model.history.get()
        assert (line.history_type, line.history_user) == ("+", cast.yuanyang_officer)


def test_one_event_for_the_whole_import(cast, station):
    bring_in([person(), person("乙某某", 联系电话=15400000002)], cast.yuanyang, by=cast.yuanyang_officer)
    event = Event.objects.get(verb="导入代表名册")
    assert event.detail["added"] == 2
    assert "15400000001" not in str(event.detail)


def test_the_same_roster_again_changes_nothing(cast, station):
    people = [
        person(代表层级="县、镇人大代表"),
        person("乙某某", 出生年月="1975.13"),
        person("丙某某", 出生年月=None),
    ]
    people = [one | {"联系电话": 15400000001 + n} for n, one in enumerate(people)]
    bring_in(people, cast.yuanyang)
    before, events = everything(), Event.objects.count()
    again = bring_in(people, cast.yuanyang)
    assert (again.summary["added"], again.summary["changed"], again.summary["unchanged"]) == (0, 0, 3)
    assert everything() == before
    assert Event.objects.count() == events


def test_a_plan_writes_nothing(cast, station):
    before = everything()
    assert plan(person(), cast.yuanyang).counts["add"] == 1
    assert everything() == before


def test_a_corrected_roster_shows_exactly_its_differences(cast, station):
    other = make.station(cast.yuanwu, name="原武镇中心联络站")
    bring_in(
        [person(), person("乙某某", 联系电话=15400000002)], cast.yuanyang, on=TODAY() - timedelta(days=9)
    )
    corrected = [
        person(工作单位及职务="示例小学校长"),
        person("乙某某", 联系电话=15400000002, 所在联络站="原武镇中心联络站"),
        person("丙某某", 联系电话=15400000003),
    ]
    found = plan(corrected, cast.yuanyang)
    assert kinds(found) == {"甲某某": {"change"}, "乙某某": {"change", "move"}, "丙某某": {"add"}}
    first = found.persons[0].changes
    assert [(c.label, c.before, c.after) for c in first] == [
        ("工作单位及职务", "示例小学教师", "示例小学校长")
    ]
    bring_in(corrected, cast.yuanyang)
    moved = Deputy.objects.get(name="乙某某")
    old, new = moved.assignments.order_by("since")
    assert (old.until, new.station, new.since) == (TODAY() - timedelta(days=1), other, TODAY())


def test_a_birth_that_was_missing_is_filled_in(cast, station):
    bring_in(person(出生年月="1975.13"), cast.yuanyang)
    found = plan(person(出生年月="1975.12"), cast.yuanyang)
    assert [(c.label, c.after) for c in found.persons[0].changes] == [("出生年月", "1975-12")]
    assert not found.leaving


def test_another_birth_with_the_same_phone_is_a_question(cast, station):
    bring_in(person(), cast.yuanyang)
    corrected = person(出生年月="1975.08")
    found = plan(corrected, cast.yuanyang)
    question = next(iter(found.questions.values()))
    assert (question.kind, kinds(found)["甲某某"]) == ("person", {"ask"})
    assert not found.leaving
    bring_in(corrected, cast.yuanyang)
    assert Deputy.objects.get().birth_month == "1975-03"
    bring_in(corrected, cast.yuanyang, answers={question.key: "same"})
    assert Deputy.objects.get().birth_month == "1975-08"


def test_a_namesake_is_another_person(cast, station):
    bring_in(person(), cast.yuanyang)
    namesake = person(出生年月="1991.08", 联系电话=15400000009, 工作单位及职务="示例合作社理事长")
    bring_in([person(), namesake], cast.yuanyang)
    assert Deputy.objects.filter(name="甲某某").count() == 2


def test_what_the_roster_leaves_empty_stays(cast, station):
    bring_in(person(), cast.yuanyang)
    bring_in(person(工作单位及职务=None, 联系电话=None, 所在联络站=None), cast.yuanyang)
    deputy = Deputy.objects.get()
    assert (deputy.duty, deputy.phone) == ("示例小学教师", "15400000001")
    assert deputy.assignments.get().until is None


def test_who_is_missing_is_shown_and_stays_unless_somebody_says_so(cast, station):
    bring_in([person(), person("乙某某", 联系电话=15400000002)], cast.yuanyang)
    gone = Deputy.objects.get(name="乙某某")
    found = plan(person(), cast.yuanyang)
    assert [one.deputy for one in found.leaving] == [gone]
    bring_in(person(), cast.yuanyang)
    assert gone.mandates.get().status == MandateStatus.SERVING
    bring_in(person(), cast.yuanyang, leave=frozenset({gone.pk}), end=End.MOVED)
    mandate = gone.mandates.get()
    assert (mandate.status, mandate.until, mandate.end) == (MandateStatus.ENDED, TODAY(), End.MOVED)
    assert gone.assignments.get().until == TODAY()


def test_other_levels_and_other_counties_are_left_alone(cast, station):
    make.deputy(cast.huixian, make.term(cast.huixian), name="别某某")
    make.deputy(cast.yuanyang, make.term(cast.yuanwu), name="镇某某")
    assert not plan(person(), cast.yuanyang).leaving


def test_an_unknown_station_is_asked_about_once(cast, station):
    people = [
        person(n, 联系电话=15400000001 + i, 所在联络站="某某站") for i, n in enumerate(("甲某某", "乙某某"))
    ]
    found = plan(people, cast.yuanyang)
    question = found.questions["station:某某站"]
    assert question.rows == 2
    assert (str(station.pk), station.name) in question.choices
    applied = bring_in(people, cast.yuanyang)
    assert applied.summary["added"] == 2
    assert not Assignment.objects.exists()
    bring_in(people, cast.yuanyang, answers={"station:某某站": str(station.pk)})
    assert Assignment.objects.filter(station=station).count() == 2


def test_a_station_that_is_closed_takes_nobody(cast):
    make.station(cast.yuanwu, status=Status.PREPARING, opened_on=None)
    found = plan(person(), cast.yuanyang)
    assert found.persons[0].station is None
    assert "没有在运行" in found.persons[0].remarks[0]


def test_a_contact_point_stands_for_its_station(cast, station):
    make.point(station, "示例村人大代表联络点")
    found = plan(person(所在联络站="示例村联络点"), cast.yuanyang)
    assert found.persons[0].station == station


def test_a_place_held_in_the_future_is_not_overlapped(cast, station):
    other = make.station(cast.yuanwu, name="原武镇中心联络站")
    bring_in(person(), cast.yuanyang)
    found = plan(person(所在联络站=other.name), cast.yuanyang)
    assert found.persons[0].station is None
    assert "重叠" in found.persons[0].problems[0]


def test_a_number_that_nobody_wrote_is_the_running_term(cast, station):
    running = make.term(cast.yuanyang, 15)
    bring_in(person(届次=None), cast.yuanyang)
    assert Mandate.objects.get().term == running


def test_without_any_number_the_term_is_a_question(cast, station):
    found = plan(person(届次=None), cast.yuanyang)
    key = "term:county:410725"
    assert list(found.questions) == [key]
    assert "原阳县人民代表大会正在任的是第几届" in found.questions[key].text
    bring_in(person(届次=None), cast.yuanyang)
    assert not Deputy.objects.exists()
    bring_in(person(届次=None), cast.yuanyang, answers={key: "16"})
    assert str(Mandate.objects.get().term) == "原阳县第十六届"


def test_the_countys_number_beside_a_township_deputy_means_the_running_term(cast, station):
    make.term(cast.yuanyang, 16)
    township = make.term(cast.yuanwu, 9)
    bring_in(person(代表层级="镇人大代表"), cast.yuanyang)
    assert Mandate.objects.get().term == township


def test_the_citys_term_is_not_taken_from_a_number_for_several_levels(cast, station):
    found = plan(person(代表层级="市、县人大代表"), cast.yuanyang)
    assert "term:municipal:410700" in found.questions
    make.term(cast.city, 14)
    bring_in(person(代表层级="市、县人大代表"), cast.yuanyang)
    assert {str(m.term) for m in Mandate.objects.all()} == {"新乡市第十四届", "原阳县第十六届"}


def test_a_later_term_waits_for_the_turnover(cast, station):
    make.term(cast.yuanyang, 16)
    found = plan(person(届次="第十七届"), cast.yuanyang)
    assert found.persons[0].problems == ["原阳县第十六届还没有换届，先办理换届，再导入第十七届"]
    assert bring_in(person(届次="第十七届"), cast.yuanyang).summary["added"] == 0


def test_a_closed_term_takes_nobody(cast, station):
    close_term(make.term(cast.yuanyang, 15), date(2026, 1, 10), by=None)
    assert "已于 2026-01-10 换届" in plan(person(届次="第十五届"), cast.yuanyang).persons[0].problems[0]


def test_a_mandate_that_ended_is_not_reopened(cast, station):
    deputy = make.deputy(cast.yuanyang, make.term(cast.yuanyang), name="甲某某", birth_month="1975-03")
    deputy.mandates.update(status=MandateStatus.ENDED, until=date(2026, 1, 1))
    found = plan(person(), cast.yuanyang)
    assert "已于 2026-01-01 终止" in found.persons[0].problems[0]


def test_after_a_turnover_the_next_roster_says_who_continues(cast, station):
    old = make.term(cast.yuanyang, 16)
    stays = make.deputy(cast.yuanyang, old, name="甲某某", birth_month="1975-03", gender="男")
    leaves = make.deputy(cast.yuanyang, old, name="乙某某", birth_month="1960-05")
    for deputy in (stays, leaves):
        assign(deputy, station, since=date(2025, 7, 1), by=None)
    close_term(old, date(2026, 6, 30), by=None)
    roster = [person(届次="第十七届"), person("丙某某", 届次="第十七届", 联系电话=15400000003)]
    found = plan(roster, cast.yuanyang)
    assert (found.is_turnover, found.turnover) == (True, {"continuing": 1, "new": 1, "former": 1})
    bring_in(roster, cast.yuanyang, release=True)
    term = Term.objects.get(number=17)
    assert term.since == date(2026, 7, 1)
    assert stays.mandates.open().get().term == term
    assert stays.assignments.get().until is None
    assert leaves.assignments.get().until == TODAY()
    assert leaves.mandates.get().end == End.TERM
    assert bring_in(roster, cast.yuanyang).summary["changed"] == 0


def test_a_crash_in_the_middle_leaves_nothing(cast, station, monkeypatch):
    kept = RosterImport.objects.create(user=cast.yuanyang_officer, division=cast.yuanyang, file_name="a.xlsx")
    before, events = everything(), Event.objects.count()

    def crash(self, persons):
        raise RuntimeError("power cut")

    monkeypatch.setattr(applying._Writer, "_places", crash)
    with pytest.raises(RuntimeError):
        bring_in(person(), cast.yuanyang)
    kept.refresh_from_db()
    assert (everything(), Event.objects.count(), kept.state) == (before, events, "uploaded")


def test_somebody_elected_by_hand_is_recognised(cast, station):
    deputy = make.deputy(cast.yuanyang, name="甲某某", birth_month="1975-03")
    elect(deputy, make.term(cast.yuanyang), elected_by="原武镇第6选区", by=None)
    applied = bring_in(person(), cast.yuanyang)
    assert (applied.summary["added"], Deputy.objects.count(), Mandate.objects.count()) == (0, 1, 1)


def test_an_answer_cannot_bend_the_rules_of_places(cast, station):
    closed = make.station(cast.yuanwu, name="旧站", status=Status.CLOSED)
    people = person(所在联络站="某某站")
    found = plan(people, cast.yuanyang, {"station:某某站": str(closed.pk)})
    assert found.persons[0].station is None
    elsewhere = make.station(cast.mengzhuang)
    assert plan(people, cast.yuanyang, {"station:某某站": str(elsewhere.pk)}).questions
