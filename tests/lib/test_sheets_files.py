"""Whatever file is chosen, the answer is a table or a sentence in Chinese."""

import io
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from liaison.lib.sheets import LEDGER, Limits, SheetError, read_tables

from .workbooks import STATIONS, fill, member, saved, with_member, xlsx

ROWS = [["联络站名称", "乡镇", "站长"], ["孟庄镇人大代表联络站", "孟庄镇", "郭某"]]
SHEET = "xl/worksheets/sheet1.xml"


def names(content, **limits):
    """The station names that are read."""
    reading = read_tables(content, STATIONS, Limits(**limits) if limits else LEDGER)
    return [table.value(row, "name") for table in reading.tables for row in table.rows]


def refusal(content, **limits):
    """The sentence with which a file is refused."""
    with pytest.raises(SheetError) as caught:
        names(content, **limits)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_table_is_read_in_every_encoding_of_an_office(encoding, separator):
    content = "\r\n".join(separator.join(row) for row in ROWS).encode(encoding)
    assert names(content) == ["孟庄镇人大代表联络站"]


def test_a_line_break_inside_quotes_stays_in_its_cell():
    content = '名称,乡镇\n"孟庄镇\n联络站",孟庄镇\n'.encode()
    assert names(content) == ["孟庄镇 联络站"]


def test_a_file_object_is_read_as_well():
    assert names(io.BytesIO(xlsx(ROWS))) == ["孟庄镇人大代表联络站"]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"  \r\n", b"\x00\x00"])
def test_an_empty_file_is_called_empty(content):
    assert refusal(content) == "文件是空的"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"{\\rtf1 x}"])
def test_other_kinds_of_files_are_named_as_such(content):
    assert "不是电子表格" in refusal(content)


@pytest.mark.parametrize(
    "content", [b"<html><table>", b"\xef\xbb\xbf <?xml version='1.0'?>", b"a\x00b\x01,c"]
)
def test_disguised_tables_are_to_be_saved_as_xlsx(content):
    assert refusal(content) == "无法读取该文件，请另存为 .xlsx 后重试"


def test_an_old_or_locked_workbook_says_how_to_save_it():
    assert ".xls" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_macros_are_refused():
    assert "含有宏" in refusal(with_member(xlsx(ROWS), "xl/vbaProject.bin", b"x"))


def test_a_zip_of_something_else_is_no_sheet():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    assert "不是电子表格" in refusal(stream.getvalue())


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(share):
    content = xlsx(ROWS)
    assert refusal(content[: int(len(content) * share)]) == "无法读取该文件，请另存为 .xlsx 后重试"


def test_broken_xml_is_refused():
    assert "无法读取" in refusal(with_member(xlsx(ROWS), SHEET, b"<worksheet><oops"))


def test_a_document_type_is_refused():
    body = member(xlsx(ROWS), SHEET)
    attack = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "boom">]>' + body.split(b"?>", 1)[-1]
    assert "无法读取" in refusal(with_member(xlsx(ROWS), SHEET, attack))


def test_a_bomb_is_not_unpacked():
    assert refusal(with_member(xlsx(ROWS), "xl/media/a.bin", bytes(51 * 1024 * 1024))) == "文件解压后过大"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    content = bytearray(with_member(xlsx(ROWS), SHEET, b" " * 2_000_000))
    honest, lie = (2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert "无法读取" in refusal(bytes(content).replace(honest, lie))


def test_too_many_members_are_refused():
    content = xlsx(ROWS)
    for number in range(95):
        content = with_member(content, f"xl/media/{number}.bin", b"x")
    assert refusal(content) == "文件解压后过大"


def test_a_large_file_is_refused_by_its_size():
    assert refusal(bytes([65]) * (5 * 1024 * 1024 + 1)) == "文件不能超过 5 MB"


def test_a_cell_in_the_farthest_corner_costs_nothing():
    book = Workbook()
    fill(book.active, ROWS)
    book.active["XFD1048576"] = "x"
    content = saved(book)
    tracemalloc.start()
    reading = read_tables(content, STATIONS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * 1024 * 1024
    assert [row.number for row in reading.tables[0].rows] == [2]
    assert "以外的内容未读取" in reading.notes[0]


def test_merged_cells_over_the_whole_sheet_cost_nothing():
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(3, 2000)).encode()
    body = member(xlsx([*ROWS, *[[f"甲{n}", "乙"] for n in range(2000)]]), SHEET)
    body = body.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    assert len(names(with_member(xlsx(ROWS), SHEET, body))) > 0


def test_one_long_text_repeated_in_every_cell_is_refused():
    rows = [*ROWS, *[["长" * 2000] * 20 for _ in range(400)]]
    assert refusal(xlsx(rows)) == "文件解压后过大"


def test_more_rows_than_can_be_read_are_refused_not_cut():
    rows = [*ROWS, *[["站", "镇"] for _ in range(30)]]
    assert "超过20行" in refusal(xlsx(rows), rows=20)
    assert "超过20行" in refusal("\n".join(",".join(row) for row in rows).encode(), rows=20)


def test_reading_ends_when_its_time_is_up():
    assert "超时" in refusal(xlsx(ROWS), seconds=-1)


def test_a_table_without_a_heading_says_which_column_it_needs():
    assert "“联络站名称”" in refusal(xlsx([["一", "二"], ["三", "四"]]))


def test_hidden_sheets_are_reported_and_not_read():
    book = Workbook()
    fill(book.active, ROWS)
    secret = book.create_sheet("底稿")
    fill(secret, [["联络站名称", "乡镇"], ["秘密站", "乙镇"]], title="底稿")
    secret.sheet_state = "hidden"
    fill(book.create_sheet(), [["填表说明"]], title="说明")
    reading = read_tables(saved(book), STATIONS)
    assert reading.hidden_sheets == ("底稿",)
    assert reading.ignored_sheets == ("说明",)
    assert [table.sheet for table in reading.tables] == ["台账"]


def test_formulas_are_read_as_their_last_result():
    content = xlsx([*ROWS, ["甲站", "=A1"]])
    body = member(content, SHEET).replace(b"<f>A1</f><v></v>", b"<f>A1</f><v>7</v>")
    body = body.replace(b"<f>A1</f><v/>", b"<f>A1</f><v>7</v>").replace(
        b"<f>A1</f><v />", b"<f>A1</f><v>7</v>"
    )
    table = read_tables(with_member(content, SHEET, body), STATIONS).tables[0]
    assert table.value(table.rows[1], "town") == 7


def test_dates_and_ticks_become_text():
    content = xlsx([["联络站名称", "乡镇", "站长"], ["甲站", datetime(2023, 9, 1, 8), True]])
    table = read_tables(content, STATIONS).tables[0]
    assert table.rows[0].cells == ("甲站", "2023-09-01", "是")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b"\xd0\xcf\x11\xe0"]),
)
def test_random_bytes_cause_nothing_but_a_sentence(content, beginning):
    with suppress(SheetError):
        read_tables(beginning + content, STATIONS)


WHOLE = xlsx(ROWS)
"""Written once: its length changes with the time of writing, and a found mistake must come again."""


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_causes_nothing_but_a_sentence(data):
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SheetError):
        read_tables(bytes(content), STATIONS)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_random_sheet_xml_causes_nothing_but_a_sentence(text):
    body = member(xlsx(ROWS), SHEET).replace(b"</sheetData>", text.encode() + b"</sheetData>")
    with suppress(SheetError):
        read_tables(with_member(xlsx(ROWS), SHEET, body), STATIONS)
