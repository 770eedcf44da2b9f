"""From tables to rows: values, places, doubles."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from liaison.divisions.models import Division, Level
from liaison.lib.sheets import Cell, CellError, Row, RowKind, Table, values
from stations.ledger.places import Gazetteer, Hints, PlaceError
from stations.ledger.rows import Fate, LedgerRow
from stations.ledger.words import VOCABULARY, kind_of, state_of

_FATES = {
    RowKind.BLANK: Fate.BLANK,
    RowKind.SUBTOTAL: Fate.SUBTOTAL,
    RowKind.TOTAL: Fate.TOTAL,
    RowKind.NOTE: Fate.NOTE,
}
_TEXTS = ("type", "address", "chief_duty", "reception_day", "status", "parent")
_PEOPLE = ("chief", "deputy_chief", "liaison", "sentiment", "adviser")
_COUNTS = ("total", "national", "provincial", "city", "county", "township")
_PEOPLE_BREAK = re.compile(r"[、,，;；/|\n]+")
_NAME_AND_DUTY = re.compile(r"([\u4e00-\u9fff·]{2,12}?)\s*[（(](.{2,40})[)）]")
_SERVED_BREAK = re.compile(r"[、,，;；\s]+")
_STATION_WORD = re.compile(r"[站点家室]")
_LONGEST_PLAIN_NAME = 4
_LONGEST_NAME = 40
_COMPARED = (
    "type",
    "address",
    "area_m2",
    "chief",
    "chief_duty",
    "liaison",
    "deputies_total",
    "reception_day",
    "status",
)


@dataclass
class Ledger:
    """All rows of a file, in its order."""

    rows: list[LedgerRow] = field(default_factory=list)

    @property
    def stations(self) -> list[LedgerRow]:
        """The rows that each stand for one station."""
        return [row for row in self.rows if row.fate == Fate.OK]

    @property
    def summary(self) -> dict[str, int]:
        """How many rows of each fate; rare ones only when there are any."""
        count = Counter(row.fate for row in self.rows)
        rare = {"merged": count[Fate.MERGE], "errors": count[Fate.ERROR], "reviews": count[Fate.REVIEW]}
        rare["warnings"] = sum(bool(row.messages) for row in self.stations)
        return {
            "stations": count[Fate.OK],
            "duplicates": count[Fate.DUPLICATE],
            "subtotals": count[Fate.SUBTOTAL],
            "total_rows": count[Fate.TOTAL],
        } | {name: number for name, number in rare.items() if number}


def read_ledger(tables: Iterable[Table], scope: Division) -> Ledger:
    """Every row of the tables with its fate. `scope` is the city or county that may be
    imported: places are looked up in its whole city, rows outside of it are refused."""
    gazetteer = Gazetteer(scope.city or scope)
    rows = [row for table in tables for row in _read_table(table, gazetteer, scope)]
    _find_doubles(rows)
    return Ledger(rows)


def _read_table(table: Table, gazetteer: Gazetteer, scope: Division) -> list[LedgerRow]:
    """The rows of one sheet; rows between groups give their county to those below."""
    around = [scope, *filter(None, map(gazetteer.county_in, (*table.titles, table.sheet)))]
    heading: Division | None = None
    found = []
    for row in table.rows:
        if county := _heading(row, gazetteer):
            heading, row = county, replace(row, kind=RowKind.NOTE)
        elif row.kind in {RowKind.SUBTOTAL, RowKind.TOTAL}:
            heading = None
        helpers = (heading, *around) if heading else tuple(around)
        found.append(_read_row(table, row, gazetteer, helpers, scope))
    return found


def _heading(row: Row, gazetteer: Gazetteer) -> Division | None:
    """The county that a row between groups names: 一、辉县市（5个）."""
    said = [cell for index, cell in enumerate(row.cells) if cell is not None and index not in row.carried]
    is_lonely = row.kind == RowKind.DATA and len(said) == 1 and not _STATION_WORD.search(str(said[0]))
    is_heading = is_lonely or row.kind == RowKind.NOTE
    return gazetteer.county_in(str(said[0])) if said and is_heading else None


def _read_row(
    table: Table, row: Row, gazetteer: Gazetteer, around: tuple[Division, ...], scope: Division
) -> LedgerRow:
    """One row: what it says, then where it is."""
    read = LedgerRow(table.sheet, row.number)
    if row.kind != RowKind.DATA:
        read.fate = _FATES[row.kind]
        return read
    name = values.compact(table.value(row, "name"))
    if not name:
        return read.ends_as(Fate.ERROR, f"第{row.number}行缺少联络站名称", "name")
    if len(name) > 60:
        return read.ends_as(Fate.ERROR, f"第{row.number}行联络站名称过长（上限60字）", "name")
    read.name = name
    try:
        _place(read, table, row, gazetteer, around)
    except PlaceError as question:
        read.ends_as(Fate.REVIEW, str(question), question.field)
    _read_values(read, table, row)
    if read.fate == Fate.OK and read.division and not _is_within(read.division, scope):
        read.ends_as(
            Fate.ERROR, f"{read.division.full_name}不在您负责的范围（{scope.name}）内，不能导入", "county"
        )
    return read


def _place(
    read: LedgerRow, table: Table, row: Row, gazetteer: Gazetteer, around: tuple[Division, ...]
) -> None:
    """Finds county and township; a county carried down from above only helps to choose."""
    county, town = values.compact(table.value(row, "county")), values.compact(table.value(row, "town"))
    if county and table.is_carried(row, "county"):
        carried = gazetteer.county(county)
        county, around = "", (carried, *around) if carried else around
    if (
        town
        and table.is_carried(row, "town")
        and gazetteer.towns_at_start(gazetteer.split_name(read.name)[1])
    ):
        town = ""
    read.division, read.county = gazetteer.township(Hints(county, town, read.name, around))
    read.name = gazetteer.split_name(read.name)[1]


def _read_values(read: LedgerRow, table: Table, row: Row) -> None:
    """Everything beside name and place; a value that cannot be read is a remark, not the end."""
    said = read.values
    for key in _TEXTS:
        said[key] = values.text(table.value(row, key))
    for key in _PEOPLE:
        said[key] = _people(table.value(row, key))
    said["chief"], duty = _chief(table.value(row, "chief"))
    said["chief_duty"] = said["chief_duty"] or duty
    said["served"] = [part for part in _SERVED_BREAK.split(values.text(table.value(row, "served"))) if part]
    said["area_m2"] = _try(read, table, row, "area_m2", values.number)
    for count in _COUNTS:
        said[f"deputies_{count}"] = _try(read, table, row, f"deputies_{count}", values.whole)
    read.built = _try(read, table, row, "built", values.day)
    if read.built and read.built.is_doubtful:
        read.warn(f"建成时间读作{read.built}，请核对", "built")
    _read_phones(read, table.value(row, "phone"))
    read.kind = kind_of(said["type"], read.name)
    if said["status"] and state_of(said["status"]) is None:
        read.warn(f"不认识的状态“{said['status']}”，未导入", "status")


def _read_phones(read: LedgerRow, cell: Cell) -> None:
    """Mobiles and land-lines apart; a number with digits missing is reported."""
    phones = values.phones(cell)
    read.mobiles, read.landlines = phones.mobiles, phones.landlines
    if phones.unread:
        read.warn(f"第{read.number}行“联系电话”无效：{phones.unread}", "phone")


def _try(read: LedgerRow, table: Table, row: Row, key: str, reader: Any) -> Any:
    """A value read from its cell, or None and a remark."""
    cell = table.value(row, key)
    try:
        return reader(cell)
    except CellError:
        read.warn(f"第{row.number}行“{VOCABULARY.field(key).label}”无效：{values.text(cell)}", key)
        return None


def _people(cell: Cell) -> list[str]:
    """The names of a cell, one after another, without spaces inside."""
    parts = _PEOPLE_BREAK.split(values.text(cell))
    names = ["".join(re.sub(r"[（(].*?[)）]|\d", "", part).split()) for part in parts]
    return [name for name in names if 1 < len(name) <= _LONGEST_NAME]


def _chief(cell: Cell) -> tuple[list[str], str]:
    """Name and duty of the head, which offices often write into one cell."""
    written = values.text(cell)
    if found := _NAME_AND_DUTY.fullmatch(written):
        return [found[1]], found[2]
    first, _, rest = written.partition(" ")
    if rest and len("".join(written.split())) > _LONGEST_PLAIN_NAME and 1 < len(first) <= _LONGEST_PLAIN_NAME:
        return [first], rest
    return _people(cell), ""


def _is_within(division: Division, scope: Division) -> bool:
    """Whether a division lies in the scope; a zone holds what it manages."""
    if scope.level == Level.TOWNSHIP:
        return division.pk == scope.pk
    return scope.pk in {
        division.pk,
        division.county_id,
        division.managed_by_id,
        division.city_id,
        division.province_id,
    }


def _find_doubles(rows: list[LedgerRow]) -> None:
    """A second row for a station adds what the first lacks, or repeats it, or contradicts it."""
    firsts: dict[tuple[int | None, str], LedgerRow] = {}
    for row in rows:
        if row.fate != Fate.OK:
            continue
        first = firsts.setdefault(row.key, row)
        if first is not row:
            row.same_as = first.number
            _settle_double(first, row)


def _settle_double(first: LedgerRow, second: LedgerRow) -> None:
    """What becomes of the second row."""
    both = [key for key in _COMPARED if first.values.get(key) and second.values.get(key)]
    differing = [key for key in both if first.values[key] != second.values[key]]
    if differing:
        labels = "、".join(VOCABULARY.field(key).label for key in differing)
        second.ends_as(Fate.REVIEW, f"与第{first.number}行是同一联络站，但{labels}不同，请核对", differing[0])
        return
    added = [key for key, said in second.values.items() if said and not first.values.get(key)]
    for key in added:
        first.values[key] = second.values[key]
    if not first.built and second.built:
        first.built = second.built
        added.append("built")
    if second.mobiles + second.landlines and not first.mobiles + first.landlines:
        first.mobiles, first.landlines = second.mobiles, second.landlines
        added.append("phone")
    if added:
        labels = "、".join(VOCABULARY.field(key).label for key in added)
        second.ends_as(Fate.MERGE, f"与第{first.number}行是同一联络站，并入：{labels}")
    else:
        second.ends_as(Fate.DUPLICATE, f"与第{first.number}行重复")
