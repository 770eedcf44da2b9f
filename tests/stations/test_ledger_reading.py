"""A ledger is read whatever its columns are called, and nothing in it is guessed."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from liaison.divisions.loader import BUILT_IN, Loader, read_rows
from liaison.divisions.models import Division
from stations.models import Kind, Station

from . import ledgers
from .ledgers import read


def fates(ledger):
    """Row numbers with their fates."""
    return {row.number: row.fate.value for row in ledger.rows}


def only(ledger):
    """The one row of a ledger."""
    (row,) = ledger.rows
    return row


def test_a_ledger_with_everything_that_makes_ledgers_hard(cast):
    ledger = read(ledgers.city_ledger(), cast.city)
    assert fates(ledger) == {
        4: "ok",
        5: "ok",
        6: "subtotal",
        7: "ok",
        8: "duplicate",
        9: "total",
    }
    assert ledger.summary == {"stations": 3, "duplicates": 1, "subtotals": 1, "total_rows": 1}
    assert ledger.stations[0].as_station() == {
        "name": "孟庄镇人大代表联络站",
        "county_code": "410782",
        "town": "孟庄镇",
        "type": "中心站",
        "address": "孟庄镇政府院内一楼",
        "area_m2": 300,
        "built": "2023-06",
        "chief": "郭某某",
        "chief_duty": "人大主席",
        "liaison": "杨某某",
        "phone": "15400000077",
        "deputies_total": 88,
        "deputies_city": 1,
        "reception_day": "每周一",
        "status": "正常",
        "row": 4,
    }


def test_a_town_run_by_a_zone_belongs_to_its_county_by_law(cast):
    for county in ("原阳县", "平原示范区", "新乡市平原城乡一体化示范区"):
        row = only(read([["区县", "名称", "乡镇"], [county, "原武镇人大代表联络站", "原武"]], cast.city))
        assert (row.division, row.county) == (cast.yuanwu, cast.yuanyang)


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        (["名称", "地址"], ["孟庄镇人大代表联络站", "甲"]),
        (["站名", "所在镇街"], ["代表之家", "辉县市孟庄镇人民政府"]),
        (["联络站（点）名称", "镇办"], ["人大代表联络站", "孟庄"]),
        (["阵地名称", "县区", "序号"], ["孟庄人大代表联络站", "辉县", 1]),
        (["人大代表联络站", "站长"], ["新乡市辉县市孟庄镇人大代表联络站", "甲某"]),
    ],
)
def test_other_offices_use_other_headings(cast, heading, row):
    assert only(read([heading, row], cast.city)).division == cast.mengzhuang


def test_a_table_of_text_in_the_encoding_of_old_windows(cast):
    content = "乡镇,联络站名称,负责人\r\n孟庄镇,孟庄镇联络站,甲某（人大主席）\r\n".encode("gbk")
    row = only(read(content, cast.huixian))
    assert row.values["chief"] == ["甲某"]
    assert row.values["chief_duty"] == "人大主席"


def test_a_heading_between_groups_names_the_county(cast):
    make_two_chengguan(cast)
    rows = [["名称", "乡镇", "站长"], ["一、原阳县（1个）"], ["城关联络站", "城关", "甲某"]]
    rows += [["二、辉县市（1个）"], ["城关联络站", "城关", "乙某"]]
    ledger = read(rows, cast.city)
    assert fates(ledger) == {2: "note", 3: "ok", 4: "note", 5: "ok"}
    assert [row.county for row in ledger.stations] == [cast.yuanyang, cast.huixian]


def test_a_title_or_the_name_of_the_sheet_names_the_county(cast):
    make_two_chengguan(cast)
    titled = read([["原阳县联络站台账"], ["名称", "乡镇"], ["城关联络站", "城关"]], cast.city)
    assert titled.stations[0].county == cast.yuanyang


def make_two_chengguan(cast):
    """A second 城关 beside that of 辉县市."""
    Division.objects.create(
        code="410725100",
        name="城关镇",
        folded="城关镇",
        level="township",
        kind="镇",
        parent=cast.yuanyang,
        county=cast.yuanyang,
        city=cast.city,
    )


def test_one_name_in_two_counties_is_asked_not_guessed(cast):
    make_two_chengguan(cast)
    row = only(read([["名称", "乡镇"], ["城关联络站", "城关"]], cast.city))
    assert (row.fate.value, row.field) == ("review", "county")
    assert row.message == "“城关”在原阳县、辉县市都有，请填写县（市、区）"


def test_two_names_in_one_county_are_asked_too(cast):
    make_two_chengguan(cast)
    Division.objects.filter(pk=cast.yuanxing_street.pk).update(name="城关乡", folded="城关乡")
    row = only(read([["县区", "名称", "乡镇"], ["原阳县", "城关联络站", "城关"]], cast.city))
    assert (row.fate.value, row.field) == ("review", "town")
    assert row.message == "“城关”可能是城关乡或城关镇，请写全称"


@pytest.mark.parametrize(
    ("county", "name", "town", "words"),
    [
        ("原阳县", "孟庄镇联络站", "孟庄镇", "原阳县没有“孟庄镇”，它在辉县市"),
        ("某某县", "孟庄镇联络站", "孟庄镇", "“某某县”不是新乡市的县"),
        ("辉县市", "无名镇联络站", "无名镇", "辉县市没有叫“无名镇”的乡镇"),
        ("辉县市", "无名联络站", None, "看不出“无名联络站”在哪个乡镇"),
        ("辉县市", "孟庄镇联络站", "百泉镇", "名称是孟庄镇的，所在乡镇填的是百泉镇"),
    ],
)
def test_places_that_contradict_each_other_are_questions(cast, county, name, town, words):
    row = only(read([["县区", "名称", "乡镇"], [county, name, town]], cast.city))
    assert row.fate.value == "review"
    assert words in row.message


def test_a_neighbours_station_is_refused_with_the_reason(cast):
    row = only(read([["名称", "乡镇"], ["原武镇联络站", "原武镇"]], cast.huixian))
    assert row.fate.value == "error"
    assert row.message == "原阳县原武镇不在您负责的范围（辉县市）内，不能导入"


def test_a_station_of_the_county_itself_stands_in_the_county(cast):
    ledger = read(
        [["名称", "类型"], ["辉县市人大代表联络总站", "总站"], ["新乡市网上代表联络站", "网上站"]], cast.city
    )
    assert [row.division for row in ledger.rows] == [cast.huixian, cast.city]
    assert [row.kind for row in ledger.rows] == [Kind.GENERAL, Kind.ONLINE]


def test_a_row_without_a_name_is_an_error(cast):
    row = only(read([["序号", "名称", "乡镇"], [1, None, "孟庄镇"]], cast.city))
    assert (row.fate.value, row.field, row.message) == ("error", "name", "第2行缺少联络站名称")


def test_a_value_that_cannot_be_read_is_a_remark_with_row_and_column(cast):
    heading = ["名称", "开放日期", "面积", "进站代表数", "联系电话", "状态"]
    row = only(read([heading, ["孟庄镇联络站", "2024-02-30", "较大", "若干", 1540000012, "暂停"]], cast.city))
    assert row.fate.value == "ok"
    assert "第2行“建成（挂牌）时间”无效：2024-02-30" in row.message
    for words in (
        "“面积（平方米）”无效：较大",
        "“进站代表数”无效：若干",
        "无效：1540000012",
        "不认识的状态“暂停”",
    ):
        assert words in row.message


def test_a_second_row_adds_what_the_first_lacks(cast):
    rows = [["名称", "站长", "面积"], ["孟庄镇联络站", "甲某", None], ["孟庄镇人大代表联络站", None, 80]]
    ledger = read(rows, cast.city)
    assert fates(ledger) == {2: "ok", 3: "merge"}
    assert ledger.stations[0].values["area_m2"] == 80


def test_a_second_row_that_contradicts_the_first_is_a_question(cast):
    rows = [["名称", "站长"], ["孟庄镇联络站", "甲某"], ["孟庄镇联络站", "乙某"]]
    ledger = read(rows, cast.city)
    assert fates(ledger) == {2: "ok", 3: "review"}
    assert "与第2行是同一联络站，但站长不同" in ledger.rows[1].message


@pytest.mark.parametrize(
    ("word", "name", "kind"),
    [
        ("中心站", "孟庄镇联络站", Kind.CENTRE),
        ("总站", "孟庄镇联络站", Kind.GENERAL),
        ("村级联络点", "孟庄镇甲村联络站", Kind.POINT),
        ("社区联络站", "孟庄镇甲社区联络站", Kind.POINT),
        ("行业站", "孟庄镇化工联络站", Kind.SECTOR),
        ("网上站", "孟庄镇联络站", Kind.ONLINE),
        ("标准站", "孟庄镇联络站", Kind.STATION),
        (None, "孟庄镇甲村联络点", Kind.POINT),
        (None, "孟庄镇中心联络站", Kind.CENTRE),
        (None, "孟庄镇人大代表联络站", Kind.STATION),
    ],
)
def test_kinds_are_known_by_their_words_or_the_name(cast, word, name, kind):
    assert only(read([["名称", "类型", "乡镇"], [name, word, "孟庄镇"]], cast.city)).kind == kind


def command(*arguments):
    """What the command prints."""
    out = StringIO()
    call_command("read_stations", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_reports_and_writes_nothing(cast, tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(ledgers.city_ledger())
    said = json.loads(command(str(path), "--city", "410700", "--json"))
    assert said["summary"] == {"stations": 3, "duplicates": 1, "subtotals": 1, "total_rows": 1}
    assert said["rows"][4] | {"message": ""} == {
        "row": 8,
        "sheet": "台账",
        "status": "duplicate",
        "message": "",
        "field": None,
        "same_as_row": 4,
    }
    assert "没有写入" in command(str(path), "--city", "410700")
    assert not Station.objects.exists()


def test_the_command_writes_when_told_to(cast, tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(ledgers.city_ledger())
    said = json.loads(command(str(path), "--city", "410700", "--apply", "--json"))
    assert said["applied"] == {"created": 3, "updated": 0, "unchanged": 0}
    assert "不变 3" in command(str(path), "--city", "410700", "--apply")


@pytest.mark.parametrize(
    ("content", "city", "words"),
    [
        (b"", "410700", "文件是空的"),
        (b"PK\x03\x04", "410700", "无法读取"),
        (b"a,b", "999999", "没有代码为 999999"),
    ],
)
def test_the_command_says_what_is_wrong_in_one_sentence(cast, tmp_path, content, city, words):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        command(str(path), "--city", city)


def test_the_command_names_a_file_that_is_not_there(cast):
    with pytest.raises(CommandError, match="打不开文件"):
        command("/nowhere.xlsx", "--city", "410700")


@pytest.mark.django_db
@pytest.mark.skipif(not ledgers.SAMPLE.exists(), reason="the shared sample is not on this machine")
def test_the_sample_of_a_whole_city_is_read_as_expected():
    Loader(read_rows(BUILT_IN)).load()
    said = json.loads(command(str(ledgers.SAMPLE), "--city", "410700", "--json"))
    expected = json.loads(ledgers.SAMPLE.with_suffix("").with_suffix(".expected.json").read_text())
    assert said["summary"] == expected["summary"]
    fate = {row["row"]: row["status"] for row in said["rows"]}
    assert {row["row"]: row["status"] for row in expected["row_results"]} == fate
    columns = expected["strict_fields"] + expected["soft_fields"]
    assert [{key: one[key] for key in columns} for one in said["stations"]] == [
        {key: one[key] for key in columns} for one in expected["stations"]
    ]
