"""Everyone on the staff sees what lies in their division, and nothing beside it."""

from django.contrib.auth.models import AnonymousUser

from liaison.divisions.models import Division
from stations.models import Station
from tests import make


def names(queryset):
    return {row.name for row in queryset}


def test_a_county_officer_sees_the_county(cast):
    seen = Division.objects.for_staff(cast.huixian_officer)
    assert names(seen) == {"辉县市", "城关街道", "孟庄镇", "百泉镇"}


def test_the_city_sees_all_of_it(cast):
    assert Division.objects.for_staff(cast.city_editor).count() == 9


def test_a_zone_holds_what_it_manages(cast):
    assert cast.zone.holds(cast.yuanwu)
    assert cast.yuanyang.holds(cast.yuanwu)
    assert not cast.zone.holds(cast.yuanxing_street)


def test_a_keeper_sees_only_the_own_station(cast):
    own, _ = make.station(cast.mengzhuang), make.station(cast.baiquan)
    own.keepers.add(cast.keeper)
    assert list(Station.objects.for_staff(cast.keeper)) == [own]
    assert Station.objects.for_staff(cast.huixian_officer).count() == 2
    assert not Station.objects.for_staff(cast.yuanyang_officer).exists()


def test_visitors_and_dismissed_staff_see_nothing(cast):
    make.station(cast.mengzhuang)
    assert not Station.objects.for_staff(AnonymousUser()).exists()
    cast.city_editor.is_active = False
    assert not Station.objects.for_staff(cast.city_editor).exists()
    cast.huixian_officer.division = None
    assert not Station.objects.for_staff(cast.huixian_officer).exists()


def test_a_menu_of_places_stays_a_menu_however_many_places_there_are(cast, monkeypatch):
    whole = [area.code for area in Division.objects.offered("")]
    assert {"410782", "410725"} <= set(whole)
    monkeypatch.setattr("liaison.divisions.models.MOST_OFFERED", 2)
    assert Division.objects.offered("") == []
    assert Division.objects.offered("999999") == []
    assert [area.code for area in Division.objects.offered("410782")] == whole
