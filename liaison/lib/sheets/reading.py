"""From the bytes of a file to tables whose columns are understood."""

import re
from dataclasses import dataclass, replace
from typing import Protocol

from liaison.lib.room import NO_ROOM, has_room

from .delimited import read_delimited
from .errors import EMPTY, NO_TABLE, NOT_A_SHEET, OLD_FORMAT, UNREADABLE, SheetError
from .grid import Cell, CellReader, Sheet
from .headers import Header
from .limits import LEDGER, MEGABYTE, Limits, time_limit
from .parts import Part, parts_of
from .rows import make_rows
from .table import (
    Column,
    Fate,
    Row,
    RowKind,
    Table,
    drop_identity_columns,
    like_their_neighbours,
    make_columns,
)
from .vocabulary import Vocabulary

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
)
_MARKUP = re.compile(rb"\s*(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|table|svg)", re.IGNORECASE)


class Source(Protocol):
    """An opened file; only as much as is allowed is read from it."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Reading:
    """What one file holds: its tables, and whatever was left out and why."""

    tables: tuple[Table, ...]
    ignored_sheets: tuple[str, ...]
    hidden_sheets: tuple[str, ...]
    notes: tuple[str, ...]


def read_tables(source: "bytes | Source", vocabulary: Vocabulary, limits: Limits = LEDGER) -> Reading:
    """Every table of a file that the vocabulary knows; SheetError when there is none."""
    content = source if isinstance(source, bytes) else source.read(limits.packed + 1)
    reader = CellReader(limits)
    with time_limit(limits):
        sheets, hidden = read_sheets(content, limits, reader)
        found = _find_tables(sheets, vocabulary)
    if not found:
        names = "”或“".join(vocabulary.field(key).label for key in vocabulary.required)
        raise SheetError(NO_TABLE.format(names=names))
    read = {table.sheet for table in found}
    ignored = tuple(sheet.name for sheet in sheets if sheet.name not in read)
    notes = [note for sheet in sheets if sheet.name in read for note in sheet.notes]
    notes += [note for table in found for note in _told_by_cells(table, vocabulary)]
    if reader.identity_numbers:
        notes.append(f"表中有{reader.identity_numbers}个身份证号或账号样的长数字，未读取")
    return Reading(tuple(found), ignored, tuple(hidden), tuple(notes))


def read_sheets(content: bytes, limits: Limits, reader: CellReader) -> tuple[list[Sheet], list[str]]:
    """The visible sheets and the names of the hidden ones, by what the file is, not what it is called."""
    if not has_room():
        raise SheetError(NO_ROOM)
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise SheetError(EMPTY)
    if len(content) > limits.packed:
        raise SheetError(f"文件不能超过 {limits.packed // MEGABYTE} MB")
    if content.startswith(_OLE):
        raise SheetError(OLD_FORMAT)
    if content.startswith(_ZIP):
        # Few workers ever open a workbook: openpyxl is a tenth of a start.
        from .xlsx import read_xlsx

        return read_xlsx(content, limits, reader)
    if content.startswith(_OTHERS):
        raise SheetError(NOT_A_SHEET)
    if _MARKUP.match(content):
        raise SheetError(UNREADABLE)
    return [read_delimited(content, limits, reader)], []


def _find_tables(sheets: list[Sheet], vocabulary: Vocabulary) -> list[Table]:
    """The tables in the order of their sheets; one without a required column is none."""
    found = [table for sheet in sheets for table in tables_of(sheet, vocabulary)]
    return [
        table
        for table in like_their_neighbours(found)
        if any(table.columns_of(key) for key in vocabulary.required)
    ]


def tables_of(sheet: Sheet, vocabulary: Vocabulary) -> list[Table]:
    """The tables of a sheet; what an upper title says holds for those below without one."""
    found: list[Table] = []
    for part in parts_of(sheet, vocabulary):
        above = found[-1].titles if found else ()
        found.append(_table(part, above, vocabulary))
    return found


def _table(part: Part, above: tuple[str, ...], vocabulary: Vocabulary) -> Table:
    """One table with its columns understood and its rows told apart."""
    sheet, header = part.sheet, part.header
    own = tuple(cell for row in sheet.rows[: header.row] for cell in row if isinstance(cell, str))
    titles = tuple(dict.fromkeys((*own, *above)))
    columns = make_columns(_all_paths(sheet, header), _below(sheet, header), vocabulary)
    rows = make_rows(sheet, header, columns, vocabulary, titles, part.again)
    columns = drop_identity_columns(columns, [row for row in rows if row.kind == RowKind.DATA])
    return Table(sheet.name, header.row + 1, titles, columns, tuple(_without_dropped(rows, columns)))


def _told_by_cells(table: Table, vocabulary: Vocabulary) -> list[str]:
    """What was understood without a heading is said, so that somebody looks at it."""
    sheet = f"工作表“{table.sheet}”的" if table.sheet else ""
    return [
        f"{sheet}“{column.title}”一列按内容读作“{vocabulary.field(column.key).label}”，请核对"
        for column in table.columns
        if column.is_by_cells and column.key
    ]


def _all_paths(sheet: Sheet, header: Header) -> dict[int, tuple[str, ...]]:
    """The headings, and a stand-in for columns that hold something under no heading."""
    width = max((len(row) for row in sheet.rows[header.row :]), default=0)
    used = {
        i for row in sheet.rows[header.row + header.depth :] for i, cell in enumerate(row) if cell is not None
    }
    return {
        index: header.paths.get(index, (f"第{index + 1}列（无标题）",))
        for index in range(width)
        if index in header.paths or index in used
    }


def _below(sheet: Sheet, header: Header) -> dict[int, list[Cell]]:
    """The cells under the heading, column by column; the heading printed again is none of them."""
    below: dict[int, list[Cell]] = {}
    for row in sheet.rows[header.row + header.depth :]:
        for index, cell in enumerate(row):
            if cell is not None and cell not in header.paths.get(index, ()):
                below.setdefault(index, []).append(cell)
    return below


def _without_dropped(rows: list[Row], columns: tuple[Column, ...]) -> list[Row]:
    """The rows without the cells of dropped columns: those values leave the reader never."""
    dropped = {column.index for column in columns if column.fate == Fate.DROPPED}
    if not dropped:
        return rows

    def kept(index: int, cell: Cell) -> Cell:
        return None if index in dropped else cell

    return [replace(row, cells=tuple(kept(i, cell) for i, cell in enumerate(row.cells))) for row in rows]
