"""换届 at the desk: look first, confirm once, compare, release who left; nothing of the past is lost."""

from datetime import date

import pytest
from django.urls import reverse

from deputies.actions import assign, elect, end_mandate
from deputies.models import Term
from deputies.turnover import compare
from tests import make

DAY = "2026-06-30"


@pytest.fixture
def old(cast):
    return make.term(cast.huixian, 16)


@pytest.fixture
def people(cast, old):
    """Who will continue, who will leave, who holds another mandate, who resigned before."""
    station, city = make.station(cast.mengzhuang), make.term(cast.city, 14)
    made = {
        "stays": make.deputy(cast.huixian, old, name="连任者"),
        "leaves": make.deputy(cast.huixian, old, name="离任者"),
        "elsewhere": make.deputy(cast.huixian, old, city, name="兼任者"),
        "resigned": make.deputy(cast.huixian, old, name="辞职者"),
    }
    for person in made.values():
        assign(person, station, since=date(2025, 7, 1), by=None)
    end_mandate(made["resigned"].mandates.get(), date(2026, 1, 31), "resigned", by=None)
    return made


def page(term: Term, name: str) -> str:
    return reverse(f"admin:deputies_term_{name}", args=[term.pk])


def test_what_would_end_is_seen_before_anything_is_written(cast, enter, old, people):
    browser = enter(cast.huixian_officer)
    seen = browser.get(page(old, "close"), {"on": DAY})
    told = {one["key"]: {person.name for person in one["rows"]} for one in seen.context["groups"]}
    assert told == {"keeping": {"兼任者"}, "losing": {"连任者", "离任者"}}
    assert seen.context["mandates"] == 3
    assert "确认 2026年6月30日 换届" in seen.content.decode()
    old.refresh_from_db()
    assert old.until is None
    assert "确认" not in browser.get(page(old, "close")).content.decode()


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2020-01-01", "不能早于这一届开始之日"),
        ("2999-01-01", "不能晚于今天"),
        ("", "请填写换届日期"),
        ("x", "应为日期"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_day_is_refused_at_the_day(cast, enter, old, people, method, day, message):
    answer = getattr(enter(cast.huixian_officer), method)(page(old, "close"), {"on": day})
    assert message in str(answer.context["form"].errors["on"])
    old.refresh_from_db()
    assert old.until is None


def test_the_turn_from_closing_to_release(cast, enter, old, people):
    browser = enter(cast.huixian_officer)
    assert browser.post(page(old, "close"), {"on": DAY}).url == page(old, "compare")
    assert not old.mandates.open().exists()
    assert people["leaves"].assignments.open().exists()
    assert browser.post(page(old, "release")).status_code == 404
    text = browser.get(page(old, "compare")).content.decode()
    assert "下一届还没有登记" in text
    assert f"number=17&amp;division={cast.huixian.pk}" in text

    new = make.term(cast.huixian, 17, since=date(2026, 7, 1))
    elect(people["stays"], new, elected_by="第1选区", by=None)
    joins = make.deputy(cast.huixian, new, name="新当选者")
    for term in (old, new):
        groups = {
            one["word"]: {p.name for p in one["rows"]}
            for one in browser.get(page(term, "compare")).context["groups"]
        }
        assert groups == {
            "连任": {"连任者"},
            "新当选": {joins.name},
            "不再担任": {"离任者", "兼任者"},
            "新一届中还没有进站": {joins.name},
        }
    assert "给这 1 人办理离站" in browser.get(page(new, "compare")).content.decode()
    for _ in range(2):
        assert browser.post(page(old, "release")).status_code == 302
    places = {name: one.assignments.get().until for name, one in people.items()}
    assert places["leaves"] == date(2026, 6, 30)
    assert places["stays"] is None
    assert places["elsewhere"] is None
    assert enter(cast.huixian_officer).get(people["leaves"].get_absolute_url()).status_code == 200


def test_a_closed_term_leads_to_the_comparison_and_keeps_its_facts(cast, enter, old, people):
    browser = enter(cast.huixian_officer)
    browser.post(page(old, "close"), {"on": DAY})
    assert browser.get(page(old, "close")).url == page(old, "compare")
    old.refresh_from_db()
    assert old.until == date(2026, 6, 30)
    fields = browser.get(page(old, "change")).context["adminform"].form.fields
    assert not {"level", "division", "number", "until"} & set(fields)


@pytest.mark.parametrize("who", ["huixian_leader", "city_reviewer", "auditor"])
def test_readers_compare_but_do_not_turn(cast, enter, old, people, who):
    browser = enter(getattr(cast, who))
    assert browser.get(page(old, "compare")).status_code == 200
    assert browser.post(page(old, "close"), {"on": DAY}).status_code == 403
    assert browser.post(page(old, "release")).status_code == 403


def test_the_city_keeps_the_terms_above_it_and_a_county_only_its_own(cast, enter, old):
    nation = make.term(None, 14)
    city, town = make.term(cast.city, 14), make.term(cast.mengzhuang, 9)
    assert set(Term.objects.for_staff(cast.city_editor)) == {nation, city, old, town}
    assert set(Term.objects.for_staff(cast.huixian_officer)) == {old, town}
    assert not Term.objects.for_staff(cast.yuanyang_officer).exists()
    cast.city_editor.is_active = False
    assert not Term.objects.for_staff(cast.city_editor).exists()


def test_a_subdistrict_gets_no_term_and_is_told_why(cast, enter):
    sent = {"level": "township", "division": cast.chengguan_street.pk, "number": 9}
    answer = enter(cast.huixian_officer).post("/admin/deputies/term/add/", sent)
    assert "不设人民代表大会" in str(answer.context["adminform"].form.errors["division"])


def test_the_comparison_sees_only_the_own_county(cast, people):
    city = make.term(cast.city, 14)
    theirs = make.deputy(cast.yuanyang, city, elected_by="原阳县人民代表大会")
    seen = compare(city, type(theirs).objects.for_staff(cast.huixian_officer))
    assert {one.name for one in seen.joining} == {"兼任者"}
