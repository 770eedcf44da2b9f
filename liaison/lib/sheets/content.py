"""Headings propose, cells decide: what a column is, by what stands above it and in it.

乡镇 over ticks is a level, 乡镇 over names of townships is a place; a column headed
only 代表 whose cells read 县人大代表 is the level. A field says by `holds` which cells
can be its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .grid import Cell
from .vocabulary import LOOSE, Field, Match, Vocabulary, is_sensitive

Paths = Mapping[int, tuple[str, ...]]
Below = Mapping[int, Sequence[Cell]]

CONTRADICTED, POSSIBLE, CONFIRMED = range(3)
_LOOKED_AT = 300
_SURE, _STRAY, _CONTRARY = 0.3, 0.2, 0.5
"""Shares of a column's cells: so many prove a field, so few may be strays, so many contradict it."""
_NOT_THEIRS = re.compile(r"曾|上届|历届|往届|原任|配偶|家属|紧急|父|母|子女|推荐|介绍人|联系人|填表|审核")
"""Columns about the past or about somebody else are never told by their cells alone."""


@dataclass(frozen=True)
class Choice:
    """The field of a column; `rank` says how surely, `by_cells` that the heading did not say it."""

    field: Field
    rank: tuple[int, tuple[int, int]]
    by_cells: bool = False

    @property
    def is_weak(self) -> bool:
        """Only a part of the heading speaks for the field, and no cell can."""
        is_useful = not self.field.is_ignored and not self.field.is_dropped
        return is_useful and self.field.holds is None and self.rank[1][0] < LOOSE


def choose_fields(paths: Paths, below: Below, vocabulary: Vocabulary) -> dict[int, Choice]:
    """What every column holds, as far as heading or cells tell; identity columns are left out."""
    usable = {index: path for index, path in paths.items() if not is_sensitive(path, vocabulary)}
    found = {
        index: choice
        for index, path in usable.items()
        if (choice := _by_heading(vocabulary.matches(path), below.get(index, ())))
    }
    missing = [field for field in vocabulary.fields if field.is_found_by_cells and not _has(found, field)]
    open_columns = {index: path for index, path in usable.items() if _is_open(index, path, found)}
    return found | _by_cells(open_columns, below, missing)


def _by_heading(matches: Sequence[Match], cells: Sequence[Cell]) -> Choice | None:
    """Of the fields that a heading can mean the one that the cells fit best, then the surest.

    A heading that fits only in part, over cells that say otherwise, means nothing.
    """
    ranked = [Choice(match.field, (_fit(match.field, cells), match.strength)) for match in matches]
    sound = [
        one
        for one in ranked
        if one.rank[0] > CONTRADICTED or (one.rank[1][0] >= LOOSE and not one.field.needs_its_cells)
    ]
    return max(sound, key=lambda choice: choice.rank, default=None)


def _is_open(index: int, path: tuple[str, ...], found: Mapping[int, Choice]) -> bool:
    """Whether the cells may say what a column is, because its heading does not or only in part."""
    if _NOT_THEIRS.search("".join(path)):
        return False
    return index not in found or found[index].is_weak


def _by_cells(columns: Paths, below: Below, missing: Sequence[Field]) -> dict[int, Choice]:
    """Columns that nothing but their cells explains, for fields that no heading names."""
    found: dict[int, Choice] = {}
    for field in missing:
        for index in columns:
            if index not in found and _fit(field, below.get(index, ())) == CONFIRMED:
                found[index] = Choice(field, (CONFIRMED, (0, 0)), by_cells=True)
                break
    return found


def _has(found: Mapping[int, Choice], field: Field) -> bool:
    """Whether a field has a column whose cells do not contradict it."""
    return any(choice.field == field and choice.rank[0] > CONTRADICTED for choice in found.values())


def _fit(field: Field, cells: Sequence[Cell]) -> int:
    """Whether the cells of a column can be those of a field, and whether they prove it."""
    filled = [cell for cell in cells if cell is not None][:_LOOKED_AT]
    if field.holds is None or not filled:
        return POSSIBLE
    verdicts = [field.holds(cell) for cell in filled]
    sure, against = (verdicts.count(said) / len(filled) for said in (True, False))
    if sure >= _SURE and against <= _STRAY:
        return CONFIRMED
    return CONTRADICTED if against > _CONTRARY else POSSIBLE
