"""Site search: counts by kind, marked words, pages."""

import pytest

from stations.actions import settle
from stations.models import ServedArea
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mengzhuang(cast):
    station = make.station(cast.mengzhuang)
    make.point(station, "示例村人大代表联络点")
    ServedArea.objects.create(station=station, name="柳庄村", aliases="前柳")
    settle(station)
    return station


def test_kinds_are_counted_and_the_words_marked(client, mengzhuang):
    page = client.get("/search/?q=孟庄").text
    assert "“孟庄”有 4 条结果" in page
    assert "<mark>孟庄</mark>镇人大代表联络站" in page
    for chip in (
        "联络站<small>1</small>",
        "联络点<small>1</small>",
        "村、社区<small>1</small>",
        "乡镇、街道<small>1</small>",
    ):
        assert chip in page


def test_a_chip_opens_its_kind(client, mengzhuang):
    page = client.get("/search/?q=孟庄&kind=area").text
    assert "柳庄村" in page
    assert "前柳" in page
    assert "归<mark>孟庄</mark>镇联络站" in page


def test_an_unknown_kind_opens_the_first(client, mengzhuang):
    assert "<mark>孟庄</mark>镇人大代表联络站" in client.get("/search/?q=孟庄&kind=nonsense").text


def test_a_station_found_by_its_village_says_why(client, mengzhuang):
    assert "服务的村或别名里有“<mark>柳庄</mark>”" in client.get("/search/?q=柳庄").text


def test_a_station_being_prepared_is_not_found(client, cast):
    make.station(cast.baiquan, status="preparing", name="筹备中的百泉站")
    assert "筹备中的百泉站" not in client.get("/search/?q=百泉").text


def test_nothing_found_leads_on(client, mengzhuang):
    page = client.get("/search/?q=查无此处").text
    assert "没有找到“查无此处”" in page
    assert 'href="/stations/"' in page


def test_a_page_beyond_the_end_is_the_last(client, mengzhuang):
    assert "孟庄" in client.get("/search/?q=孟庄&page=999").text
    assert "孟庄" in client.get("/search/?q=孟庄&page=nonsense").text
