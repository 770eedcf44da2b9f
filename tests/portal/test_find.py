"""From what people call a place to the station that serves it."""

from datetime import time

import pytest

from stations.actions import close, settle
from stations.models import OpeningHours, ServedArea, StationAlias
from tests import make

pytestmark = pytest.mark.django_db


def serve(station, name, aliases="", kind="village"):
    ServedArea.objects.create(station=station, name=name, aliases=aliases, kind=kind)
    settle(station)
    return station


def ask(client, words):
    answer = client.get("/find/", {"q": words})
    assert answer.status_code == 200
    return answer


@pytest.fixture
def mengzhuang(cast):
    station = make.station(cast.mengzhuang, reception_note="每月 10 日上午")
    OpeningHours.objects.create(station=station, weekday=0, opens=time(8, 30), closes=time(12))
    return serve(station, "柳庄村", "柳家庄；前柳庄")


@pytest.mark.parametrize(
    "words",
    [
        "柳庄村",
        "柳庄",
        "柳家庄",
        "前柳庄",
        "lz",
        "LZC",
        "孟庄镇柳庄村",
        "辉县市孟庄镇柳庄村",
        "辉县市 柳庄",
        "新乡市辉县市孟庄镇",
    ],
)
def test_one_clear_answer_shows_the_station_at_once(client, mengzhuang, words):
    page = ask(client, words).text
    assert mengzhuang.name in page
    assert "每月 10 日上午" in page
    assert "0373-0000123" in page
    assert "看本站的全部信息" in page


def test_an_old_name_is_explained(client, mengzhuang):
    assert "柳庄村（也叫柳家庄）归这个站" in ask(client, "柳家庄").text


def test_villages_of_one_name_are_told_apart_by_their_county(client, cast, mengzhuang):
    other = serve(make.station(cast.yuanwu), "柳庄村")
    page = ask(client, "柳庄村").text
    assert mengzhuang.name in page
    assert other.name in page
    assert "请看清是哪里" in page
    assert "<b>辉县市</b>" in page
    assert "<b>原阳县</b>" in page


def test_the_township_settles_which_of_two_is_meant(client, cast, mengzhuang):
    other = serve(make.station(cast.yuanwu), "柳庄村")
    page = ask(client, "原武镇柳庄村").text
    assert other.name in page
    assert mengzhuang.name not in page


def test_an_exact_name_beats_a_longer_one(client, cast, mengzhuang):
    other = serve(make.station(cast.yuanwu), "东柳庄村")
    page = ask(client, "柳庄村").text
    assert other.name not in page


def test_contact_points_step_back_behind_their_station(client, mengzhuang):
    point = make.point(mengzhuang)
    page = ask(client, "孟庄镇").text
    assert point.name not in page
    assert "看本站的全部信息" in page


def test_an_alias_of_the_station_finds_it(client, mengzhuang):
    StationAlias.objects.create(station=mengzhuang, name="孟庄代表之家")
    settle(mengzhuang)
    assert "也叫“孟庄代表之家”" in ask(client, "孟庄代表之家").text


def test_a_township_without_a_station_is_named_with_a_way_on(client, cast):
    page = ask(client, "百泉镇").text
    assert "辉县市百泉镇</strong>还没有联络站" in page
    assert "/stations/?county=410782" in page


def test_nothing_found_leads_somewhere_useful(client, cast):
    page = ask(client, "查无此村").text
    assert "没有找到“查无此村”" in page
    assert "/stations/?county=410725" in page


def test_a_closed_station_is_not_an_answer(client, cast, mengzhuang):
    close(mengzhuang, mengzhuang.opened_on, "迁址", by=cast.city_editor)
    assert mengzhuang.get_absolute_url() not in ask(client, "柳庄村").text


@pytest.mark.parametrize(
    "words", ["", "   ", "x" * 5000, "%_\\", "<script>alert(1)</script>", "(((", "'; --", "\u200b", "🏠"]
)
def test_odd_questions_are_answered_calmly(client, cast, mengzhuang, words):
    for address in ("/find/", "/search/", "/stations/"):
        answer = client.get(address, {"q": words})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert f'value="{"x" * 101}' not in answer.text


def test_nul_is_refused(client, cast):
    assert client.get("/find/?q=%00").status_code == 400


def test_before_any_division_is_loaded_every_page_answers(client, db):
    for address in ("/find/?q=x", "/search/?q=x", "/progress/", "/stations/", "/sitemap.xml"):
        assert client.get(address).status_code == 200
    assert client.get("/progress/coverage.csv").status_code == 404


def test_the_place_of_that_name_comes_before_villages_of_that_name(client, cast):
    serve(make.station(cast.chengguan_street), "孟庄村")
    town = make.station(cast.mengzhuang)
    page = ask(client, "孟庄").text
    assert 0 < page.index(f"/stations/{town.code}/") < page.index("孟庄村归这个站")
