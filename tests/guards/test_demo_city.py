"""The demo city is whole, fictional and repeatable."""

import re

import pytest
from django.utils import timezone

from liaison.accounts.models import User
from liaison.divisions.models import Division
from liaison.portal import demo
from liaison.portal.models import SiteSettings
from stations.models import Photo, Station
from stations.stats import coverage

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("demo"),
    pytest.mark.usefixtures("demo_city", "db"),
]


def test_the_demo_shows_stations_gaps_points_and_photos() -> None:
    found = coverage(Division.objects.get(code="410700"))
    assert found.total.townships == 154
    assert 0 < len(found.total.gaps) < 20
    assert found.total.points > 20
    assert Photo.objects.count() > 10
    assert SiteSettings.load().is_demo


def test_every_demo_station_is_a_valid_record() -> None:
    for station in Station.objects.all():
        station.full_clean()


def test_demo_accounts_answer_for_their_divisions() -> None:
    keeper = User.objects.get(username="mengzhuang")
    assert [s.name for s in Station.objects.for_staff(keeper)] == ["孟庄镇人大代表联络站"]
    assert User.objects.get(username="huixian").division.name == "辉县市"
    assert not User.objects.filter(is_superuser=True).exists()


def test_no_demo_telephone_could_ring() -> None:
    for phone in Station.objects.exclude(phone="").values_list("phone", flat=True):
        assert re.fullmatch(r"0373-0000\d{3}", phone)


def test_loading_the_demo_again_leaves_it_alone() -> None:
    before = Station.objects.count()
    assert demo.load(Division.objects.get(code="410700"), timezone.localdate()) is None
    assert Station.objects.count() == before
