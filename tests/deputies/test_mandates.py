"""One person, several mandates: elected by level, counted twice over, ended with a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deputies.actions import assign, close_term, elect, end_mandate, release_former
from deputies.models import CongressLevel, Deputy, Mandate, Term
from deputies.models.term import in_chinese
from deputies.stats import count_within, headcount
from tests import make


def test_higher_levels_have_an_electing_body_lower_ones_a_constituency(cast):
    person = make.deputy(cast.huixian)
    city = elect(person, make.term(cast.city, 14), elected_by="辉县市人大", by=None)
    county = elect(person, make.term(cast.huixian), elected_by="孟庄镇第6选区", by=None)
    assert (city.electing_body, city.constituency) == ("辉县市人大", "")
    assert (county.electing_body, county.constituency) == ("", "孟庄镇第6选区")


def test_the_database_knows_which_of_the_two_a_level_has(cast):
    mandate = make.deputy(cast.huixian, make.term(cast.huixian)).mandates.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(electing_body="辉县市人大")


def test_a_subdistrict_has_no_township_deputies(cast):
    with pytest.raises(ValidationError, match="城关街道是街道，设人大工委"):
        Term(level="township", division=cast.chengguan_street, number=1).full_clean()
    term = Term.objects.create(level="township", division=cast.chengguan_street, number=1)
    with pytest.raises(ValidationError, match="没有乡级代表"):
        elect(make.deputy(cast.huixian), term, by=None)


def test_one_mandate_a_person_and_term(cast):
    term = make.term(cast.huixian)
    person = make.deputy(cast.huixian, term)
    with pytest.raises(ValidationError, match="已经有任职记录"):
        elect(person, term, by=None)


@pytest.mark.parametrize(
    ("level", "place", "message"),
    [
        ("national", "city", "没有这一级人民代表大会"),
        ("county", None, "全国人大不填区划"),
        ("county", "city", "没有这一级人民代表大会"),
        ("county", "zone", "没有这一级人民代表大会"),
    ],
)
def test_a_term_belongs_to_a_congress_that_exists(cast, level, place, message):
    division = getattr(cast, place) if place else None
    with pytest.raises(ValidationError, match=message):
        Term(level=level, division=division, number=14).full_clean()


def test_terms_are_written_as_offices_write_them(cast):
    assert [in_chinese(n) for n in (1, 10, 14, 20, 21)] == ["一", "十", "十四", "二十", "二十一"]
    assert str(make.term(cast.mengzhuang, 9)) == "辉县市孟庄镇第九届"
    assert str(make.term(None, 14)) == "全国第十四届"


def test_heads_and_mandates_are_counted_apart_and_the_difference_explained(cast):
    city, county, town = (make.term(d) for d in (cast.city, cast.huixian, cast.mengzhuang))
    make.deputy(cast.huixian, city, county)
    make.deputy(cast.huixian, county, town)
    make.deputy(cast.huixian, town)
    make.deputy(cast.yuanyang, make.term(cast.yuanyang))
    found = count_within(cast.huixian)
    assert (found.persons, found.total_mandates, found.crossing) == (3, 5, 2)
    assert found.sentence == "3 人：市 1、县 2、乡 2，其中交叉任职 2"
    assert found.is_explained


def test_no_deputies_are_no_deputies():
    assert headcount([]).sentence == "0 人"


def test_ending_the_last_mandate_ends_the_place_too(cast):
    person = make.deputy(cast.huixian, make.term(cast.huixian))
    assign(person, make.station(cast.mengzhuang), since=date(2025, 7, 1), by=None)
    end_mandate(person.mandates.get(), date(2026, 3, 1), "moved", by=cast.huixian_officer)
    assert person.assignments.get().until == date(2026, 3, 1)
    assert person not in Deputy.objects.serving()
    assert person in Deputy.objects.public()
    with pytest.raises(ValidationError, match="已经终止"):
        end_mandate(person.mandates.get(), date(2026, 3, 2), "moved", by=None)


def test_turnover_ends_the_old_term_and_keeps_its_past(cast):
    old, city = make.term(cast.huixian, 16), make.term(cast.city, 14)
    continues, leaves, elsewhere = (
        make.deputy(cast.huixian, old),
        make.deputy(cast.huixian, old),
        make.deputy(cast.huixian, old, city),
    )
    station = make.station(cast.mengzhuang)
    for person in (continues, leaves, elsewhere):
        assign(person, station, since=date(2025, 7, 1), by=None)
    assert close_term(old, date(2026, 12, 31), by=cast.city_editor) == 3
    new = make.term(cast.huixian, 17, since=date(2027, 1, 1))
    elect(continues, new, elected_by="第1选区", by=None)
    assert release_former(Deputy.objects.all(), date(2027, 1, 1), by=None) == 1
    assert set(Deputy.objects.at(station)) == {continues, elsewhere}
    assert leaves.mandates.get().end == "term"
    assert leaves in Deputy.objects.public()
    with pytest.raises(ValidationError, match="已于 2026-12-31 换届"):
        elect(leaves, Term.objects.get(pk=old.pk), by=None)
    with pytest.raises(ValidationError, match="换届"):
        close_term(old, date(2027, 1, 5), by=None)


def test_levels_follow_the_division(cast):
    assert make.term(cast.city).level == CongressLevel.MUNICIPAL
