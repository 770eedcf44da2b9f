"""Tell what each row under a heading is, and give merged cells back to their rows."""

import re
from collections.abc import Mapping, Sequence

from liaison.lib.text import fold

from .grid import Cell, Sheet
from .headers import Header
from .table import Column, Fate, Row, RowKind
from .vocabulary import Vocabulary

_SUM = re.compile(r"(.{0,15}?)(小计|分计|合计|总计|共计|总共|累计|汇总|总数)[:]?([\d.]+.{0,4})?")
_COUNT = re.compile(r"[\d.]+\W?[个家处站人名]?")
_PART = {"小计", "分计"}
_PART_PREFIXES = {"本页", "其中", "本表"}
_WHOLE_PREFIXES = {"", "全国", "全省", "全市", "全县", "全区", "全镇", "全乡", "总"}
_NOTE = re.compile(
    r"(注|说明|备注|附注|附|填表|制表|审核|填报|统计|报送|签发|单位负责人|主要负责人|负责人签|联系人|截止|截至|日期|单位[:(])"
)
_LONELY_NOTE = re.compile(r"\d|第\d+页|其中|以上|本表|\*")
"""What a remark in a row of its own begins with, and no name does."""
_MOST_NOTE_CELLS = 4


def make_rows(
    sheet: Sheet,
    header: Header,
    columns: tuple[Column, ...],
    vocabulary: Vocabulary,
    titles: tuple[str, ...],
    again: frozenset[int] = frozenset(),
) -> list[Row]:
    """The rows under the heading, each with its kind; merged cells belong to every row they span.

    `again` are the rows in which the heading stands once more, as on every page of a print.
    """
    start = header.row + header.depth
    filled = _filled_down(sheet, start)
    carrying = [c.index for c in columns if c.key and vocabulary.field(c.key).carries_down]
    carried: dict[int, Cell] = {}
    rows = []
    for number in range(start, len(sheet.rows)):
        is_again = number in again
        kind = RowKind.NOTE if is_again else _kind(sheet.rows[number], columns, vocabulary, titles)
        cells, borrowed = filled[number - start], frozenset[int]()
        if kind == RowKind.DATA:
            borrowed = _carry(cells, carrying, carried)
        elif kind != RowKind.BLANK and not is_again:
            carried.clear()
        rows.append(Row(number + 1, kind, tuple(cells), borrowed))
    return rows


def _filled_down(sheet: Sheet, start: int) -> list[list[Cell]]:
    """The cells from a row on, with the value of a merged column in each of its rows."""
    cells = [list(row) for row in sheet.rows[start:]]
    left = sum(len(row) for row in cells) + 10 * len(cells)
    for merge in sheet.merges:
        first, last = merge.top - start, min(merge.bottom - start, len(cells) - 1)
        if first < 0 or last <= first or merge.left >= len(cells[first]):
            continue
        left -= last - first
        if left < 0:
            break
        for row in cells[first + 1 : last + 1]:
            row += [None] * (merge.left + 1 - len(row))
            row[merge.left] = cells[first][merge.left]
    return cells


def _carry(cells: list[Cell], carrying: list[int], carried: dict[int, Cell]) -> frozenset[int]:
    """Fills what an office writes only once for a group; says which cells that were."""
    borrowed = set()
    for index in carrying:
        cells += [None] * (index + 1 - len(cells))
        if cells[index] is not None:
            carried[index] = cells[index]
        elif index in carried:
            cells[index] = carried[index]
            borrowed.add(index)
    return frozenset(borrowed)


def _kind(
    cells: list[Cell], columns: tuple[Column, ...], vocabulary: Vocabulary, titles: tuple[str, ...]
) -> RowKind:
    """What a row is, by what it says."""
    ignored = {column.index for column in columns if column.fate == Fate.IGNORED}
    filled = {index: cell for index, cell in enumerate(cells) if cell is not None}
    texts = [fold(cell) for cell in filled.values() if isinstance(cell, str)]
    named = [filled[c.index] for c in columns if c.key in vocabulary.required and c.index in filled]
    if not filled or (set(filled) <= ignored and not texts):
        return RowKind.BLANK
    if summed := _sum_kind(texts[:2], named, titles):
        return summed
    if _is_note(filled, texts, named) or _repeats_header(filled, columns):
        return RowKind.NOTE
    return RowKind.DATA


def _sum_kind(texts: list[str], named: Sequence[Cell], titles: tuple[str, ...]) -> RowKind | None:
    """Subtotal or total, when one of the first words says so and no real name stands beside."""
    if any(not _SUM.fullmatch(fold(str(name))) and not _COUNT.fullmatch(fold(str(name))) for name in named):
        return None
    for text in texts:
        if found := _SUM.fullmatch(text):
            prefix, word = found[1], found[2]
            if word in _PART or prefix in _PART_PREFIXES:
                return RowKind.SUBTOTAL
            is_whole = prefix in _WHOLE_PREFIXES or any(prefix in fold(title) for title in titles)
            return RowKind.TOTAL if is_whole else RowKind.SUBTOTAL
    return None


def _is_note(filled: Mapping[int, Cell], texts: list[str], named: Sequence[Cell]) -> bool:
    """Remarks, signatures and headings between groups: few cells, no name of a record."""
    if not texts:
        return False
    first = next(iter(filled.values()))
    if _NOTE.match(texts[0]) and len(filled) <= _MOST_NOTE_CELLS:
        return not named or list(named) == [first]
    return len(filled) == 1 and (not named or bool(_LONELY_NOTE.match(texts[0])))


def _repeats_header(filled: Mapping[int, Cell], columns: tuple[Column, ...]) -> bool:
    """The heading again, as on every page of a printed list."""
    again = sum(fold(str(filled.get(c.index, ""))) == fold(c.path[-1]) for c in columns)
    return again * 5 >= len(columns) * 3 and again > 1
