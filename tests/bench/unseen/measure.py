"""A roster made from a seed, as a file, read and judged."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from openpyxl import Workbook

from deputies.roster.read import read_roster
from deputies.roster.rows import RosterRow
from deputies.roster.vocabulary import VOCABULARY
from liaison.divisions.models import Division
from liaison.lib.sheets import ROSTER, Fate, Reading, SheetError, read_tables

from .judge import ASKED, RIGHT, SILENT, WRONG, Around, judge
from .layouts import LAYOUTS
from .office import ASK, ERROR, Office, Page
from .printed import PRINTED

Layout = Callable[[Office], list[Page]]
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


def make(
    seed: int, places: list[tuple[Division, list[Division]]], words: str, layout: Layout | None = None
) -> Unseen:
    """The roster of a seed, of any layout or one; `words` says from which lists its headings come."""
    chance = Random(seed)
    county, towns = chance.choice(places)
    layout = layout or chance.choice(LAYOUTS + PRINTED)
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
    found: dict[tuple[str, int], list[RosterRow]] = defaultdict(list)
    for row in read_roster(reading.tables, one.county).rows:
        found[row.sheet, row.number].append(row)
    around = _around(one, reading, found)
    for page in one.pages:
        if not page.is_hidden:
            _judge_page(one, page, page.name in reading.ignored_sheets, found, around)
    for row in (row for rows in found.values() for row in rows if row.fate not in SILENT):
        one.note(WRONG, f"{row.sheet}:{row.number} made up: {row.name} {row.message}")
    return one


def _around(one: Unseen, reading: Reading, found: dict[tuple[str, int], list[RosterRow]]) -> Around:
    """What the office is told beside the rows."""
    unmapped = [c.title for table in reading.tables for c in table.columns if c.fate == Fate.UNMAPPED]
    waiting = {row.name for rows in found.values() for row in rows if row.fate in {ASK, ERROR}}
    left = [page for page in one.pages if page.name in reading.ignored_sheets]
    waiting |= {truth.person.name for page in left for truth in page.truth.values() if truth.person}
    return Around(unmapped, waiting)


def _judge_page(
    one: Unseen, page: Page, is_left: bool, found: dict[tuple[str, int], list[RosterRow]], around: Around
) -> None:
    """Judges the rows of one sheet and takes them from those found."""
    for number, truth in page.truth.items():
        rows: list[RosterRow | None] = [*found.pop((page.name, number), [])]
        people = [truth, replace(truth, person=truth.beside, beside=None)] if truth.beside else [truth]
        rows = [*rows, None, None][: len(people)]
        for each, row in zip(people, rows, strict=True):
            said_to_be_left = (ASKED, "the sheet was left out, which is said")
            end, why = said_to_be_left if is_left else judge(each, row, around)
            one.note(end, f"{page.name}:{number} {why}")
