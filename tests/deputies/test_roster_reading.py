"""A roster as an office keeps it becomes rows, each with its fate."""

import pytest
from openpyxl import Workbook

from deputies.models import CongressLevel
from liaison.lib.sheets import ROSTER, read_tables
from tests.lib.workbooks import fill, saved, xlsx

from .rosters import VOCABULARY, only, person, read, sheet

N, P, M, C, T = CongressLevel


def test_spaces_dots_and_brackets_in_names(cast):
    names = {
        "王  伟": "王伟",
        "李　娜": "李娜",
        "周 保平": "周保平",
        "买买提•吐尔逊": "买买提·吐尔逊",
        "买买提 · 吐尔逊": "买买提·吐尔逊",
        "★张某某": "张某某",
    }
    people = [person(written, 出生年月=f"1970.{n:02d}") for n, written in enumerate(names, 1)]
    found = [row.name for row in read(people, cast.yuanyang).rows if row.fate == "ok"]
    assert found[:3] == ["王伟", "李娜", "周保平"]
    assert set(found[3:]) == {"买买提·吐尔逊", "张某某"}


def test_what_stands_behind_a_name(cast):
    row = only(read(person("马某某（女，回）", 性别=None), cast.yuanyang))
    assert (row.name, row.facts["gender"], row.facts["ethnicity"]) == ("马某某", "女", "回族")


@pytest.mark.parametrize(
    ("name", "fate"),
    [(None, "error"), ("空缺", "error"), ("甲某某、乙某某", "review"), ("甲", "review"), ("甲某1", "review")],
)
def test_names_that_are_none(cast, name, fate):
    row = only(read([person(name), person("丙某某", 姓名=name)][:1], cast.yuanyang))
    assert (row.fate, row.field) == (fate, "name")


def test_short_words_are_written_out(cast):
    row = only(read(person(民族="回", 政治面貌="党员", 文化程度="本科"), cast.yuanyang))
    facts = row.facts
    assert (facts["ethnicity"], facts["party"], facts["education"]) == ("回族", "中共党员", "大学本科")


def test_phones_of_every_kind(cast):
    both = only(read(person(联系电话="15400000045、0373-4590001"), cast.yuanyang))
    assert (both.facts["phone"], both.facts["office_phone"]) == ("15400000045", "0373-4590001")
    wide = only(read(person(联系电话="１５４ ００００ ００３３"), cast.yuanyang))
    assert wide.facts["phone"] == "15400000033"
    short = only(read(person(联系电话=1540000012), cast.yuanyang))
    assert (short.fate, short.facts["phone"], short.field) == ("ok", "", "phone")


def test_phones_in_two_columns(cast):
    row = only(read(person(联系电话=None, 手机="15400000045", 办公电话="0373-4590001"), cast.yuanyang))
    assert (row.facts["phone"], row.facts["office_phone"]) == ("15400000045", "0373-4590001")


def test_an_impossible_month_is_left_empty_with_a_remark(cast):
    row = only(read(person(出生年月="1975.13"), cast.yuanyang))
    assert (row.fate, row.facts["birth_month"], row.field) == ("ok", "", "birth")
    assert row.message == "第3行“出生年月”无效：1975.13"


def test_columns_that_may_not_be_kept_are_dropped(cast):
    content = xlsx(
        sheet(
            person(
                身份证号="410725197503010011", 银行账号="622200001111", 登录密码="abc", 家庭住址="示例路1号"
            )
        )
    )
    table = read_tables(content, VOCABULARY, ROSTER).tables[0]
    dropped = {column.title for column in table.columns if column.fate == "dropped"}
    assert dropped == {"身份证号", "银行账号", "登录密码", "家庭住址"}
    kept = str(table.as_json()["rows"])
    assert all(secret not in kept for secret in ("622200001111", "示例路", "abc", "4107251975"))


def test_one_person_in_several_rows(cast):
    roster = read(
        [
            person(),
            person(代表层级="镇人大代表"),
            person(),
            person("甲某某", 出生年月="1991.08", 联系电话=15400000009),
        ],
        cast.yuanyang,
    )
    rows = [row for row in roster.rows if row.fate != "note"]
    assert [row.fate for row in rows] == ["ok", "merge", "duplicate", "ok"]
    assert set(rows[0].claims) == {C, T}
    assert rows[1].adds == (T,)
    assert roster.summary["persons"] == 2
    assert roster.summary["mandates"] == 3


