"""The public coverage page: the finding, every township, the same figures as data."""

import csv
from io import StringIO

import pytest

from liaison.divisions.models import Division
from stations import stats
from stations.actions import establish
from tests import make

pytestmark = pytest.mark.django_db


def table(client):
    answer = client.get("/progress/coverage.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_finding_comes_first_in_one_sentence(client, cast):
    make.station(cast.mengzhuang)
    page = client.get("/progress/").text
    assert "全市 5 个乡镇（街道）中 1 个有联络站，覆盖率 <strong>20%</strong>" in page
    assert "还有 4 个乡镇（街道）没有站" in page


def test_every_township_stands_on_the_page_with_or_without_a_station(client, cast):
    make.station(cast.mengzhuang)
    establish(cast.baiquan, by=cast.city_editor)
    page = client.get("/progress/").text
    for township in Division.objects.townships():
        assert township.name in page
    assert "还没有站" in page
    assert "筹建中" in page


def test_the_table_says_the_same_as_the_page(client, cast):
    make.station(cast.mengzhuang)
    establish(cast.baiquan, by=cast.city_editor)
    rows = table(client)
    total = stats.coverage(cast.city).total
    assert len(rows) == total.townships == 5
    states = [row["状态"] for row in rows]
    assert states.count("有站") == total.covered
    assert states.count("筹建中") == total.planned
    assert rows[0].keys() >= {"县（市、区）", "乡镇（街道）", "代管功能区", "联络站", "联络点数"}


def test_a_zones_township_stands_in_its_county_and_is_shown_once_more(client, cast):
    page = client.get("/progress/").text
    assert "功能区代管的乡镇（街道）" in page
    assert "不重复相加" in page
    assert len(table(client)) == 5
    assert [row["代管功能区"] for row in table(client) if row["乡镇（街道）"] == "原武镇"] == [cast.zone.name]


def test_a_name_that_looks_like_a_formula_stays_text(client, cast):
    make.station(cast.mengzhuang, name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in [row["联络站"] for row in table(client)]


def test_a_station_in_preparation_shows_no_code(client, cast):
    station = establish(cast.baiquan, by=cast.city_editor)
    assert station.code not in client.get("/progress/").text
    assert station.code not in client.get("/progress/coverage.csv").content.decode()
