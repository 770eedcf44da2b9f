"""Coverage: every township by law has a row, above all those without a station."""

from datetime import date

from liaison.divisions.loader import BUILT_IN, Loader, read_rows
from liaison.divisions.models import Division
from stations.defaults import install
from stations.models import Kind
from stations.stats import coverage, percent, roadmap
from tests import make


def test_an_empty_city_has_a_row_for_each_of_its_154_townships(db):
    Loader(read_rows(BUILT_IN)).load()
    found = coverage(Division.objects.get(code="410700"))
    assert (found.total.townships, found.total.covered, len(found.counties)) == (154, 0, 12)
    kinds = [row.division.kind for row in found.total.rows]
    assert [kinds.count(kind) for kind in ("街道", "镇", "乡")] == [36, 78, 40]
    assert sum(t.townships for t in found.counties) == 154
    assert [t.townships for t in found.zones] == [2, 1, 6]


def test_a_zone_township_stands_in_both_views_and_counts_once(cast):
    make.station(cast.yuanwu)
    found = coverage(cast.city)
    by_name = {t.division.name: t for t in (*found.counties, *found.zones)}
    assert by_name["原阳县"].covered == 1
    assert by_name[cast.zone.name].covered == 1
    assert (found.total.covered, found.total.townships) == (1, 5)


def test_what_covers_a_township(cast):
    host = make.station(cast.mengzhuang, stage="accepted")
    make.point(host)
    make.station(cast.baiquan, status="preparing", stage="building")
    make.station(cast.chengguan_street, kind=Kind.SECTOR)
    rows = {row.division.name: row for row in coverage(cast.huixian).total.rows}
    assert (rows["孟庄镇"].is_covered, rows["孟庄镇"].points) == (True, 1)
    assert not rows["百泉镇"].is_covered
    assert rows["百泉镇"].planned.name == "百泉镇人大代表联络站"
    assert not rows["城关街道"].is_covered
    assert coverage(cast.huixian).total.accepted == 1


def test_two_stations_cover_a_township_once(cast):
    make.station(cast.mengzhuang)
    make.station(cast.mengzhuang, name="孟庄镇中心站", kind=Kind.CENTRE)
    total = coverage(cast.huixian).total
    assert (total.covered, coverage(cast.huixian).stations) == (1, 2)


def test_coverage_costs_the_same_queries_however_many_stations(cast, django_assert_num_queries):
    for place in (cast.mengzhuang, cast.baiquan, cast.yuanwu):
        make.point(make.station(place))
    with django_assert_num_queries(2):
        coverage(cast.city)


def test_a_hundred_percent_means_all(db):
    assert percent(153, 154) == 99.4
    assert percent(9999, 10000) == 99.9
    assert percent(99999, 100000) == 99.9
    assert percent(154, 154) == 100.0
    assert percent(0, 0) is None


def test_the_roadmap_knows_where_the_year_stands(cast):
    install(cast.city, 2025)
    install(cast.city, 2025)
    steps = roadmap(cast.city, date(2026, 11, 23))
    assert [s.title for s in steps] == ["一年打基础", "两年上台阶", "三年见成效"]
    assert [(s.is_done, s.is_now, s.share) for s in steps] == [
        (True, False, 100),
        (False, True, 83),
        (False, False, 0),
    ]