def test_men_and_women_of_one_name_and_month_are_two(cast):
    roster = read([person(), person(性别="女", 联系电话=15400000002)], cast.yuanyang)
    assert roster.summary["persons"] == 2


def test_a_second_row_that_contradicts_is_a_question(cast):
    roster = read([person(), person(联系电话=15400000009)], cast.yuanyang)
    assert [row.fate for row in roster.rows] == ["ok", "review"]
    assert roster.rows[1].field == "phone"


def test_a_namesake_without_a_birth_is_a_question(cast):
    roster = read([person(), person(出生年月=None, 联系电话=15400000009)], cast.yuanyang)
    assert [row.fate for row in roster.rows] == ["ok", "review"]
    assert "出生年月不全" in roster.rows[1].message


def test_a_subdistrict_has_no_township_deputies(cast):
    row = only(
        read(person(代表层级="县、乡人大代表", **{"选区（选举单位）": "原兴街道第3选区"}), cast.yuanyang)
    )
    assert row.fate == "error"
    assert row.message == "原兴街道是街道，设人大工委，不设人民代表大会，没有乡级代表"


def test_a_township_deputy_without_a_township_is_a_question(cast):
    row = only(
        read(person(代表层级="镇人大代表", 所在联络站=None, **{"选区（选举单位）": "第3选区"}), cast.yuanyang)
    )
    assert (row.fate, row.field) == ("review", "district")


def test_a_bare_city_is_asked_about_and_the_answer_is_taken(cast):
    people = person(代表层级="市人大代表", 所在联络站=None, **{"选区（选举单位）": None})
    row = only(read(people, cast.huixian))
    assert (row.fate, row.field) == ("review", "levels")
    assert row.message == "“市”指新乡市还是辉县市？请写全称或选择"
    answered = only(read(people, cast.huixian, {"city:市人大代表": "county"}))
    assert (answered.fate, set(answered.claims)) == ("ok", {C})
    assert set(only(read(people, cast.yuanyang)).claims) == {M}


def test_five_tick_columns_under_a_merged_heading(cast):
    rows = [
        ["原阳县各级人大代表名册"],
        ["姓名", "出生年月", "代表层级", None, None, None, None, "选区", "联系电话"],
        [None, None, "全国", "省", "市", "县", "乡", None, None],
        ["甲某某", "1975.03", None, None, "√", "√", None, "原武镇第1选区", 15400000001],
        ["乙某某", "1976.03", None, None, None, None, 1, "原武镇第2选区", 15400000002],
        ["丙某某", "1977.03", "是", "否", None, None, None, None, 15400000003],
        ["丁某某", "1978.03", None, None, None, None, None, None, 15400000004],
    ]
    content = xlsx(rows, merges=("A1:I1", "C2:G2", "A2:A3", "B2:B3", "H2:H3", "I2:I3"))
    found = [row for row in read(content, cast.yuanyang).rows if row.fate != "note"]
    assert [set(row.claims) for row in found] == [{M, C}, {T}, {N}, set()]
    assert (found[3].fate, found[3].message) == ("review", "各级代表一项也没有勾选，请填写")
    assert found[1].claims[T].township == cast.yuanwu


def test_tick_columns_of_a_county_level_city(cast):
    heading = ["姓名", "出生年月", "选区"]
    one = ["甲某某", "1975.03", "孟庄镇第1选区"]
    clear = read(
        xlsx([[*heading, "新乡市代表", "辉县市代表", "镇代表"], [*one, None, "√", "√"]]), cast.huixian
    )
    assert set(only(clear).claims) == {C, T}
    beside = read(xlsx([[*heading, "市", "县", "乡"], [*one, "√", None, None]]), cast.huixian)
    assert set(only(beside).claims) == {M}
    bare = read(xlsx([[*heading, "省", "市", "乡"], [*one, None, "√", None]]), cast.huixian)
    assert only(bare).fate == "review"


