"""Every deputy at one station at a time, with the past kept."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deputies.actions import assign, release
from deputies.models import Assignment, Deputy
from deputies.stats import placements
from liaison.audit.models import Event
from tests import make


@pytest.fixture
def person(cast):
    return make.deputy(cast.huixian, make.term(cast.huixian), name="示例甲")


def test_moving_closes_the_old_place_and_opens_the_new(cast, person):
    first, second = make.station(cast.mengzhuang), make.station(cast.baiquan)
    assign(person, first, since=date(2025, 7, 1), by=None)
    assign(person, second, "convenience", since=date(2026, 3, 1), by=cast.huixian_officer)
    rows = [(a.station, a.since, a.until) for a in person.assignments.order_by("since")]
    assert rows == [
        (first, date(2025, 7, 1), date(2026, 2, 28)),
        (second, date(2026, 3, 1), None),
    ]
    assert Event.objects.about(person).filter(verb="代表转站", actor=cast.huixian_officer).exists()


def test_placing_again_where_one_is_changes_nothing(cast, person):
    station = make.station(cast.mengzhuang)
    first = assign(person, station, since=date(2025, 7, 1), by=None)
    assert assign(person, station, since=date(2026, 7, 1), by=None) == first
    assert person.assignments.count() == 1


def test_places_do_not_overlap(cast, person):
    first, second = make.station(cast.mengzhuang), make.station(cast.baiquan)
    assign(person, first, since=date(2025, 7, 1), by=None)
    release(person, date(2025, 12, 31), by=None)
    for clash in (date(2025, 6, 1), date(2025, 9, 1), date(2025, 12, 31)):
        with pytest.raises(ValidationError, match="重叠"):
            assign(person, second, since=clash, by=None)
    assert assign(person, second, since=date(2026, 1, 1), by=None).until is None


def test_the_database_refuses_a_second_open_place(cast, person):
    station = make.station(cast.mengzhuang)
    assign(person, station, since=date(2025, 7, 1), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(deputy=person, station=station, since=date(2026, 1, 1))


def test_only_serving_deputies_enter_only_running_stations(cast, person):
    former = make.deputy(cast.huixian)
    closed = make.station(cast.baiquan, status="closed")
    point = make.point(make.station(cast.mengzhuang))
    for who, where, message in (
        (former, point, "没有在任的代表职务"),
        (person, closed, "没有在运行"),
        (person, point, "联络点不单独安排"),
    ):
        with pytest.raises(ValidationError, match=message):
            assign(who, where, since=date(2026, 1, 1), by=None)


def test_a_deputy_without_a_station_is_a_visible_gap(cast, person):
    placed = make.deputy(cast.huixian, make.term(cast.huixian))
    assign(placed, make.station(cast.mengzhuang), since=date(2025, 7, 1), by=None)
    assert list(Deputy.objects.unassigned()) == [person]
    found = {p.division.name: (p.persons, p.placed, p.unplaced) for p in placements(cast.city)}
    assert found == {"辉县市": (2, 1, 1), "原阳县": (0, 0, 0)}


def test_staff_see_their_rosters_and_a_keeper_the_own_deputies(cast, person):
    station = make.station(cast.mengzhuang)
    station.keepers.add(cast.keeper)
    assert not Deputy.objects.for_staff(cast.keeper).exists()
    assign(person, station, since=date(2025, 7, 1), by=None)
    assert list(Deputy.objects.for_staff(cast.keeper)) == [person]
    assert list(Deputy.objects.for_staff(cast.huixian_officer)) == [person]
    assert not Deputy.objects.for_staff(cast.yuanyang_officer).exists()


@pytest.mark.parametrize("query", ["曾", "曾国", "zengguoying", "zgy", "ＺＧＹ"])
def test_a_deputy_is_found_by_characters_and_by_the_right_reading(cast, query):
    zeng = make.deputy(cast.huixian, make.term(cast.huixian), name="曾国营")
    assert list(Deputy.objects.matching(query)) == [zeng]
