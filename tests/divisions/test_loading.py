"""Division lists come in from the product, the nation and the statisticians."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from liaison.divisions.loader import BUILT_IN, Loader, read_rows
from liaison.divisions.models import Division

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared is not beside the clone")


@pytest.fixture
def xinxiang(db):
    Loader(read_rows(BUILT_IN)).load()
    return Division.objects.get(code="410700")


def test_the_built_in_city_has_its_real_townships_and_counties(xinxiang):
    townships = Division.objects.townships().within(xinxiang)
    kinds = {kind: townships.filter(kind=kind).count() for kind in ("街道", "镇", "乡")}
    assert kinds == {"街道": 36, "镇": 78, "乡": 40}
    assert Division.objects.counties().within(xinxiang).count() == 12
    assert Division.objects.current().filter(level="township", is_real=False).count() == 16


def test_loading_twice_changes_nothing(xinxiang):
    report = Loader(read_rows(BUILT_IN)).load()
    assert (report.added, report.changed, report.retired) == (0, 0, 0)


def test_a_zone_runs_townships_that_belong_to_a_county_by_law(xinxiang):
    yuanwu = Division.objects.get(name="原武镇")
    zone = Division.objects.get(code="410773")
    assert (yuanwu.county.name, yuanwu.managed_by) == ("原阳县", zone)
    assert Division.objects.townships().within(zone).count() == 6
    assert yuanwu in Division.objects.townships().within(yuanwu.county)


def test_an_old_code_finds_the_city_it_became(xinxiang):
    assert Division.objects.all().find("410728").name == "长垣市"
    assert Division.objects.all().find("999999") is None


def test_an_old_name_finds_the_subdistrict_it_became(xinxiang):
    assert [d.name for d in Division.objects.named("万寿街道")] == ["文岩街道"]
    assert {d.name for d in Division.objects.named("城关镇")} >= {"城关镇", "文岩街道"}


def test_subdistricts_have_no_congress(xinxiang):
    assert not Division.objects.get(name="原兴街道").has_congress
    assert Division.objects.get(name="孟庄镇").has_congress


@needs_shared
def test_a_statistical_list_does_not_unseat_the_county_by_law(xinxiang):
    Loader(read_rows(SHARED / "xinxiang_divisions.csv")).load()
    Loader(read_rows(SHARED / "xinxiang_townships.csv")).load()
    assert Division.objects.get(name="原武镇").county.name == "原阳县"
    assert Division.objects.get(name="关堤乡").county.name == "红旗区"
    assert Division.objects.townships().within(xinxiang).count() == 154


@needs_shared
def test_the_statistical_list_alone_still_tells_places_from_zones(db):
    Loader(read_rows(SHARED / "xinxiang_divisions.csv")).load()
    city = Division.objects.get(code="410700")
    assert Division.objects.townships().within(city).count() == 154
    assert Division.objects.counties().within(city).count() == 12
    Loader(read_rows(SHARED / "xinxiang_townships.csv")).load()
    assert Division.objects.get(name="原武镇").county.name == "原阳县"


@needs_shared
def test_the_national_list_loads_whole(db):
    report = Loader(read_rows(SHARED / "china_divisions.csv.gz")).load()
    assert report.added == 44_700
    lawful = Division.objects.get(code="220106")
    assert (lawful.name, lawful.is_real, lawful.province.name) == ("绿园区", True, "吉林省")
    assert not Division.objects.get(code="130371").is_real


@needs_shared
def test_root_takes_only_one_city(db):
    rows = read_rows(SHARED / "china_divisions.csv.gz", "4107")
    assert len(rows) == 186


def test_a_changed_code_keeps_the_row(db, tmp_path):
    before = tmp_path / "before.csv"
    before.write_text("code,name,level,kind,parent_code\n410728,长垣县,county,县,\n")
    Loader(read_rows(before)).load()
    pk = Division.objects.get(code="410728").pk
    Loader(read_rows(BUILT_IN)).load()
    changyuan = Division.objects.get(pk=pk)
    assert (changyuan.code, changyuan.name) == ("410783", "长垣市")
    assert Division.objects.all().find("410728") == changyuan


def test_what_a_newer_list_omits_is_retired_not_deleted(xinxiang, tmp_path):
    newer = tmp_path / "newer.csv"
    newer.write_text("code,name,level,kind,parent_code\n410782102,孟庄镇,township,镇,410782\n")
    report = Loader(read_rows(newer)).load(retire_under="410782")
    assert report.retired == 22
    assert Division.objects.get(name="百泉镇").retired_on is not None
    Loader(read_rows(BUILT_IN)).load()
    assert Division.objects.get(name="百泉镇").retired_on is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "表头"),
        (b"a,b\n1,2\n", "表头"),
        (b"code,name,level,kind,parent_code\n", "没有数据行"),
        (b"code,name,level,kind,parent_code\nx1,Y,county,z,\n", "不认识"),
        ("code,name\n4107,新乡".encode("gbk"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_division_list_is_refused_in_chinese(db, tmp_path, content, message):
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("load_divisions", str(file))
    assert not Division.objects.exists()
