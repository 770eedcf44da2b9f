"""Several tables in one sheet: below the first heading may stand another, or the same again.

Printed lists repeat their heading on every page; lists of several congresses stand
below each other, each with a title and sometimes with other columns; lists for the wall
have two people on a line. Rows and columns keep their numbers: a part is the sheet with
everything outside it left empty.
"""

from dataclasses import dataclass, replace

from liaison.lib.text import fold

from .grid import Cell, Sheet
from .headers import Header, find_header, header_at
from .vocabulary import CONTAINS, Vocabulary

_LEAST_KNOWN = 3
_SHARE = 0.6
_LONGEST_LABEL = 20
_MOST_TITLES = 3
_SMALLEST_BLOCK = 2


@dataclass(frozen=True)
class Part:
    """One table of a sheet: its rows, its heading, and the rows in which the heading stands again."""

    sheet: Sheet
    header: Header
    again: frozenset[int]


def parts_of(sheet: Sheet, vocabulary: Vocabulary) -> list[Part]:
    """The tables of a sheet from top to bottom; none when nothing looks like a heading."""
    main = find_header(sheet, vocabulary)
    if main is None:
        return []
    headers = _headings(sheet, main, vocabulary)
    begins = [at for at, header in enumerate(headers) if not at or header.paths != headers[at - 1].paths]
    starts = [0, *(_first_title(sheet, headers[at].row) for at in begins[1:]), len(sheet.rows)]
    found = []
    for number, at in enumerate(begins):
        until = begins[number + 1] if number + 1 < len(begins) else len(headers)
        again = frozenset(row for header in headers[at + 1 : until] for row in _rows_of(header))
        part = _cut(sheet, starts[number], starts[number + 1])
        found += [Part(_only(part, block), block, again) for block in _blocks(headers[at], vocabulary)]
    return found


def _headings(sheet: Sheet, main: Header, vocabulary: Vocabulary) -> list[Header]:
    """Every heading of a sheet, whether it stands above or below the one that is understood best."""
    labels = {fold(label) for path in main.paths.values() for label in path}
    names = {fold(name) for key in vocabulary.required for name in vocabulary.field(key).names}
    taken = set(_rows_of(main))
    headers = [main]
    for number, row in enumerate(sheet.rows):
        if number not in taken and _is_heading(row, labels, names, vocabulary):
            header = header_at(sheet, number)
            taken.update(_rows_of(header))
            headers.append(header)
    return sorted(headers, key=lambda header: header.row)


def _is_heading(row: list[Cell], labels: set[str], names: set[str], vocabulary: Vocabulary) -> bool:
    """Whether most of a row are words that stand over columns, that of the record's name among them."""
    short = [fold(cell) for cell in row if isinstance(cell, str) and len(cell) <= _LONGEST_LABEL]
    again = sum(word in labels for word in short)
    if again < _LEAST_KNOWN and not names.intersection(short):
        return False
    known = sum(word in labels or _is_label(word, vocabulary) for word in short)
    filled = sum(cell is not None for cell in row)
    return known >= _LEAST_KNOWN and known >= _SHARE * filled


def _is_label(word: str, vocabulary: Vocabulary) -> bool:
    match = vocabulary.match((word,))
    return match is not None and match.strength[0] > CONTAINS


def _first_title(sheet: Sheet, row: int) -> int:
    """Where a table below another begins: with the lonely words right above its heading."""
    start = row
    while start > 0 and row - start < _MOST_TITLES:
        filled = [cell for cell in sheet.rows[start - 1] if cell is not None]
        if len(set(filled)) > 1 or any(not isinstance(cell, str) for cell in filled):
            break
        start -= 1
    return start


def _rows_of(header: Header) -> range:
    return range(header.row, header.row + header.depth)


def _blocks(header: Header, vocabulary: Vocabulary) -> list[Header]:
    """The heading, or its equal halves when it stands twice beside itself: two people on a line."""
    labels = [(index, tuple(map(fold, path))) for index, path in sorted(header.paths.items())]
    words = [label for _, label in labels]
    for size in range(_SMALLEST_BLOCK, len(words) // 2 + 1):
        is_repeated = len(words) % size == 0 and words == words[:size] * (len(words) // size)
        if is_repeated and any(_is_required(label, vocabulary) for label in words[:size]):
            chosen = [labels[at : at + size] for at in range(0, len(labels), size)]
            return [replace(header, paths={i: header.paths[i] for i, _ in block}) for block in chosen]
    return [header]


def _is_required(label: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    match = vocabulary.match(label)
    return match is not None and match.field.key in vocabulary.required


def _only(sheet: Sheet, block: Header) -> Sheet:
    """The sheet with the columns of one block; words that stand alone in their row are everybody's."""
    held = range(min(block.paths), max(block.paths) + 1)
    if len(sheet.rows[block.row]) <= held.stop and not held.start:
        return sheet

    def masked(row: list[Cell]) -> list[Cell]:
        if sum(cell is not None for cell in row) < _SMALLEST_BLOCK:
            return row
        return [cell if index in held else None for index, cell in enumerate(row[: held.stop])]

    return replace(sheet, rows=[masked(row) for row in sheet.rows])


def _cut(sheet: Sheet, start: int, end: int) -> Sheet:
    """The sheet with only the rows of one part."""
    if start == 0 and end == len(sheet.rows):
        return sheet
    rows = [*([] for _ in range(start)), *sheet.rows[start:end]]
    merges = [merge for merge in sheet.merges if start <= merge.top < end]
    return replace(sheet, rows=rows, merges=merges)
