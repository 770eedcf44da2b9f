"""The list of deputies and a deputy's page: found by name and place, kept after the term."""

from datetime import date

import pytest
from django.urls import reverse

from deputies.actions import assign, close_term, end_mandate
from liaison.divisions.models import AliasKind
from tests import make

LIST = "/deputies/"


@pytest.fixture
def people(cast):
    """Two in 辉县市, one in 原阳县; one of them met at 孟庄镇."""
    municipal, county = make.term(cast.city, 14), make.term(cast.huixian)
    zhao = make.deputy(cast.huixian, municipal, county, name="赵秀兰", elected_by="辉县市人大")
    zeng = make.deputy(cast.huixian, county, name="曾国营", elected_by="第6选区")
    wang = make.deputy(cast.yuanyang, make.term(cast.yuanyang), name="王立新")
    station = make.station(cast.mengzhuang, reception_note="每月 10 日上午")
    assign(zhao, station, since=date(2025, 7, 1), by=None)
    return {"zhao": zhao, "zeng": zeng, "wang": wang, "station": station}


def names(client, **query) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.face.name for row in response.context["rows"]]


def test_everybody_who_serves_stands_in_the_order_of_the_reading(client, people):
    assert names(client) == ["王立新", "曾国营", "赵秀兰"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "zxl"}, ["赵秀兰"]),
        ({"q": "ＺＥＮＧ"}, ["曾国营"]),
        ({"q": "秀兰"}, ["赵秀兰"]),
        ({"county": "410725"}, ["王立新"]),
        ({"level": "municipal"}, ["赵秀兰"]),
        ({"level": "county", "county": "410782"}, ["曾国营", "赵秀兰"]),
        ({"q": "查无此人"}, []),
    ],
)
def test_the_list_narrows(client, people, query, found):
    assert names(client, **query) == found


def test_the_list_narrows_to_a_station_and_offers_those_of_its_county(client, people):
    response = client.get(LIST, {"station": people["station"].code})
    assert [row.face.name for row in response.context["rows"]] == ["赵秀兰"]
    assert response.context["choice"].area.name == "辉县市"
    assert "孟庄镇联络站" in response.content.decode()


def test_nonsense_is_ignored_and_said(client, people):
    for query in ({"level": "x"}, {"county": "999"}, {"station": "NOPE23"}, {"unassigned": "1"}):
        response = client.get(LIST, query)
        assert "筛选条件无效，已忽略" in response.content.decode(), query
        assert len(response.context["rows"]) == 3


def test_an_empty_list_says_where_to_go_on(client, people):
    html = client.get(LIST, {"q": "查无此人"}).content.decode()
    assert "没有找到“查无此人”" in html
    assert reverse("find") in html


def test_an_old_county_code_leads_to_the_new_one(client, cast, people):
    cast.huixian.aliases.create(kind=AliasKind.FORMER_CODE, value="410722", folded="410722")
    response = client.get(LIST, {"county": "410722", "q": "赵"})
    assert response.status_code == 301
    assert "county=410782" in response["Location"]
    assert "q=%E8%B5%B5" in response["Location"]


def test_a_page_beyond_the_end_is_the_last_one(client, people):
    assert len(names(client, page="99")) == 3


def test_a_deputys_page_says_for_whom_and_where(client, people):
    html = client.get(people["zhao"].get_absolute_url()).content.decode()
    for words in (
        "市人大代表",
        "县人大代表",
        "新乡市第十四届、辉县市第十六届人大代表",
        "孟庄镇联络站",
        "每月 10 日上午",
        "属地",
        "tel:0373-0000123",
    ):
        assert words in html, words


def test_who_has_no_station_yet_is_told_so_without_the_reason(client, cast, people):
    people["zeng"].remark = "长期外出"
    people["zeng"].save()
    html = client.get(people["zeng"].get_absolute_url()).content.decode()
    assert "还没有编入联络站" in html
    assert "长期外出" not in html
    assert "tel:0373-0000123" not in html


def test_after_the_term_the_page_stays_without_contact(client, cast, people):
    close_term(people["zeng"].mandates.get().term, date(2026, 12, 31), by=None)
    html = client.get(people["zeng"].get_absolute_url()).content.decode()
    assert "已任期届满" in html
    assert "打站内电话" not in html
    assert "曾国营" not in client.get(LIST).content.decode()


def test_who_left_before_the_end_has_left_and_no_more_is_said(client, cast, people):
    mandate = people["wang"].mandates.get()
    end_mandate(mandate, date(2026, 3, 1), "removed", note="内部原因", by=None)
    html = client.get(people["wang"].get_absolute_url()).content.decode()
    assert "已离任" in html
    assert "罢免" not in html
    assert "内部原因" not in html


@pytest.mark.parametrize("pk", ["0", "999999", str(2**63), "9" * 40])
def test_nobody_stands_behind_a_wrong_number(client, people, pk):
    response = client.get(f"/deputies/{pk}/")
    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_whoever_was_never_elected_has_no_page(client, cast):
    assert client.get(make.deputy(cast.huixian).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("question", ["赵秀兰", "赵秀兰代表", "秀兰", "zxl", "zhaoxiul"])
def test_the_first_question_finds_a_person_by_name(client, people, question):
    html = client.get("/find/", {"q": question}).content.decode()
    assert people["zhao"].get_absolute_url() in html
    assert "没有找到" not in html


@pytest.mark.parametrize("question", ["赵", "z"])
def test_the_first_question_does_not_list_a_whole_surname(client, people, question):
    assert people["zhao"].get_absolute_url() not in client.get("/find/", {"q": question}).content.decode()


def test_the_search_knows_people_too(client, people):
    html = client.get("/search/", {"q": "曾国"}).content.decode()
    assert people["zeng"].get_absolute_url() in html
    assert "县人大代表" in html


def test_the_sitemap_leads_to_those_who_serve(client, people):
    close_term(people["wang"].mandates.get().term, date(2026, 12, 31), by=None)
    body = client.get("/sitemap.xml").content.decode()
    assert people["zhao"].get_absolute_url() in body
    assert people["wang"].get_absolute_url() not in body
