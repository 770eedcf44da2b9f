"""What stands around the rows of one sheet: its level, its township, its term, its tick columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from deputies.models import CongressLevel
from deputies.roster.levels import Phrase, Setting, read_levels
from deputies.roster.months import pads_months
from deputies.roster.places import Towns
from deputies.roster.terms import Stated, read_terms
from deputies.roster.titles import read_title
from liaison.divisions.models import Division
from liaison.lib.sheets import Cell, Column, Fate, Row, RowKind, Table

_REMARK = re.compile(r"^(注|说明|备注|填|审核|单位[:：]|截)|[:：]")
_TERM = re.compile(r"第?[一二三四五六七八九十\d]{1,4}届")
_LONGEST_HEADING = 40


@dataclass
class Surroundings:
    """One sheet with what its name and titles say of all its rows."""

    table: Table
    setting: Setting
    level: Phrase = field(default_factory=Phrase)
    town: Division | None = None
    term: Stated = field(default_factory=Stated)
    ticks: tuple[tuple[Column, Phrase], ...] = ()
    pads_months: bool = False
    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def value(self, row: Row, key: str) -> Cell:
        """What a row says of a field; several columns are read as one list."""
        filled = [cell for index in self.columns.get(key, ()) if (cell := row.cell(index)) is not None]
        if len(filled) > 1:
            return "、".join(dict.fromkeys(str(cell) for cell in filled))
        return filled[0] if filled else None


@dataclass(frozen=True)
class Heading:
    """What a row between groups says of the rows below it: 一、市人大代表（5名）, 城关镇代表团."""

    level: Phrase = field(default_factory=Phrase)
    town: Division | None = None
    delegation: str = ""

    def __bool__(self) -> bool:
        return bool(self.level.levels or self.level.question or self.town or self.delegation)


def surroundings(tables: Iterable[Table], setting: Setting, towns: Towns) -> list[Surroundings]:
    """Every sheet with what is around its rows; sheets beside each other settle what 市 is."""
    tables = list(tables)
    named = [read_title(table.sheet, setting) for table in tables]
    sheets = []
    for table, own in zip(tables, named, strict=True):
        others = [one for one in named if one is not own]
        beside = _beside(setting, others) if own.question else setting
        level = read_title(table.sheet, beside) if own.question else own
        sheets.append(_around(table, setting, towns, level))
    return sheets


def _around(table: Table, setting: Setting, towns: Towns, named: Phrase) -> Surroundings:
    titles = [title for title in table.titles if not _REMARK.search(title)]
    announced = [read_title(title, setting) for title in titles]
    level = (
        named
        if named.levels or named.question
        else next((p for p in announced if p.levels or p.question), named)
    )
    columns: dict[str, tuple[int, ...]] = {}
    ticked = {column.index for column in tick_columns(table, setting)}
    for column in table.columns:
        if column.key and column.index not in ticked:
            key = "levels" if column.key == "tick" else column.key
            columns[key] = (*columns.get(key, ()), column.index)
    births = [row.cell(i) for i in columns.get("birth", ()) for row in table.rows if row.kind == RowKind.DATA]
    town = level.township or next(filter(None, map(towns.find, (*titles, table.sheet))), None)
    return Surroundings(
        table,
        setting,
        level,
        town,
        _title_term(titles, setting),
        _ticks(table, setting),
        pads_months(births),
        columns,
    )


def _title_term(titles: list[str], setting: Setting) -> Stated:
    """The term that a title names, for the level of the roster itself."""
    for title in titles:
        if found := _TERM.search(title):
            return read_terms(found.group(), setting)
    return Stated()


def _beside(setting: Setting, others: Iterable[Phrase]) -> Setting:
    """The setting where the words beside settle which city 市 is."""
    levels = [level for other in others for level in other.levels]
    return setting.beside(CongressLevel.COUNTY in levels, CongressLevel.MUNICIPAL in levels)


def _ticks(table: Table, setting: Setting) -> tuple[tuple[Column, Phrase], ...]:
    """The columns that are ticked for a level, with the level."""
    columns = tick_columns(table, setting)
    first = [read_levels(column.path[-1], setting) for column in columns]
    beside = _beside(setting, first)
    return tuple((column, read_levels(column.path[-1], beside)) for column in columns)


def tick_columns(table: Table, setting: Setting) -> list[Column]:
    """The columns that are ticked; beside some, those headed by the place itself as well: 新乡市, 辉县市.

    One headed by several levels (市县乡代表) is not ticked but says which.
    """
    ticked = [column for column in table.columns_of("tick") if _is_one_level(column, setting)]
    named = [column for column in table.columns if _is_named_level(column, setting)] if ticked else []
    return sorted([*ticked, *named], key=lambda column: column.index)


def _is_one_level(column: Column, setting: Setting) -> bool:
    found = read_levels(column.path[-1], setting)
    return len(found.levels) + bool(found.question) == 1


def _is_named_level(column: Column, setting: Setting) -> bool:
    """Whether a column that means nothing else, or only its group's heading, is headed by one level."""
    is_grouped = column.key == "levels" and len(column.path) > 1
    if column.fate != Fate.UNMAPPED and not is_grouped:
        return False
    found = read_levels(column.path[-1], setting)
    return found.is_clear and not found.remark


def heading(row: Row, around: Surroundings, towns: Towns) -> Heading:
    """What a row between groups announces; nothing for remarks and signatures."""
    said = [str(c) for i, c in enumerate(row.cells) if c is not None and i not in row.carried]
    texts = [one for one in dict.fromkeys(said) if not one.isdecimal()]
    is_lonely = row.kind == RowKind.DATA and len(texts) == 1
    if len(texts) != 1 or not (is_lonely or row.kind == RowKind.NOTE):
        return Heading()
    text = texts[0]
    if len(text) > _LONGEST_HEADING or _REMARK.search(text):
        return Heading()
    return _announced(text, around, towns)


def _announced(text: str, around: Surroundings, towns: Towns) -> Heading:
    bare = re.sub(
        r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?\s*|[(（].*?[)）]$|\d+[名人]$", "", text
    )
    level = read_title(bare, around.setting)
    town = towns.find(bare) if towns.is_only(bare.removesuffix("团")) else None
    delegation = bare if bare.endswith("代表团") else ""
    return Heading(level, town or (towns.find(bare) if delegation else None), delegation)
