"""A station's page says who can be met there: everybody under each level, counted as persons."""

import re
from datetime import date

import pytest

from deputies.actions import assign, release
from tests import make

SINCE = date(2025, 7, 1)


@pytest.fixture
def station(cast):
    return make.station(cast.mengzhuang)


@pytest.fixture
def terms(cast):
    """The running terms over 孟庄镇, by level."""
    places = {"national": None, "municipal": cast.city, "county": cast.huixian, "township": cast.mengzhuang}
    return {level: make.term(place, 14) for level, place in places.items()}


def sit(cast, station, *terms, **more):
    person = make.deputy(cast.huixian, *terms, **more)
    assign(person, station, since=SINCE, by=None)
    return person


def page(client, station) -> str:
    return client.get(station.get_absolute_url()).content.decode()


def test_deputies_stand_by_level_and_the_difference_is_explained(client, cast, station, terms):
    both = sit(cast, station, terms["municipal"], terms["county"], name="赵秀兰")
    sit(cast, station, terms["county"], name="李振宇")
    sit(cast, station, terms["township"], name="周明远")
    html = page(client, station)
    assert "本站代表 3 名" in html
    assert "3 人：市 1、县 2、镇 1，其中交叉任职 1" in html
    assert re.findall(r"<small>(\d+)</small></a>", html) == ["1", "2", "1"]
    assert html.count(f'href="{both.get_absolute_url()}"') == 2
    assert "同时为县代表" in html
    assert "同时为市代表" in html


def test_the_lower_levels_are_folded_unless_nobody_sits_above(client, cast, station, terms):
    sit(cast, station, terms["county"])
    sit(cast, station, terms["township"])
    assert '<details id="lv-county" open>' in page(client, station)
    sit(cast, station, terms["municipal"])
    assert '<details id="lv-county">' in page(client, station)


def test_where_the_figures_agree_no_sentence_is_needed(client, cast, station, terms):
    sit(cast, station, terms["county"])
    html = page(client, station)
    assert "本站代表 1 名" in html
    assert "交叉任职" not in html


def test_duty_and_photo_are_shown_only_where_the_person_agreed(client, cast, station, terms):
    sit(cast, station, terms["county"], duty="公开的单位", duty_is_public=True)
    sit(cast, station, terms["county"], duty="没有同意的单位", photo="deputies/photos/a.webp")
    sit(cast, station, terms["county"], photo="deputies/photos/b.webp", photo_consent=True)
    html = page(client, station)
    assert "公开的单位" in html
    assert "没有同意的单位" not in html
    assert "a.webp" not in html
    assert "b.webp" in html


def test_whoever_moved_away_is_gone_from_the_page(client, cast, station, terms):
    person = sit(cast, station, terms["county"], name="示例离站")
    release(person, date(2026, 3, 1), by=None)
    html = page(client, station)
    assert "示例离站" not in html
    assert "代表名单还没有公布" in html


def test_a_contact_point_has_no_list_of_its_own(client, station):
    assert "本站代表" not in page(client, make.point(station))


def test_from_a_village_to_the_names_in_one_question(client, cast, station, terms):
    sit(cast, station, terms["national"], name="李秀芝")
    station.served_areas.create(name="柳庄村")
    make.settle(station)
    html = client.get("/find/", {"q": "柳庄"}).content.decode()
    assert "李秀芝" in html
    assert f"{station.get_absolute_url()}#deputies" in html
