"""A station's page: what a citizen needs first, and nothing that is not theirs to know."""

import gzip
from datetime import date, time

import pytest
import time_machine
from django.contrib.staticfiles import finders

from stations.actions import add_photo, advance, close, settle
from stations.models import (
    Closure,
    Evidence,
    OpeningHours,
    ServedArea,
    Stage,
    Standard,
    StandardItem,
    StationAlias,
    StationPerson,
    WallRule,
)
from tests import make

pytestmark = pytest.mark.django_db
MONDAY_MORNING = "2026-11-23 10:00 +0800"
MONDAY_EVENING = "2026-11-23 20:00 +0800"
BUDGET = 13
WEIGHT = 60_000


@pytest.fixture
def station(cast):
    """A station about which everything is known."""
    station = make.station(
        cast.mengzhuang,
        reception_note="每月 10 日、25 日上午",
        latitude="35.462300",
        longitude="113.805400",
        step_free=True,
        rooms=["head", "reception"],
        equipment=["computer"],
        shared_with="党群服务中心",
        area="120.0",
        overview="示例简介",
        bridge="每月走访",
        is_focus=True,
        focus_reason="设在先进群体所在地",
    )
    for weekday in range(5):
        for opens, closes in ((time(8, 30), time(12)), (time(14, 30), time(17, 30))):
            OpeningHours.objects.create(station=station, weekday=weekday, opens=opens, closes=closes)
    StationPerson.objects.create(station=station, role="liaison", name="李示例")
    StationPerson.objects.create(
        station=station, role="head", name="赵示例", title="孟庄镇人大主席", office_phone="0373-0000124"
    )
    StationPerson.objects.create(station=station, role="head", name="孙离任", until=date(2025, 1, 1))
    ServedArea.objects.create(station=station, name="柳庄村", aliases="前柳；柳家庄")
    ServedArea.objects.create(station=station, name="示例社区", kind="community")
    StationAlias.objects.create(station=station, name="孟庄代表之家")
    WallRule.objects.create(station=station, title="接待制度", text="第一条\n\n第二条")
    standard = Standard.objects.create(city=cast.city, name="示例建站标准", since=date(2025, 1, 1))
    item = StandardItem.objects.create(standard=standard, number=1, name="有牌子", text="门口挂牌")
    Evidence.objects.create(station=station, item=item, met_on=date(2025, 7, 1))
    advance(station, Stage.SITING, date(2025, 3, 1), by=None)
    advance(station, Stage.OPENED, date(2025, 6, 1), note="第一批", by=None)
    add_photo(station, make.photo_file(), alt="联络站门口", caption="门头", by=None)
    add_photo(station, make.photo_file(), alt="群众在反映意见", by=None)
    make.point(station, "示例村人大代表联络点")
    settle(station)
    station.refresh_from_db()
    return station


def page_of(client, station):
    return client.get(station.get_absolute_url()).text


@time_machine.travel(MONDAY_MORNING)
def test_the_page_answers_where_when_and_who(client, station):
    page = page_of(client, station)
    for word in (
        "辉县市孟庄镇便民服务中心一楼", "无障碍通道", "开门中", "今天", "8:30—12:00", "14:30—17:30",
        "每月 10 日、25 日上午", "赵示例", "孟庄镇人大主席", "李示例", "周一至周五", "站长室、接待室", "电脑",
        "与党群服务中心共用", "120 平方米", "2025年6月1日", "柳庄村", "也叫前柳、柳家庄",
        "1 个行政村、1 个社区", "示例村人大代表联络点", "连心桥", "重点站", "上墙制度、建设过程、评价依据",
    ):  # fmt: skip
        assert word in page, word
    assert "孙离任" not in page


@time_machine.travel(MONDAY_MORNING)
def test_a_page_behind_it_tells_how_the_station_was_built_and_what_it_has(client, station):
    page = client.get(f"{station.get_absolute_url()}standing/").text
    for word in ("示例建站标准", "门口挂牌", "2025-07-01", "接待制度", "第一批"):
        assert word in page, word


@time_machine.travel(MONDAY_EVENING)
def test_after_hours_the_page_names_the_next_opening(client, station):
    page = page_of(client, station)
    assert "开门中" not in page
    assert "明天 周二" in page


