"""A search for stations: the same answer by the index as without."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from liaison.lib.text import fold
from stations.actions import settle
from stations.models import Station, StationAlias
from tests import make

QUERIES = [
    *("孟庄", "孟", "孟庄 站", "mengzhuang", "mz", "老站", "东关", "辉县", "没有这个站"),
    *("|", "%", "_", "'", '"', "u5b5fu5e84", "孟庄 OR 东关", "NEAR", "*"),
]


@pytest.fixture(autouse=True)
def indexed(settings):
    settings.SEARCH_INDEX = True


@pytest.fixture
def three(cast):
    """Three stations, one of which is also called otherwise."""
    found = [make.station(cast.mengzhuang), make.station(cast.mengzhuang, name="东关站")]
    StationAlias.objects.create(station=found[0], name="老站")
    settle(found[0])
    return [*found, make.station(cast.yuanwu)]


def found(query: str) -> list[int]:
    return sorted(Station.objects.matching(query).values_list("pk", flat=True))


def plainly(query: str) -> list[int]:
    """Without any database: which texts hold every word."""
    words = [fold(word) for word in query.split()]
    texts = Station.objects.order_by("pk").values_list("pk", "search_text")
    return [pk for pk, text in texts if all(word in text for word in words)]


@pytest.mark.parametrize("query", QUERIES)
def test_the_index_finds_what_a_plain_search_finds(three, settings, query):
    settings.SEARCH_INDEX = False
    before = found(query)
    settings.SEARCH_INDEX = True
    assert found(query) == before == plainly(query)


def test_a_renamed_station_is_found_by_the_new_name_and_not_by_the_old(three):
    Station.objects.filter(pk=three[1].pk).update(name="西关站")
    settle(Station.objects.get(pk=three[1].pk))
    assert (found("西关"), found("东关")) == ([three[1].pk], [])


def test_rows_written_without_the_index_are_brought_in_by_a_command(three, capsys):
    Station.objects.update(search_tokens="")
    assert not found("孟庄")
    call_command("refresh_search")
    assert "联络站：更新 3 条" in capsys.readouterr().out
    assert found("老站") == plainly("老站") == [three[0].pk]
    call_command("refresh_search")
    assert "联络站：更新 0 条" in capsys.readouterr().out


def test_the_migration_brings_in_what_stood_there_before(three):
    Station.objects.update(search_tokens="")
    fill = import_module("stations.migrations.0005_search_index").fill
    fill(apps, SimpleNamespace(connection=connection))
    assert found("东关") == plainly("东关") == [three[1].pk]
