"""The public list: filters that can be shared, nonsense that does no harm."""

from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison.divisions.models import AliasKind, DivisionAlias
from stations.actions import close, settle
from stations.models import Closure, OpeningHours, ServedArea
from tests import make

pytestmark = pytest.mark.django_db
MONDAY_MORNING = "2026-11-23 10:00 +0800"
IGNORED = "筛选条件无效，已忽略"


def names(client, **query):
    page = client.get("/stations/", query).context["page"]
    return [station.name for station in page]


@pytest.fixture
def three(cast):
    """One station in each of three townships, two of them in 辉县市."""
    places = (cast.chengguan_street, cast.mengzhuang, cast.yuanwu)
    return [make.station(place) for place in places]


def test_all_stations_in_service_stand_in_place_order(client, three):
    assert names(client) == [three[2].name, three[0].name, three[1].name]


def test_a_county_narrows_the_list_and_lights_its_cell(client, cast, three):
    assert names(client, county="410782") == [three[0].name, three[1].name]
    page = client.get("/stations/?county=410782").text
    assert 'class="on" aria-label="辉县市 2 站，已选"' in page
    assert "辉县市　2 个联络站" in page


def test_a_zone_narrows_it_too(client, cast, three):
    assert names(client, county=cast.zone.code) == [three[2].name]


def test_an_old_county_code_leads_to_the_new_one(client, cast):
    DivisionAlias.objects.create(
        division=cast.huixian, kind=AliasKind.FORMER_CODE, value="410728", folded="410728"
    )
    answer = client.get("/stations/?county=410728&q=x")
    assert answer.status_code == 301
    assert answer["Location"] == "/stations/?county=410782&q=x"


def test_words_find_names_villages_and_pinyin(client, three):
    ServedArea.objects.create(station=three[1], name="柳庄村", aliases="前柳")
    settle(three[1])
    for words in ("孟庄", "柳庄", "前柳", "mz", "MengZhuang", "辉县市 孟庄"):
        assert three[1].name in names(client, q=words), words
    assert names(client, q="查无此村") == []


def test_contact_points_are_listed_when_asked_for(client, three):
    point = make.point(three[1], "示例村人大代表联络点")
    assert point.name not in names(client)
    assert names(client, kind="point") == [point.name]
    assert point.name in names(client, q="示例村")


@time_machine.travel(MONDAY_MORNING)
def test_todays_doors_leave_out_the_shut_ones(client, three):
    for station in three[:2]:
        OpeningHours.objects.create(station=station, weekday=0, opens=time(8), closes=time(12))
    Closure.objects.create(
        station=three[1], since=date(2026, 11, 20), until=date(2026, 11, 23), reason="装修"
    )
    assert names(client, day="today") == [three[0].name]


def test_weekend_facilities_and_status(client, cast, three):
    OpeningHours.objects.create(station=three[0], weekday=6, opens=time(8), closes=time(12))
    three[1].step_free = True
    three[1].save()
    three[2].video_reception = True
    three[2].save()
    assert names(client, day="weekend") == [three[0].name]
    assert names(client, step_free="on") == [three[1].name]
    assert names(client, video="on") == [three[2].name]
    close(three[0], date(2026, 1, 1), "迁址", by=cast.city_editor)
    assert names(client, status="closed") == [three[0].name]
    assert three[0].name not in names(client)


@pytest.mark.parametrize(
    "query",
    [
        "county=nonsense", "county=99999999999999999999999", "kind=x", "day=yesterday", "status=preparing",
        "nonsense=1", "county=410782&county=410725&day=%F0%9F%8F%A0", "order_by=contact_phone",
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_ignored_and_said_so(client, three, query):
    answer = client.get(f"/stations/?{query}")
    assert answer.status_code == 200
    assert IGNORED in answer.text
    assert answer.context["page"].paginator.count >= 1


@pytest.mark.parametrize(
    "query", ["from=singlemessage&isappinstalled=0", "utm_source=x", "page=999", "page=x"]
)
def test_what_wechat_and_pagers_append_is_no_filter(client, three, query):
    answer = client.get(f"/stations/?{query}")
    assert IGNORED not in answer.text
    assert answer.context["page"].paginator.count == 3


def test_a_page_beyond_the_end_is_the_last(client, three, monkeypatch):
    monkeypatch.setattr("stations.views.PER_PAGE", 2)
    assert client.get("/stations/?page=999").context["page"].number == 2
    page = client.get("/stations/?county=410782&page=1&kind=station").text
    assert "下一页" not in page
    pager = client.get("/stations/?kind=station").text
    assert 'href="?kind=station&amp;page=2" rel="next"' in pager


def test_an_empty_list_shows_a_way_on(client, three):
    page = client.get("/stations/?q=查无此村").text
    assert "没有找到“查无此村”" in page
    assert "看全部联络站" in page
    assert "没有符合条件的联络站" in client.get("/stations/?video=on").text


def test_a_station_in_preparation_is_on_no_list(client, cast):
    station = make.station(cast.baiquan, status="preparing")
    for query in ({}, {"q": "百泉"}, {"status": "closed"}):
        assert station.name not in names(client, **query)


def test_more_rows_cost_no_more_queries(client, cast, three):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/stations/")
        return len(queries)

    few = asked()
    for n in range(15):
        made = make.station(cast.baiquan, name=f"示例{n}站")
        OpeningHours.objects.create(station=made, weekday=n % 7, opens=time(8), closes=time(12))
    assert asked() == few