@time_machine.travel(MONDAY_MORNING)
def test_a_closure_is_said_before_anything_else(client, station):
    Closure.objects.create(station=station, since=date(2026, 11, 23), until=date(2026, 11, 24), reason="装修")
    page = page_of(client, station)
    assert "今天闭站" in page
    assert "11月23日至11月24日闭站：装修" in page
    assert "周三" in page


def test_the_phone_calls_and_the_map_opens(client, station):
    page = page_of(client, station)
    assert 'href="tel:0373-0000123"' in page
    assert "https://uri.amap.com/marker?position=113.805400%2C35.462300" in page
    assert "coordinate=wgs84" in page


def test_without_coordinates_the_map_searches_the_address(client, cast):
    station = make.station(cast.baiquan)
    assert "https://uri.amap.com/search?keyword=" in page_of(client, station)


def test_without_phone_and_address_no_empty_button_is_shown(client, cast):
    page = page_of(client, make.station(cast.baiquan, phone="", address=""))
    assert "打电话" not in page
    assert "去这里" not in page
    assert "开放时间待公布" in page


def test_the_liaison_officers_number_is_nowhere(client, station):
    address = station.get_absolute_url()
    for where in (address, f"{address}poster/", f"{address}qr.svg", "/find/?q=孟庄镇", "/search/?q=孟庄"):
        assert station.contact_phone not in client.get(where).text


def test_photos_say_their_size_and_what_they_show(client, station):
    page = page_of(client, station)
    assert 'alt="联络站门口"' in page
    assert 'width="64" height="48"' in page
    assert 'alt="群众在反映意见" loading="lazy"' in page


def test_small_letters_lead_to_the_one_address(client, station):
    answer = client.get(station.get_absolute_url().lower())
    assert answer.status_code == 301
    assert answer["Location"] == station.get_absolute_url()


def test_the_code_on_the_wall_leads_to_the_page(client, station):
    for code in (station.code, station.code.lower()):
        answer = client.get(f"/s/{code}/")
        assert answer.status_code == 302
        assert answer["Location"] == f"{station.get_absolute_url()}?via=qr"


@pytest.mark.parametrize("ending", ["", "poster/", "qr.svg"])
def test_a_wrong_code_or_a_station_in_preparation_is_not_there(client, cast, ending):
    hidden = make.station(cast.baiquan, status="preparing")
    for code in ("NOPE23", "x" * 200, hidden.code):
        answer = client.get(f"/stations/{code}/{ending}")
        assert answer.status_code == 404
        assert 'action="/find/"' in answer.text
        assert client.get(f"/s/{code}/").status_code == 404


def test_a_closed_station_says_where_to_go(client, cast, station):
    close(station, date(2026, 1, 5), "迁到新址", by=cast.city_editor)
    page = page_of(client, station)
    assert "2026年1月5日起不再接待" in page
    assert "迁到新址" in page
    assert "看辉县市的其他联络站" in page
    assert "打电话" not in page
    successor = make.station(cast.mengzhuang, name="孟庄镇新站")
    assert f'请到 <a href="{successor.get_absolute_url()}">' in page_of(client, station)


def test_a_point_names_its_station(client, station):
    point = station.contact_points.get()
    page = page_of(client, point)
    assert f'<a href="{station.get_absolute_url()}">{station.name}</a>' in page


def test_the_poster_holds_what_stands_on_the_wall(client, station):
    page = client.get(f"{station.get_absolute_url()}poster/").text
    for word in (station.name, station.code, "每月 10 日、25 日上午", "0373-0000123", "赵示例", "qr.svg"):
        assert word in page


def test_the_code_is_a_plain_drawing_of_the_short_address(client, station, settings):
    answer = client.get(f"{station.get_absolute_url()}qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "max-age" in answer["Cache-Control"]
    assert "style=" not in answer.text
    settings.PUBLIC_ORIGIN = "https://llz.example.gov.cn"
    assert client.get(f"{station.get_absolute_url()}qr.svg").text != answer.text


def test_the_page_is_light_and_asks_little(client, station, django_assert_max_num_queries):
    with django_assert_max_num_queries(BUDGET):
        page = client.get(station.get_absolute_url()).content
    with open(finders.find("css/site.css"), "rb") as file:
        assert len(gzip.compress(page)) + len(gzip.compress(file.read())) < WEIGHT
    for _ in range(20):
        ServedArea.objects.create(station=station, name=f"示例{_}村")
        make.point(station)
    with django_assert_max_num_queries(BUDGET):
        client.get(station.get_absolute_url())
