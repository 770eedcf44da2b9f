"""What the reader made of a roster, row by row, against the truth."""

import csv
import io
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from random import Random
from typing import Any

from openpyxl import Workbook

from deputies.models import CongressLevel
from deputies.roster.read import read_roster
from deputies.roster.rows import RosterRow
from deputies.roster.vocabulary import VOCABULARY
from liaison.divisions.models import Division
from liaison.lib.sheets import ROSTER, SheetError, read_tables

from .layouts import LAYOUTS
from .office import ASK, BLANK, ERROR, NOTE, OK, SUBTOTAL, TOTAL, Office, Page, Truth
from .printed import PRINTED

RIGHT, ASKED, WRONG, LOST = "right", "asked", "wrong", "lost"
_SILENT = {BLANK, NOTE, TOTAL, SUBTOTAL}
_HELD = {OK, "merge", "duplicate"}
_AS_TEXT = 0.2


@dataclass
class Unseen:
    """One roster made from a seed, and what became of each of its rows."""

    seed: int
    layout: str
    county: Division
    pages: list[Page]
    content: bytes
    ends: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(self.ends.values())

    def note(self, end: str, why: str) -> None:
        """Counts a row; keeps why it is not right."""
        self.ends[end] += 1
        if end != RIGHT:
            self.remarks.append(f"{end} {why}")


def make(seed: int, places: list[tuple[Division, list[Division]]], words: str) -> Unseen:
    """The roster of a seed; `words` says from which lists its headings come."""
    chance = Random(seed)
    county, towns = chance.choice(places)
    layout = chance.choice(LAYOUTS + PRINTED)
    some = chance.sample(towns, min(len(towns), chance.randint(4, 9)))
    if not any(town.has_congress for town in some):
        layout = LAYOUTS[0]
    office = Office(chance, county, sorted(some, key=towns.index), words)
    office.is_text = layout.__name__ in {"plain", "township", "blocks"} and chance.random() < _AS_TEXT
    pages = layout(office)
    content = _as_csv(pages[0], chance) if office.is_text else _as_workbook(pages)
    if office.is_text:
        pages = [pages[0]]
        pages[0].name = ""
    return Unseen(seed, layout.__name__, county, pages, content)


def _as_workbook(pages: list[Page]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name)
        for number, row in enumerate(page.rows, 1):
            for at, cell in enumerate(row, 1):
                if cell is not None:
                    sheet.cell(number, at, cell)
        for top, left, bottom, right in page.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        sheet.sheet_state = "hidden" if page.is_hidden else "visible"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _as_csv(page: Page, chance: Random) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=chance.choice(",,\t"), lineterminator="\r\n")
    width = max(map(len, page.rows))
    for row in page.rows:
        writer.writerow(["" if cell is None else cell for cell in row] + [""] * (width - len(row)))
    return stream.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "gb18030"]))


def measure(one: Unseen) -> Unseen:
    """Reads the roster and judges every row."""
    try:
        reading = read_tables(one.content, VOCABULARY, ROSTER)
    except SheetError as problem:
        one.ends[ASKED] += sum(len(page.truth) for page in one.pages)
        one.remarks.append(f"refused: {problem}")
        return one
    roster = read_roster(reading.tables, one.county)
    unmapped = [c.title for t in reading.tables for c in t.columns if c.fate == "unmapped"]
    found: dict[tuple[str, int], list[RosterRow]] = defaultdict(list)
    for row in roster.rows:
        found[row.sheet, row.number].append(row)
    for page in one.pages:
        if not page.is_hidden:
            _judge_page(one, page, page.name in reading.ignored_sheets, found, unmapped)
    invented = [row for rows in found.values() for row in rows if row.fate not in _SILENT]
    for row in invented:
        one.note(WRONG, f"{row.sheet}:{row.number} made up: {row.name} {row.message}")
    return one


def _judge_page(
    one: Unseen,
    page: Page,
    is_left: bool,
    found: dict[tuple[str, int], list[RosterRow]],
    unmapped: list[str],
) -> None:
    """Judges the rows of one sheet and takes them from those found."""
    for number, truth in page.truth.items():
        rows = found.pop((page.name, number), [])
        people = [truth, replace(truth, person=truth.beside, beside=None)] if truth.beside else [truth]
        rows = rows[: len(people)] or [None] * len(people)
        for each, row in zip_longest(people, rows):
            said_to_be_left = (ASKED, "the sheet was left out, which is said")
            end, why = said_to_be_left if is_left else judge(each, row, unmapped)
            one.note(end, f"{page.name}:{number} {why}")


