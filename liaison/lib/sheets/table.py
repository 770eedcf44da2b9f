"""A table found in a sheet: its columns with their meaning, its rows with their kind."""

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from .content import Below, Choice, Paths, choose_fields
from .grid import HIDDEN_NUMBER, Cell
from .vocabulary import Vocabulary, is_sensitive


class Fate(StrEnum):
    """What becomes of a column."""

    MAPPED = "mapped"
    IGNORED = "ignored"
    UNMAPPED = "unmapped"
    DROPPED = "dropped"


class RowKind(StrEnum):
    """What a row is, told by its content."""

    DATA = "data"
    BLANK = "blank"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True)
class Column:
    """One column: its place (from 0), its headings from top to bottom, its meaning;
    `is_by_cells` when no heading but only the cells told it."""

    index: int
    path: tuple[str, ...]
    key: str | None
    fate: Fate
    is_by_cells: bool = False

    @property
    def title(self) -> str:
        """The heading as a person would read it out."""
        return " / ".join(self.path)


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet (from 1), its cells, and which of them were
    only carried down from the row above."""

    number: int
    kind: RowKind
    cells: tuple[Cell, ...]
    carried: frozenset[int] = frozenset()

    def cell(self, index: int) -> Cell:
        """The cell of a column, None where the row is shorter."""
        return self.cells[index] if index < len(self.cells) else None

    @property
    def text(self) -> str:
        """All that the row says, for notes and headings between rows."""
        return " ".join(str(cell) for cell in self.cells if cell is not None)


@dataclass(frozen=True)
class Table:
    """What was found in one sheet. Dropped columns have no cells here any more."""

    sheet: str
    header_row: int
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def columns_of(self, key: str) -> list[Column]:
        """The columns that hold a field."""
        return [column for column in self.columns if column.key == key]

    def value(self, row: Row, key: str) -> Cell:
        """What a row says of a field; several columns are read as one list."""
        cells = [row.cell(column.index) for column in self.columns_of(key)]
        filled = [cell for cell in cells if cell is not None]
        if len(filled) > 1:
            return "、".join(str(cell) for cell in filled)
        return filled[0] if filled else None

    def is_carried(self, row: Row, key: str) -> bool:
        """Whether a value stands only in a row above, without a merged cell."""
        return any(column.index in row.carried for column in self.columns_of(key))

    def remapped(self, choices: dict[int, str | None], vocabulary: Vocabulary) -> "Table":
        """The same table with other meanings for some columns; dropped ones stay dropped."""
        columns = [
            _with_meaning(column, choices[column.index], vocabulary)
            if column.index in choices and column.fate != Fate.DROPPED
            else column
            for column in self.columns
        ]
        return replace(self, columns=tuple(columns))

    def as_json(self) -> dict[str, Any]:
        """Plain lists, for keeping a table until somebody confirms it."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "titles": list(self.titles),
            "columns": [[c.index, list(c.path), c.key, c.fate.value] for c in self.columns],
            "rows": [[r.number, r.kind.value, list(r.cells), sorted(r.carried)] for r in self.rows],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Table":
        """The table that `as_json` wrote down."""
        return cls(
            kept["sheet"],
            kept["header_row"],
            tuple(kept["titles"]),
            tuple(Column(i, tuple(path), key, Fate(fate)) for i, path, key, fate in kept["columns"]),
            tuple(Row(n, RowKind(kind), tuple(cells), frozenset(c)) for n, kind, cells, c in kept["rows"]),
        )


def make_columns(paths: Paths, below: Below, vocabulary: Vocabulary) -> tuple[Column, ...]:
    """Gives every column its meaning by heading and cells; of two for one field the surer keeps it."""
    choices = choose_fields(paths, below, vocabulary)
    owners = _owners(choices)
    return tuple(
        _meaning(index, path, choices.get(index), owners, vocabulary) for index, path in paths.items()
    )


def _owners(choices: dict[int, Choice]) -> dict[str, int]:
    """Which column is the surest for each field; the first of equals."""
    owners: dict[str, int] = {}
    for index, choice in choices.items():
        key = choice.field.key
        if key not in owners or choice.rank > choices[owners[key]].rank:
            owners[key] = index
    return owners


def _meaning(
    index: int, path: tuple[str, ...], choice: Choice | None, owners: dict[str, int], vocabulary: Vocabulary
) -> Column:
    """One column with what becomes of it."""
    if is_sensitive(path, vocabulary) or (choice and choice.field.is_dropped):
        return Column(index, path, None, Fate.DROPPED)
    if choice and (choice.field.takes_many or owners[choice.field.key] == index):
        return _column(index, path, choice)
    return Column(index, path, None, Fate.UNMAPPED)


def drop_identity_columns(columns: tuple[Column, ...], rows: list[Row]) -> tuple[Column, ...]:
    """Drops what turns out to be a column of identity numbers, whatever its heading."""
    return tuple(
        replace(column, key=None, fate=Fate.DROPPED) if _holds_identity(column, rows) else column
        for column in columns
    )


def _holds_identity(column: Column, rows: list[Row]) -> bool:
    """Whether most of a column's cells were identity numbers."""
    filled = [cell for row in rows if (cell := row.cell(column.index)) is not None]
    return sum(cell == HIDDEN_NUMBER for cell in filled) * 2 > len(filled)


def _column(index: int, path: tuple[str, ...], choice: Choice) -> Column:
    """A column with a known meaning."""
    if choice.field.is_ignored:
        return Column(index, path, None, Fate.IGNORED)
    return Column(index, path, choice.field.key, Fate.MAPPED, choice.by_cells)


def like_their_neighbours(tables: list[Table]) -> list[Table]:
    """A heading that only cells explain means the same in every table: what most of them say."""
    told = [column for table in tables for column in table.columns if column.is_by_cells]
    votes = Counter((column.path, column.key) for column in told)
    known = {path: key for (path, key), _ in reversed(votes.most_common())}
    return [_as_told(table, known) for table in tables] if told else tables


def _as_told(table: Table, known: dict[tuple[str, ...], str | None]) -> Table:
    """The table with columns of those headings given their meaning, unless a column has it already."""

    def settled(column: Column) -> Column:
        key = known.get(column.path)
        is_open = column.fate == Fate.UNMAPPED or column.is_by_cells
        if key is None or not is_open or any(c.key == key for c in table.columns):
            return column
        return replace(column, key=key, fate=Fate.MAPPED, is_by_cells=True)

    return replace(table, columns=tuple(map(settled, table.columns)))


def _with_meaning(column: Column, key: str | None, vocabulary: Vocabulary) -> Column:
    """A column with the meaning that a person chose."""
    known = {field.key for field in vocabulary.fields if not field.is_ignored and not field.is_dropped}
    if key in known:
        return replace(column, key=key, fate=Fate.MAPPED)
    return replace(column, key=None, fate=Fate.UNMAPPED)
