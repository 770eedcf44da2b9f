"""Find the heading of a table: which row it starts in and how many rows it has.

Offices put titles, units and dates above the heading, and often a second row
of headings below merged ones. The heading is the place where the caller's
vocabulary recognises most.
"""

import re
from dataclasses import dataclass

from .grid import Cell, Merge, Sheet
from .vocabulary import CONTAINS, Vocabulary

_SEARCHED_ROWS = 40
_MOST_HEADER_ROWS = 3
_LONGEST_HEADING = 40
_LEAST_FIELDS = 2
_CLEARLY_A_HEADING = 4
_DIGITS_ONLY = re.compile(r"[\d.,/%-]+")
_PARTICULAR = re.compile(r"\s*[^：:（(]{2,8}[：:]")
"""单位：…, 填报时间：…: what a line between title and heading begins with."""


@dataclass(frozen=True)
class Header:
    """Where a heading stands (rows from 0) and the headings over each column."""

    row: int
    depth: int
    paths: dict[int, tuple[str, ...]]


def find_header(sheet: Sheet, vocabulary: Vocabulary) -> Header | None:
    """The heading that fits the vocabulary best, the upper one of equals."""
    best: tuple[float, Header] | None = None
    for row in range(min(len(sheet.rows), _SEARCHED_ROWS)):
        if not _could_be_heading(sheet, row):
            continue
        header = header_at(sheet, row)
        score = _score(header, vocabulary)
        if score and (best is None or score > best[0]):
            best = (score, header)
    return best[1] if best else None


def _could_be_heading(sheet: Sheet, row: int) -> bool:
    """A heading has two or more different short labels, and is no title across the sheet."""
    labels = {cell for cell in sheet.rows[row] if isinstance(cell, str)}
    return len(labels) >= _LEAST_FIELDS


def header_at(sheet: Sheet, row: int) -> Header:
    """The heading, supposed that it starts in this row."""
    depth = _depth(sheet, row)
    levels = [_filled_right(sheet, number) for number in range(row, row + depth)]
    paths: dict[int, tuple[str, ...]] = {}
    for index in range(max((len(level) for level in levels), default=0)):
        labels = [str(level[index]) for level in levels if index < len(level) and level[index] is not None]
        if labels:
            paths[index] = tuple(dict.fromkeys(labels))
    return Header(row, depth, paths)


def _depth(sheet: Sheet, row: int) -> int:
    """How many rows the heading has: as many as its merged cells span, or as its gaps tell."""
    starting = [merge for merge in sheet.merges if merge.top == row]
    tallest = max((merge.bottom - row + 1 for merge in starting), default=1)
    if tallest > 1:
        return min(tallest, _MOST_HEADER_ROWS, len(sheet.rows) - row)
    if row + 1 == len(sheet.rows) or _is_particulars(sheet.rows[row]):
        return 1
    return 2 if _continues(sheet.rows[row], sheet.rows[row + 1], starting) else 1


def _is_particulars(cells: list[Cell]) -> bool:
    """Whether a row says who filled in the form and when; what stands below is no part of it."""
    first = next((cell for cell in cells if cell is not None), None)
    return isinstance(first, str) and bool(_PARTICULAR.match(first))


def _continues(upper: list[Cell], lower: list[Cell], merges: list[Merge]) -> bool:
    """Whether the lower row only divides headings of the upper one."""
    filled = [index for index, cell in enumerate(lower) if cell is not None]
    if len(filled) < _LEAST_FIELDS or not all(_is_label(lower[index]) for index in filled):
        return False
    return all(_is_under_gap(upper, lower, index, merges) for index in filled)


def _is_under_gap(upper: list[Cell], lower: list[Cell], index: int, merges: list[Merge]) -> bool:
    """Whether a cell stands below a merged heading or an empty one beside it."""
    if any(merge.left <= index <= merge.right for merge in merges if merge.right > merge.left):
        return True
    above = upper[index] if index < len(upper) else None
    beside = upper[index + 1] if index + 1 < len(upper) else None
    under_beside = lower[index + 1] if index + 1 < len(lower) else None
    return above is None or (beside is None and under_beside is not None)


def _is_label(cell: Cell) -> bool:
    """Whether a cell is a word, not a figure."""
    return isinstance(cell, str) and len(cell) <= _LONGEST_HEADING and not _DIGITS_ONLY.fullmatch(cell)


def _filled_right(sheet: Sheet, row: int) -> list[Cell]:
    """A row of headings, merged ones repeated over all their columns."""
    cells = list(sheet.rows[row])
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.left < len(sheet.rows[merge.top]):
            cells += [None] * (merge.right + 1 - len(cells))
            for index in range(merge.left, merge.right + 1):
                cells[index] = sheet.rows[merge.top][merge.left]
    if row + 1 < len(sheet.rows) and not any(merge.top == row for merge in sheet.merges):
        _fill_gaps(cells, sheet.rows[row + 1], sheet, row)
    return cells


def _fill_gaps(cells: list[Cell], below: list[Cell], sheet: Sheet, row: int) -> None:
    """Without merged cells, a group's name reaches over the empty cells to its right."""
    if _depth(sheet, row) != 2:
        return
    cells += [None] * (len(below) - len(cells))
    for index in range(1, len(below)):
        if cells[index] is None and below[index] is not None and below[index - 1] is not None:
            cells[index] = cells[index - 1]


def _score(header: Header, vocabulary: Vocabulary) -> float:
    """How much of the heading is understood; 0 when it cannot be one.

    Where much else is known, the required column may be told by its cells later.
    """
    strengths: dict[str, int] = {}
    for path in header.paths.values():
        if len(path[-1]) <= _LONGEST_HEADING and (match := vocabulary.match(path)):
            key = match.field.key
            strengths[key] = max(strengths.get(key, 0), match.strength[0])
    known = [key for key, strength in strengths.items() if strength > CONTAINS]
    is_named = any(key in strengths for key in vocabulary.required)
    if len(known) < (_LEAST_FIELDS if is_named else _CLEARLY_A_HEADING):
        return 0
    return sum(strengths.values())
