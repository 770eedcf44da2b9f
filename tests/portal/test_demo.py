"""The demo city is whole, fictional, repeatable, and never mixes with real records."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from liaison.accounts.models import User
from liaison.divisions.loader import BUILT_IN, Loader, read_rows
from liaison.divisions.models import Division
from liaison.portal import demo
from liaison.portal.models import SiteSettings
from stations.models import Photo, Station
from stations.stats import coverage
from tests import make

TODAY = date(2026, 11, 23)


@pytest.fixture
def xinxiang(db):
    Loader(read_rows(BUILT_IN)).load()
    return Division.objects.get(code="410700")


@pytest.fixture
def demo_city(xinxiang, monkeypatch):
    demo.load(xinxiang, TODAY)
    return xinxiang


def test_the_demo_shows_stations_gaps_points_and_photos(demo_city):
    found = coverage(demo_city)
    assert found.total.townships == 154
    assert 0 < len(found.total.gaps) < 20
    assert found.total.points > 20
    assert Photo.objects.count() > 10
    assert SiteSettings.load().is_demo


def test_every_demo_station_is_a_valid_record(demo_city):
    for station in Station.objects.all():
        station.full_clean()


def test_demo_accounts_answer_for_their_divisions(demo_city):
    keeper = User.objects.get(username="mengzhuang")
    assert [s.name for s in Station.objects.for_staff(keeper)] == ["孟庄镇人大代表联络站"]
    assert User.objects.get(username="huixian").division.name == "辉县市"
    assert not User.objects.filter(is_superuser=True).exists()


def test_no_demo_telephone_could_ring(demo_city):
    for phone in Station.objects.exclude(phone="").values_list("phone", flat=True):
        assert re.fullmatch(r"0373-0000\d{3}", phone)


def test_loading_the_demo_again_leaves_it_alone(demo_city):
    before = Station.objects.count()
    assert demo.load(demo_city, TODAY) is None
    assert Station.objects.count() == before


def test_demo_data_refuses_a_database_with_real_records(cast):
    make.station(cast.mengzhuang)
    with pytest.raises(CommandError, match="真实记录"):
        call_command("load_demo")


def test_without_divisions_the_command_says_what_to_do_first(db):
    with pytest.raises(CommandError, match="load_divisions"):
        call_command("load_demo")
