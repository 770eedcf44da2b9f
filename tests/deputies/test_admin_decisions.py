"""Mandates and places change only by decisions, and every objection stands at its field."""

from datetime import date

import pytest
from django.urls import reverse

from deputies.actions import assign, end_mandate
from deputies.models import Assignment, Term
from liaison.audit.models import Event
from tests import make


@pytest.fixture
def person(cast):
    return make.deputy(cast.huixian, make.term(cast.huixian), name="示例甲", elected_by="孟庄镇第3选区")


@pytest.fixture
def station(cast):
    return make.station(cast.mengzhuang)


@pytest.fixture
def desk(cast, enter, person):
    browser = enter(cast.huixian_officer)

    def send(page: str, *more: int, **values):
        address = reverse(f"admin:deputies_deputy_{page}", args=[person.pk, *more])
        return browser.post(address, values) if values else browser.get(address)

    return send


def errors(answer, field: str) -> str:
    """What stands at one field of a refused form."""
    assert answer.status_code == 200
    return str(answer.context["form"].errors.get(field, ""))


def test_somebody_is_elected_to_a_second_level(cast, desk, person):
    city = make.term(cast.city, 14)
    done = desk(
        "elect", term=city.pk, elected_by="辉县市人民代表大会", delegation="辉县市代表团", since="2022-05-01"
    )
    assert done.status_code == 302
    held = person.mandates.get(term=city)
    assert (held.electing_body, held.constituency, held.level) == ("辉县市人民代表大会", "", "municipal")
    assert Event.objects.about(person).filter(verb="登记任职", actor=cast.huixian_officer).exists()


def test_only_running_terms_over_the_person_are_offered_once(cast, desk, person):
    offered = {
        make.term(None, 14),
        make.term(cast.city.province or cast.city, 14),
        make.term(cast.city, 14),
        make.term(cast.mengzhuang, 9),
    }
    make.term(cast.yuanyang)
    make.term(cast.yuanwu, 9)
    make.term(cast.huixian, 15, until=date(2021, 12, 31), since=date(2017, 1, 1))
    assert set(desk("elect").context["form"].fields["term"].queryset) == offered
    answer = desk("elect", term=Term.objects.get(division=cast.yuanyang).pk)
    assert errors(answer, "term")


def test_a_mandate_is_ended_with_a_reason_that_stays_inside(cast, desk, enter, person, station):
    assign(person, station, since=date(2025, 7, 1), by=None)
    held = person.mandates.get()
    assert "不能早于开始日期" in errors(desk("end", held.pk, on="2020-01-01", end="moved"), "on")
    assert "日期不能晚于今天" in errors(desk("end", held.pk, on="2999-01-01", end="moved"), "on")
    assert desk("end", held.pk, on="2026-03-01", end="moved", note="示例原因").status_code == 302
    person.refresh_from_db()
    assert person.assignments.get().until == date(2026, 3, 1)
    change = reverse("admin:deputies_deputy_change", args=[person.pk])
    assert "示例原因" in enter(cast.huixian_officer).get(change).content.decode()
    for who in (cast.huixian_leader, cast.city_reviewer):
        text = enter(who).get(change).content.decode()
        assert "示例原因" not in text
        assert "调离" not in text
    assert desk("end", held.pk).status_code == 404


def test_what_was_written_wrong_is_corrected(cast, desk, person):
    held = person.mandates.get()
    assert desk("correct", held.pk).context["form"].initial["elected_by"] == "孟庄镇第3选区"
    assert (
        desk("correct", held.pk, elected_by="孟庄镇第4选区", delegation="", since="2022-01-01").status_code
        == 302
    )
    held.refresh_from_db()
    assert held.constituency == "孟庄镇第4选区"
    assert held.history.count() == 2


def test_a_place_is_advised_given_changed_and_given_up(cast, desk, person, station):
    form = desk("assign").context["form"]
    assert (form.initial["station"], form.initial["basis"]) == (station, "territory")
    assert desk("assign", station=station.pk, basis="territory", since="2025-07-01").status_code == 302
    other = make.station(cast.baiquan)
    clash = desk("assign", station=other.pk, basis="convenience", since="2025-07-01")
    assert "重叠" in errors(clash, "since")
    assert desk("assign", station=other.pk, basis="convenience", since="2026-02-01").status_code == 302
    assert list(person.assignments.order_by("since").values_list("station", "until")) == [
        (station.pk, date(2026, 1, 31)),
        (other.pk, None),
    ]
    assert desk("release", on="2026-06-30").status_code == 302
    assert not person.assignments.open().exists()
    assert desk("release").status_code == 404


def test_who_holds_nothing_is_refused_at_the_station(cast, desk, person, station):
    end_mandate(person.mandates.get(), date(2026, 1, 1), "moved", by=None)
    answer = desk("assign", station=station.pk, basis="territory", since="2026-02-01")
    assert "没有在任的代表职务" in errors(answer, "station")


@pytest.mark.parametrize("wrong", ["closed", "preparing", "neighbour", "point"])
def test_only_open_stations_of_the_own_county_are_offered(cast, desk, person, station, wrong):
    other = {
        "closed": lambda: make.station(cast.baiquan, status="closed"),
        "preparing": lambda: make.station(cast.baiquan, status="preparing"),
        "neighbour": lambda: make.station(cast.yuanwu),
        "point": lambda: make.point(station),
    }[wrong]()
    assert errors(desk("assign", station=other.pk, basis="territory", since="2026-02-01"), "station")
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["huixian_leader", "city_reviewer", "auditor"])
def test_readers_decide_nothing(cast, enter, person, who):
    browser = enter(getattr(cast, who))
    for page in ("elect", "assign", "release"):
        assert browser.get(reverse(f"admin:deputies_deputy_{page}", args=[person.pk])).status_code == 403
    held = person.mandates.get()
    for page in ("end", "correct"):
        address = reverse(f"admin:deputies_deputy_{page}", args=[person.pk, held.pk])
        assert browser.post(address, {"on": "2026-01-01"}).status_code == 403


def test_nobody_enters_a_station_in_the_future(desk, station):
    answer = desk("assign", station=station.pk, basis="territory", since="2999-01-01")
    assert "日期不能晚于今天" in errors(answer, "since")
    assert not Assignment.objects.exists()