def test_one_sheet_for_each_level(cast):
    book = Workbook()
    facts = person()
    facts.pop("代表层级")
    fill(book.active, sheet(facts, title="名册"), title="县代表")
    fill(book.create_sheet(), sheet(facts | {"联系电话": 15400000001}, title="名册"), title="乡镇代表")
    fill(book.create_sheet(), [["填表要求"]], title="说明")
    roster = read(saved(book), cast.yuanyang)
    rows = [row for row in roster.rows if row.fate != "note"]
    assert [row.fate for row in rows] == ["ok", "merge"]
    assert set(rows[0].claims) == {C, T}
    assert rows[1].message == "与“县代表”第3行是同一人，并入：乡代表"


def test_a_hidden_sheet_is_left_out(cast):
    book = Workbook()
    fill(book.active, sheet(person()), title="名册")
    hidden = book.create_sheet()
    fill(hidden, sheet(person("旧某某")), title="旧名册")
    hidden.sheet_state = "hidden"
    reading = read_tables(saved(book), VOCABULARY, ROSTER)
    assert (len(reading.tables), reading.hidden_sheets) == (1, ("旧名册",))


def test_headings_between_rows_announce_the_level(cast):
    facts = person()
    facts.pop("代表层级")
    rows = sheet(facts, person("乙某某") | {"联系电话": 15400000002}, title="名册")
    heading = rows[1]
    rows[1] = [name for name in heading if name != "代表层级"]
    values = [[facts.get(name) for name in rows[1]], [rows[3][heading.index(name)] for name in rows[1]]]
    table = [rows[0], rows[1], ["一、市人大代表（1名）"], values[0], ["二、县人大代表（1名）"], values[1]]
    found = read(table, cast.yuanyang)
    assert [set(row.claims) for row in found.persons] == [{M}, {C}]


def test_the_roster_of_another_county_is_noticed(cast):
    assert read(sheet(person(), title="辉县市各级人大代表名册"), cast.yuanyang).doubt == (
        "标题写的是辉县市，选的是原阳县，请核对是不是选错了"
    )
    assert not read(person(), cast.yuanyang).doubt


def test_a_townships_own_roster(cast):
    facts = person(**{"选区（选举单位）": "第3选区", "届次": None})
    facts.pop("代表层级")
    facts.pop("所在联络站")
    roster = read(sheet(facts, title="原阳县原武镇第十三届人大代表名册"), cast.yuanyang)
    claim = only(roster).claims[T]
    assert (claim.township, claim.number) == (cast.yuanwu, 13)


def test_a_csv_of_chinese_windows(cast):
    lines = ["姓名,性别,出生年月,代表层级,选区", "甲某某,女,1975.03,县、镇人大代表,原武镇第6选区"]
    row = only(read("\r\n".join(lines).encode("gbk"), cast.yuanyang))
    assert (row.name, row.facts["gender"], set(row.claims)) == ("甲某某", "女", {C, T})


def test_bodies_and_constituencies_by_level(cast):
    both = only(
        read(person(代表层级="市、县代表", **{"选区（选举单位）": "原阳县、原武镇第6选区"}), cast.yuanyang)
    )
    assert both.claims[M].elected_by == "原阳县"
    assert both.claims[C].elected_by == "原武镇第6选区"
    shared = only(read(person(代表层级="市、县代表"), cast.yuanyang))
    assert (shared.claims[M].elected_by, shared.claims[C].elected_by) == ("", "原武镇第6选区")


def test_a_deputy_who_left_is_imported_with_a_remark(cast):
    row = only(read(person(代表层级="县代表（已调离）"), cast.yuanyang))
    assert (row.fate, row.field, set(row.claims)) == ("ok", "levels", {C})
    row = only(read(person(备注="2025年辞职"), cast.yuanyang))
    assert (row.fate, row.field) == ("ok", "remark")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("原武镇联络站", "原武镇人大代表联络站"),
        ("原阳县原武镇人大代表联络站", "原武镇人大代表联络站"),
        ("原武镇", "原武镇人大代表联络站"),
        ("原武站", "原武镇人大代表联络站"),
        ("原武镇代表联络站", "原武镇人大代表联络站"),
        ("某某园区人大代表联络站", "某某园区人大代表联络站"),
        ("某某园区人大联络站", "某某园区人大代表联络站"),
        ("某某园区联络站", "某某园区人大代表联络站"),
    ],
)
def test_names_of_stations_in_full(cast, written, name):
    assert only(read(person(所在联络站=written), cast.yuanyang)).station == name
