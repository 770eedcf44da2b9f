"""Open data: whole, paged, cached by its content, and the same in JSON and CSV."""

import csv
import io
import json
from datetime import date

import pytest

from deputies.actions import assign
from liaison.divisions.models import AliasKind
from liaison.lib import opendata
from tests import make


@pytest.fixture
def city(cast):
    """Three deputies, one with two mandates and a station."""
    municipal, county = make.term(cast.city, 14), make.term(cast.huixian)
    zhao = make.deputy(
        cast.huixian, municipal, county, name="赵秀兰", duty="=公开的单位", duty_is_public=True
    )
    make.deputy(cast.huixian, county, name="李振宇")
    make.deputy(cast.yuanyang, make.term(cast.yuanyang), name="王立新")
    make.deputy(cast.huixian, name="从未当选")
    station = make.station(cast.mengzhuang, latitude="35.4620", longitude="113.8050")
    assign(zhao, station, since=date(2025, 7, 1), by=None)
    return {"zhao": zhao, "station": station}


def answer(client, address: str):
    response = client.get(address)
    assert response.status_code == 200, address
    return json.loads(response.content)


def table(client, address: str) -> list[dict[str, str]]:
    body = b"".join(client.get(address)).decode()
    assert body.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))


def test_a_person_holds_memberships(client, city):
    found = answer(client, "/api/deputies.json")
    assert found["count"] == 3
    assert found["next"] is None
    zhao = next(one for one in found["results"] if one["name"] == "赵秀兰")
    assert zhao["id"] == city["zhao"].pk
    assert zhao["station_id"] == city["station"].code
    assert zhao["url"] == f"http://testserver{city['zhao'].get_absolute_url()}"
    assert [held["organization"] for held in zhao["memberships"]] == [
        "新乡市人民代表大会",
        "辉县市人民代表大会",
    ]
    assert zhao["memberships"][1]["post_area"] == "第6选区"
    assert zhao["memberships"][1]["start_date"] == "2022-01-01"


def test_following_next_sees_everybody_once(client, city):
    seen, address = [], "/api/deputies.json?limit=1"
    while address:
        found = answer(client, address)
        seen += [one["name"] for one in found["results"]]
        assert found["count"] == 3
        address = found["next"]
    assert seen == ["赵秀兰", "李振宇", "王立新"]


@pytest.mark.parametrize(("most", "told"), [(2, (2, False)), (3, (3, True)), (4, (3, True))])
def test_a_count_that_goes_no_further_says_so_and_loses_nobody(client, city, monkeypatch, most, told):
    monkeypatch.setattr(opendata, "COUNTED", most)
    seen, address = [], "/api/deputies.json?limit=1"
    while address:
        found = answer(client, address)
        assert (found["count"], found["count_is_exact"]) == told
        seen += [one["name"] for one in found["results"]]
        address = found["next"]
    assert seen == ["赵秀兰", "李振宇", "王立新"]


def test_how_far_is_counted_stands_in_the_description_and_on_the_page(client, city):
    paths = answer(client, "/api/openapi.json")["paths"]
    page = paths["/api/deputies.json"]["get"]["responses"]["200"]["content"]["application/json"]
    fields = page["schema"]["properties"]
    assert fields["count"]["maximum"] == opendata.COUNTED
    assert set(answer(client, "/api/deputies.json")) == set(fields)
    assert f"最多数到 {opendata.COUNTED}" in client.get("/api/").content.decode()


def test_the_file_has_a_line_for_each_mandate_and_no_formula(client, city):
    rows = table(client, "/api/deputies.csv")
    assert [(row["name"], row["level"]) for row in rows] == [
        ("赵秀兰", "municipal"),
        ("赵秀兰", "county"),
        ("李振宇", "county"),
        ("王立新", "county"),
    ]
    assert rows[0]["summary"] == "'=公开的单位"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=municipal", ["赵秀兰"]),
        ("county=410725", ["王立新"]),
        ("county=410722", ["赵秀兰", "李振宇"]),
        ("station={station}", ["赵秀兰"]),
    ],
)
def test_filters_hold_in_both_forms(client, cast, city, query, found):
    cast.huixian.aliases.create(kind=AliasKind.FORMER_CODE, value="410722", folded="410722")
    query = query.format(station=city["station"].code)
    in_json = [one["name"] for one in answer(client, f"/api/deputies.json?{query}")["results"]]
    in_file = list(dict.fromkeys(row["name"] for row in table(client, f"/api/deputies.csv?{query}")))
    assert in_json == in_file == found


@pytest.mark.parametrize(
    "query",
    [
        "level=x",
        "county=999",
        "station=NOPE23",
        "remark=x",
        "limit=0",
        "limit=5000",
        "after=x",
        "after=" + "9" * 30,
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(client, city, query):
    response = client.get(f"/api/deputies.json?{query}")
    assert response.status_code == 400
    assert json.loads(response.content)["error"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/deputies.json",
        "/api/deputies.csv",
        "/api/stations.json",
        "/api/stations.csv",
        "/api/stations.geojson",
        "/api/divisions.json",
        "/api/divisions.csv",
        "/api/openapi.json",
    ],
)
def test_who_has_it_already_is_not_sent_it_again(client, city, address):
    first = client.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in first["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client.post(address).status_code == 405


def test_a_change_changes_the_mark(client, cast, city):
    first = client.get("/api/deputies.csv")["ETag"]
    make.deputy(cast.huixian, make.term(cast.huixian), name="新当选")
    assert client.get("/api/deputies.csv")["ETag"] != first


def test_stations_being_prepared_are_no_data(client, cast, city):
    make.station(cast.baiquan, status="preparing")
    assert answer(client, "/api/stations.json")["count"] == 1
    assert len(table(client, "/api/stations.csv")) == 1


def test_the_map_holds_stations_whose_place_is_known(client, cast, city):
    make.station(cast.baiquan)
    found = json.loads(b"".join(client.get("/api/stations.geojson")))
    assert [one["geometry"]["coordinates"] for one in found["features"]] == [[113.805, 35.462]]


def test_divisions_tell_their_former_codes(client, cast, city):
    cast.huixian.aliases.create(kind=AliasKind.FORMER_CODE, value="410722", folded="410722")
    found = answer(client, "/api/divisions.json?county=410782")["results"]
    assert next(one for one in found if one["id"] == "410782")["former_ids"] == ["410722"]


def test_every_field_stands_in_the_dictionary(client, city):
    for name in ("deputies", "stations", "divisions"):
        page = client.get("/api/").content.decode()
        first = answer(client, f"/api/{name}.json?limit=1")["results"][0]
        fields = [*first, *(f"memberships[].{key}" for key in first.get("memberships", [{}])[0])]
        missing = [field for field in fields if f">{field}</span>" not in page]
        assert not missing, name


def test_the_description_names_every_address(client, city):
    paths = answer(client, "/api/openapi.json")["paths"]
    for address in paths:
        assert client.get(address).status_code == 200, address
