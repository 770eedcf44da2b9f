"""From tables to rows: every row with its fate, persons told apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from deputies.models import CongressLevel
from deputies.roster.doubles import find_doubles
from deputies.roster.elsewhere import doubt_about
from deputies.roster.levels import Setting
from deputies.roster.mandates import read_mandates
from deputies.roster.person import read_facts, read_name
from deputies.roster.places import Towns
from deputies.roster.rows import Fate, RosterRow
from deputies.roster.sheet import Heading, Surroundings, heading, surroundings
from liaison.divisions.models import Division
from liaison.lib import meter
from liaison.lib.sheets import Row, RowKind, Table

_FATES = {
    RowKind.BLANK: Fate.BLANK,
    RowKind.SUBTOTAL: Fate.SUBTOTAL,
    RowKind.TOTAL: Fate.TOTAL,
    RowKind.NOTE: Fate.NOTE,
}
_REPORTED, _READ = 200, 40
"""Every so many rows the waiting page is told; reading is so many per cent of an import."""


@dataclass
class Roster:
    """All rows of a file, in its order, and the county whose roster it is."""

    county: Division
    towns: Towns
    setting: Setting
    rows: list[RosterRow] = field(default_factory=list)
    doubt: str = ""
    """Why this may be the roster of another county; applying it asks for a confirmation."""

    @property
    def persons(self) -> list[RosterRow]:
        """The rows that each stand for one person."""
        return [row for row in self.rows if row.fate == Fate.OK]

    @property
    def levels(self) -> set[CongressLevel]:
        """The levels that the file speaks of."""
        return {level for row in self.persons for level in row.claims}

    @property
    def summary(self) -> dict[str, int]:
        """Heads, mandates and how many rows of each fate; rare ones only when there are any."""
        count, persons = Counter(row.fate for row in self.rows), self.persons
        said = {
            "persons": len(persons),
            "mandates": sum(len(row.claims) for row in persons),
            "rows_ok": len(persons),
            "merged": count[Fate.MERGE],
            "duplicates": count[Fate.DUPLICATE],
            "errors": count[Fate.ERROR],
            "warnings": sum(bool(row.messages) for row in persons),
            "blank": count[Fate.BLANK],
            "total_rows": count[Fate.TOTAL],
            "note_rows": count[Fate.NOTE],
        }
        rare = {"reviews": count[Fate.REVIEW], "subtotals": count[Fate.SUBTOTAL]}
        return said | {name: number for name, number in rare.items() if number}


def read_roster(
    tables: Iterable[Table],
    county: Division,
    answers: dict[str, Any] | None = None,
    today: date | None = None,
) -> Roster:
    """Every row of the tables with its fate. `answers` says what somebody chose for an
    ambiguous word (`city:市、镇人大代表` → municipal or county)."""
    towns = Towns(county)
    setting = Setting(county, towns.all)
    tables = list(tables)
    roster = Roster(county, towns, setting)
    today = today or timezone.localdate()
    for around in surroundings(tables, setting, towns):
        roster.rows += _read_sheet(around, towns, answers or {}, today)
    roster.doubt = doubt_about(tables, roster.rows, county)
    find_doubles(roster.rows)
    return roster


def _read_sheet(around: Surroundings, towns: Towns, answers: dict[str, Any], today: date) -> list[RosterRow]:
    """The rows of one sheet; rows between groups speak for those below."""
    above, found = Heading(), []
    total = len(around.table.rows)
    for done, row in enumerate(around.table.rows):
        if done % _REPORTED == 0:
            meter.report("正在核对", done, total, 0, _READ)
        read = RosterRow(around.table.sheet, row.number)
        found.append(read)
        if said := heading(row, around, towns):
            above, read.fate = said, Fate.NOTE
        elif row.kind == RowKind.DATA:
            _read_row(read, around, row, above, towns, answers, today)
        else:
            read.fate = _FATES[row.kind]
    return found


def _read_row(
    read: RosterRow,
    around: Surroundings,
    row: Row,
    above: Heading,
    towns: Towns,
    answers: dict[str, Any],
    today: date,
) -> None:
    read_name(read, around.value(row, "name"))
    if read.fate == Fate.ERROR:
        return
    read_facts(read, around, row, today)
    read_mandates(read, around, row, above, towns, answers)