def judge(truth: Truth, row: RosterRow | None, unmapped: list[str]) -> tuple[str, str]:
    """What became of one row, and why it is not right."""
    if row is None:
        return (RIGHT, "") if truth.fate in _SILENT else (LOST, "no row")
    if truth.fate in _SILENT:
        if row.fate in _SILENT:
            return RIGHT, ""
        return (
            ASKED if row.fate in {ASK, ERROR} else WRONG
        ), f"{truth.fate} read as {row.fate}: {row.message}"
    if row.fate in _SILENT:
        return LOST, f"{truth.fate} {_who(truth)} read as {row.fate}"
    if truth.fate == "beside":
        return (
            (ASKED, "two people on one line")
            if row.fate in {ASK, ERROR}
            else (LOST, f"half a line: {row.name}")
        )
    if truth.fate in {ERROR, ASK}:
        return (
            (RIGHT, "") if row.fate in {ERROR, ASK} else (WRONG, f"no name, read as {row.fate}: {row.name}")
        )
    if row.fate in {ASK, ERROR}:
        return (RIGHT, "") if truth.open & {"levels"} else (ASKED, f"{_who(truth)}: {row.message}")
    return _judge_person(truth, row, unmapped)


def _judge_person(truth: Truth, row: RosterRow, unmapped: list[str]) -> tuple[str, str]:
    if truth.fate != row.fate:
        return (
            ASKED if row.fate in {ASK, ERROR} else WRONG
        ), f"{_who(truth)} {truth.fate} read as {row.fate}: {row.message}"
    if "levels" in truth.open:
        return WRONG, f"{_who(truth)}: 市 was guessed: {row.level_text} {list(row.claims)}"
    if truth.fate != OK:
        return RIGHT, ""
    told, wanted = said(row), strict(truth)
    differing = [key for key in wanted if told[key] != wanted[key] and not _is_open(key, truth, row)]
    silent = [key for key in differing if not _is_told(key, row, unmapped, told)]
    if not differing:
        return RIGHT, ""
    what = "; ".join(f"{key}: {wanted[key]} read as {told[key]}" for key in silent or differing)
    return (WRONG if silent else ASKED), f"{_who(truth)} {what} | {row.message} | unmapped {unmapped}"


def _is_open(key: str, truth: Truth, row: RosterRow) -> bool:
    """What cannot be read is rightly empty, as long as it is said."""
    return key in truth.open and key in {"birth", "phone"} and bool(row.messages)


def _is_told(key: str, row: RosterRow, unmapped: list[str], told: dict[str, Any]) -> bool:
    """Whether the office learns of it: by a remark on the row, or because a whole column is not understood."""
    words = {
        "birth": "出生年月",
        "phone": "联系电话",
        "gender": "性别",
        "levels": "层级",
        "station": "联络站",
        "name": "姓名",
    }
    is_said = words[key] in row.message or any(key == field for field in [row.field])
    return is_said or (bool(unmapped) and not told[key])


def strict(truth: Truth) -> dict[str, Any]:
    """The fields that must be equal, as they are."""
    person = truth.person
    assert person is not None
    facts: dict[str, Any] = {
        "name": person.name,
        "gender": person.gender,
        "birth": person.birth,
        "levels": tuple(person.levels),
        "phone": _digits(person.phones[0]) if person.phones else "",
        "station": f"{person.town.name}人大代表联络站",
    }
    if "gender" in truth.missing:
        facts.pop("gender")
    return facts | dict.fromkeys(truth.missing & {"birth", "phone", "station"}, "")


def said(row: RosterRow) -> dict[str, Any]:
    """The same fields as they were read."""
    facts = row.facts
    phones = [one for key in ("phone", "office_phone") for one in facts.get(key, "").split("、") if one]
    return {
        "name": row.name,
        "gender": facts.get("gender", ""),
        "birth": facts.get("birth_month", ""),
        "levels": tuple(level for level in CongressLevel if level in row.claims),
        "phone": _digits(phones[0]) if phones else "",
        "station": row.station,
    }


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _who(truth: Truth) -> str:
    return truth.person.name if truth.person else ""
