"""Rosters that nobody prepared for: most rows come out right, and nothing goes wrong in silence."""

import pytest

from liaison.divisions.models import Division
from liaison.lib.sheets import ROSTER, read_tables
from tests.bench.unseen.layouts import LAYOUTS
from tests.bench.unseen.measure import make, measure
from tests.bench.unseen.printed import PRINTED
from tests.lib.workbooks import xlsx

from .rosters import VOCABULARY, only, person, read, sheet
from .test_roster_reading import C, M, N, T


@pytest.fixture
def places(cast):
    """Two counties with their townships."""
    towns = Division.objects.townships().select_related("county", "city").order_by("code")
    return [(place, [t for t in towns if t.county_id == place.pk]) for place in (cast.yuanyang, cast.huixian)]


@pytest.mark.parametrize("words", ["known", "held"])
@pytest.mark.parametrize("layout", dict.fromkeys(LAYOUTS + PRINTED), ids=lambda layout: layout.__name__)
def test_nothing_is_lost_or_guessed(places, layout, words):
    one = measure(make(7, places, words, layout))
    assert [told for told in one.remarks if told.startswith(("wrong", "lost"))] == []
    if words == "known":
        assert one.ends["right"] >= 0.98 * one.rows, one.remarks


def columns(content) -> dict[str, str | None]:
    """What became of each column."""
    return {
        c.title: c.key or c.fate.value
        for t in read_tables(content, VOCABULARY, ROSTER).tables
        for c in t.columns
    }


def test_a_township_column_beside_ticks_is_a_place(cast):
    heading = ["姓名", "出生年月", "乡镇", "省", "市", "县", "镇"]
    content = xlsx([heading, ["甲某某", "1975.03", "原武镇", None, None, "√", "√"]])
    assert columns(content)["乡镇"] == "region"
    row = only(read(content, cast.yuanyang))
    assert set(row.claims) == {C, T}
    assert row.claims[T].township == cast.yuanwu


def test_a_column_headed_only_deputy_is_told_by_its_cells(cast):
    people = [
        person(出生年月=f"1970.{n:02d}", 代表=level, 代表层级=None)
        for n, level in enumerate(["县人大代表", "市、县", "镇代表"], 1)
    ]
    rows = [{key: said for key, said in one.items() if key != "代表层级"} for one in people]
    reading = read_tables(xlsx(sheet(*rows, title="原阳县人大代表名册")), VOCABULARY, ROSTER)
    assert "“代表”一列按内容读作“代表层级”" in reading.notes[0]
    found = read(sheet(*rows, title="原阳县人大代表名册"), cast.yuanyang).persons
    assert [set(row.claims) for row in found] == [{C}, {M, C}, {T}]


def test_a_title_is_not_believed_against_a_cell(cast):
    table = [
        ["原阳县人大代表名册"],
        ["姓名", "出生年月", "备注"],
        ["甲某某", "1975.03", "省人大代表"],
        ["乙某某", "1976.03", None],
    ]
    found = [row for row in read(table, cast.yuanyang).rows if row.fate != "note"]
    assert [row.fate for row in found] == ["review", "ok"]
    assert "“备注”写“省人大代表”" in found[0].message


def test_a_place_in_a_tick_column_is_no_tick(cast):
    heading = ["姓名", "出生年月", "市", "县", "乡镇"]
    ticks = [[f"{name}某某", f"197{n}.03", "√", None, None] for n, name in enumerate("乙丙丁戊己")]
    content = xlsx(
        [heading, *ticks, ["甲某某", "1985.03", None, "√", "原武镇"], ["庚某某", "1986.03", None, None, "√"]]
    )
    found = {row.name: row for row in read(content, cast.yuanyang).rows}
    assert "看不出" in found["甲某某"].message or T not in found["甲某某"].claims


def test_a_heading_of_several_levels_is_not_ticked(cast):
    facts = person(市县乡代表="县人大代表")
    facts.pop("代表层级")
    assert set(only(read(facts, cast.yuanyang)).claims) == {C}


def test_a_second_table_with_other_columns_is_read_by_its_own_heading(cast):
    table = [
        ["全国人大代表"],
        ["姓名", "性别", "出生年月"],
        ["甲某某", "男", "1975.03"],
        [],
        ["原阳县人大代表"],
        ["出生年月", "姓名", "性别"],
        ["1976.03", "乙某某", "女"],
    ]
    found = read(table, cast.yuanyang).persons
    assert [(row.number, row.name, set(row.claims), row.facts["birth_month"]) for row in found] == [
        (3, "甲某某", {N}, "1975-03"),
        (7, "乙某某", {C}, "1976-03"),
    ]


def test_two_people_on_a_line_are_two_rows(cast):
    heading = ["序号", "姓名", "性别", "出生年月"]
    table = [
        ["原阳县人大代表名单"],
        heading * 2,
        [1, "甲某某", "男", "1975.03", 2, "乙某某", "女", "1976.03"],
    ]
    found = read(table, cast.yuanyang).persons
    assert [(row.name, row.facts["gender"], row.facts["birth_month"]) for row in found] == [
        ("甲某某", "男", "1975-03"),
        ("乙某某", "女", "1976-03"),
    ]


def test_a_county_and_its_township_said_in_turn_are_two_levels(cast):
    written = "原阳县人大代表\n原武镇人大代表"
    assert set(only(read(person(代表层级=written), cast.yuanyang)).claims) == {C, T}


@pytest.mark.parametrize("heading", ["姓名（与身份证一致）", "姓名（签字）"])
def test_a_name_column_that_only_mentions_identity_is_kept(cast, heading):
    facts = {heading if key == "姓名" else key: said for key, said in person().items()}
    assert only(read(sheet(facts), cast.yuanyang)).name == "甲某某"


@pytest.mark.parametrize("written", ["七五年三月", "75年3月", 75.03, 75.3, "75.3", "一九七五年三月二十一日"])
def test_months_of_short_and_chinese_years(cast, written):
    assert only(read(person(出生年月=written), cast.yuanyang)).facts["birth_month"] == "1975-03"
