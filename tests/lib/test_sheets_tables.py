"""The heading is found, columns get their meaning, rows are told apart."""

import json

from openpyxl import Workbook

from liaison.lib.sheets import Fate, Field, RowKind, Table, Vocabulary, read_tables

from .workbooks import STATIONS, fill, saved, xlsx

HEADING = ["县（市、区）", "序号", "联络站名称", "乡镇", "进站代表数"]


def read(rows, **kwargs):
    """The only table of a sheet with these rows."""
    (table,) = read_tables(xlsx(rows, **kwargs), STATIONS).tables
    return table


def kinds(table):
    """The kinds of the rows under the heading."""
    return [row.kind.value for row in table.rows]


def test_titles_above_the_heading_are_kept_apart():
    table = read(
        [["某市联络站台账"], ["（截至六月底）"], HEADING, ["甲市", 1, "乙站", "乙镇", 3]],
        merges=("A1:E1", "A2:E2"),
    )
    assert table.header_row == 3
    assert table.titles == ("某市联络站台账", "（截至六月底）")
    assert [row.number for row in table.rows] == [4]


def test_a_line_of_particulars_is_no_upper_row_of_the_heading():
    rows = [
        ["单位：某市人大", None, "2025年12月", None],
        ["联络站名称", "联系电话", None, "进站代表数"],
        [None, "座机", "手机", None],
        ["乙站", "0373-6200001", None, 3],
    ]
    table = read(rows, merges=("B2:C2",))
    assert (table.header_row, [row.number for row in table.rows]) == (2, [4])
    assert table.columns[0].title == "联络站名称"


def test_headings_are_compared_without_spaces_breaks_and_units():
    table = read([["站 点\n名  称", "所在乡镇\n（街道）", "进站代表数（人）"], ["乙站", "乙镇", 3]])
    assert [column.key for column in table.columns] == ["name", "town", "count"]


def test_two_rows_of_headings_are_read_as_one():
    rows = [
        ["联络站名称", "站长", None, "联络员", None],
        [None, "姓名", "电话", "姓名", "电话"],
        ["乙站", "甲某", "0373-6200001", "乙某", "0373-6200002"],
    ]
    merged = read(rows, merges=("A1:A2", "B1:C1", "D1:E1"))
    plain = read(rows)
    for table in (merged, plain):
        assert [column.key for column in table.columns] == ["name", "chief", "phone", "liaison", "phone"]
        assert table.columns[3].title == "联络员 / 姓名"
        assert table.value(table.rows[0], "phone") == "0373-6200001、0373-6200002"


def test_tick_columns_under_one_heading_keep_both_headings():
    rows = [["姓名", "代表层级", None, None], [None, "市", "县", "乡"], ["甲某", "√", None, "√"]]
    roster = Vocabulary(
        (Field("name", "姓名", ("姓名",)), *(Field(k, k, (f"代表层级{k}", k)) for k in "市县乡")), ("name",)
    )
    (table,) = read_tables(xlsx(rows, merges=("A1:A2", "B1:D1")), roster).tables
    assert [column.key for column in table.columns] == ["name", "市", "县", "乡"]
    assert table.columns[1].path == ("代表层级", "市")


def test_the_longer_heading_wins_and_the_head_word_stands_last():
    table = read([["联络站名称", "联络站联系电话", "站长姓名", "副站长"], ["乙站", "1", "甲某", "丙某"]])
    assert [column.key for column in table.columns][:3] == ["name", "phone", "chief"]


def test_two_columns_for_one_field_the_surer_keeps_it():
    table = read([["上级站名称", "联络站名称", "乡镇"], ["甲站", "乙站", "乙镇"]])
    assert [column.fate for column in table.columns] == [Fate.UNMAPPED, Fate.MAPPED, Fate.MAPPED]


def test_merged_cells_belong_to_each_of_their_rows():
    rows = [HEADING, ["甲市", 1, "乙站", "乙镇", 3], [None, 2, "丙站", "丙镇", 4]]
    table = read(rows, merges=("A2:A3",))
    assert [table.value(row, "county") for row in table.rows] == ["甲市", "甲市"]
    assert not table.is_carried(table.rows[1], "county")


def test_what_is_written_once_for_a_group_is_carried_down_until_the_subtotal():
    rows = [
        HEADING,
        ["甲市", 1, "乙站", "乙镇", 3],
        [None, 2, "丙站", "丙镇", 4],
        ["甲市小计", None, None, None, 7],
        [None, 3, "丁站", "丁镇", 4],
    ]
    table = read(rows)
    assert [table.value(row, "county") for row in table.rows] == ["甲市", "甲市", "甲市小计", None]
    assert table.is_carried(table.rows[1], "county")


def test_rows_are_told_apart_by_what_they_say():
    rows = [
        ["某市联络站台账"],
        HEADING,
        ["甲市", 1, "乙站", "乙镇", 3],
        ["小 计", None, "1个", None, 3],
        [None, None, None, None, None],
        ["甲市合计", None, None, None, 3],
        HEADING,
        ["乙市", 2, "丁站", "丁镇", 3],
        [None, 3, None, None, None],
        ["全市总计：", None, None, None, 6],
        ["某市合计", None, None, None, 6],
        ["填表人：甲某", None, None, "审核人：乙某", None],
        ["注：本表为示例"],
    ]
    expected = "data subtotal blank subtotal note data blank total total note note".split()
    assert kinds(read(rows)) == expected


def test_a_station_whose_name_only_sounds_like_a_sum_is_data():
    assert (
        kinds(read([HEADING, ["甲市", 1, "合计村联络点", "乙镇", 1], ["甲市", 2, "总汇联络站", "乙镇", 1]]))
        == ["data"] * 2
    )


def test_a_row_with_a_mistake_is_still_data():
    assert kinds(read([HEADING, ["甲市", 1, None, "乙镇", 3]])) == ["data"]


def test_identity_numbers_and_passwords_never_leave_the_reader():
    rows = [
        ["联络站名称", "乡镇", "站长身份证号", "登录密码", "证号", "站长"],
        ["乙站", "乙镇", "410781199001011234", "secret", "11010519491231002X", "甲某11010519491231002X"],
    ]
    reading = read_tables(xlsx(rows), STATIONS)
    (table,) = reading.tables
    assert [c.title for c in table.columns if c.fate == Fate.DROPPED] == ["站长身份证号", "登录密码", "证号"]
    kept = json.dumps(table.as_json(), ensure_ascii=False)
    assert "secret" not in kept
    assert "11010519491231002X" not in kept
    assert "410781199001011234" not in kept
    assert any("未读取" in note for note in reading.notes)


def test_a_dropped_column_cannot_be_chosen_again():
    table = read([["联络站名称", "乡镇", "身份证号"], ["乙站", "乙镇", "1"]])
    assert table.remapped({2: "phone"}, STATIONS).columns[2].fate == Fate.DROPPED


def test_a_person_may_give_a_column_another_meaning():
    table = read([["联络站名称", "乡镇", "干事"], ["乙站", "乙镇", "甲某"]])
    chosen = table.remapped({2: "liaison", 1: None}, STATIONS)
    assert chosen.value(chosen.rows[0], "liaison") == "甲某"
    assert [column.fate for column in chosen.columns] == [Fate.MAPPED, Fate.UNMAPPED, Fate.MAPPED]


def test_a_table_can_be_kept_as_json():
    table = read([HEADING, ["甲市", 1, "乙站", "乙镇", 3.5], [None, 2, "丙站", "丙镇", "４"]])
    assert Table.from_json(json.loads(json.dumps(table.as_json()))) == table


def test_every_sheet_with_a_table_is_read():
    book = Workbook()
    fill(book.active, [HEADING, ["甲市", 1, "乙站", "乙镇", 3]], title="甲市")
    fill(book.create_sheet(), [HEADING, ["丙市", 1, "丁站", "丁镇", 3]], title="丙市")
    assert [table.sheet for table in read_tables(saved(book), STATIONS).tables] == ["甲市", "丙市"]


def test_a_column_without_a_heading_is_shown_as_such():
    table = read([["联络站名称", "乡镇"], ["乙站", "乙镇", "另有说明"]])
    assert table.columns[2].title == "第3列（无标题）"
    assert table.columns[2].fate == Fate.UNMAPPED
    assert kinds(table) == [RowKind.DATA]
