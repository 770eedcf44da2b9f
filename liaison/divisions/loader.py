"""Read division lists: ours, the national one, or the statistical one with zones."""

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from liaison.divisions.models import AliasKind, Division, DivisionAlias, Level
from liaison.lib.text import fold, initials, pinyin

LEVELS = {level.value: index for index, level in enumerate(Level)}
BUILT_IN = Path(__file__).parent / "data" / "xinxiang.csv"
# What statistical lists write for farms, zones and parks, which are no divisions by law,
# and also, carelessly, for provinces and cities.
OTHER = "其他"
TOP_LEVELS = (Level.PROVINCE, Level.CITY)
KINDS = ("自治区", "自治州", "特别行政区", "地区", "盟", "省", "市", "区", "县")
# In statistical codes the third pair 71–79 is kept for zones (01–20 districts, 21–70
# counties, 81–99 county-level cities).
ZONE_PAIRS = range(71, 80)


class DivisionFileError(ValueError):
    """The file is no division list; the message says why, in Chinese."""


@dataclass
class Row:
    """One division as a file states it."""

    code: str
    name: str
    level: str
    kind: str
    parent_code: str
    zone: str = ""
    is_real: bool = True
    aliases: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""
    place: tuple[int, int] | None = None


@dataclass
class Report:
    """What loading did, in rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0


def read_rows(path: Path, root: str = "") -> list[Row]:
    """Rows of a CSV (plain or .gz), parents first, only those under `root` when given.

    Understands the contract's columns and the township table whose columns are
    named nbs_code and legal_county_code. Raises DivisionFileError.
    """
    rows = [_row(record, path.name) for record in _records(path)]
    if not rows:
        raise DivisionFileError(f"{path.name} 里没有数据行")
    kept = [row for row in rows if row.code.startswith(root)]
    return sorted(kept, key=lambda row: (LEVELS[row.level], row.code))


def _records(path: Path) -> Iterator[dict[str, str]]:
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DivisionFileError(f"无法读取 {path.name}：需要 UTF-8 编码的 CSV 或 .gz") from error
    reader = csv.DictReader(io.StringIO(text))
    columns = set(reader.fieldnames or [])
    if not {"name", "kind"} <= columns or not columns & {"code", "nbs_code"}:
        raise DivisionFileError("表头应为：code,name,level,kind,parent_code")
    yield from reader


def _row(record: dict[str, str], source: str) -> Row:
    code = (record.get("code") or record.get("nbs_code") or "").strip()
    level = record.get("level") or Level.TOWNSHIP
    if not code.isdigit() or level not in LEVELS:
        raise DivisionFileError(f"{source} 里代码“{code}”或层级“{level}”不认识")
    kind = record["kind"].strip()
    stated = (record.get("is_real") or "").strip()
    is_real = stated != "0" if stated else _is_by_law(code, level, kind)
    return Row(
        code=code,
        name=record["name"].strip(),
        level=level,
        kind=_kind(kind, level, record["name"].strip(), is_real),
        parent_code=(record.get("parent_code") or record.get("legal_county_code") or "").strip(),
        zone=(record.get("managed_by_zone") or "").strip(),
        is_real=is_real,
        aliases=_aliases(record),
        note=(record.get("note") or "").strip(),
        place=_place(record),
    )


def _is_by_law(code: str, level: str, kind: str) -> bool:
    """Whether a list that does not say so means a division by law."""
    if level == Level.COUNTY:
        return int(code[4:6]) not in ZONE_PAIRS
    return kind != OTHER or level in TOP_LEVELS


def _kind(stated: str, level: str, name: str, is_real: bool) -> str:
    """The kind as stated; what the list carelessly calls 其他 is read off its name."""
    if stated != OTHER or not is_real or level == Level.TOWNSHIP:
        return stated
    return next((kind for kind in KINDS if name.endswith(kind)), OTHER)


def _aliases(record: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    columns = {
        "aliases": AliasKind.ALIAS,
        "former_names": AliasKind.FORMER_NAME,
        "former_codes": AliasKind.FORMER_CODE,
    }
    for column, kind in columns.items():
        parts = (record.get(column) or "").replace("；", ";").split(";")
        found += [(str(kind), part.strip()) for part in parts if part.strip()]
    return found


def _place(record: dict[str, str]) -> tuple[int, int] | None:
    column, row = record.get("map_column"), record.get("map_row")
    return (int(column), int(row)) if column and row else None


class Loader:
    """Brings the table in line with the rows: adds, corrects, retires. Running it twice changes nothing."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.report = Report()
        divisions = list(Division.objects.all())
        self.known = {division.code: division for division in divisions}
        self.by_id = {division.pk: division for division in divisions}
        self.zones = {division.name: division for division in divisions if division.is_zone}
        former = DivisionAlias.objects.filter(kind=AliasKind.FORMER_CODE)
        self.code_since = dict(former.values_list("value", "division__code"))

    @transaction.atomic
    def load(self, retire_under: str = "") -> Report:
        """Write all rows; with `retire_under`, retire townships under that code prefix the file omits."""
        for level in Level:
            self._load_level([row for row in self.rows if row.level == level])
        self._load_aliases()
        if retire_under:
            self._retire(retire_under)
        return self.report

    def _load_level(self, rows: list[Row]) -> None:
        new, changed = [], []
        for row in rows:
            division = self._existing(row)
            if division is None:
                division = Division(code=row.code)
                self._fill(division, row)
                new.append(division)
            elif self._fill(division, row):
                changed.append(division)
            else:
                self.report.unchanged += 1
            self.known[row.code] = division
            if division.is_zone:
                self.zones[division.name] = division
        Division.objects.bulk_create(new, batch_size=1000)
        self.by_id |= {division.pk: division for division in new}
        _point_to_self(new)
        Division.objects.bulk_update(changed, WRITTEN, batch_size=500)
        self.report.added += len(new)
        self.report.changed += len(changed)

    def _existing(self, row: Row) -> Division | None:
        """The row's division, also under a code it bore before or bears since."""
        by_code = self.known.get(row.code) or self.known.get(self.code_since.get(row.code, ""))
        if by_code:
            return by_code
        former = [value for kind, value in row.aliases if kind == AliasKind.FORMER_CODE]
        return next((self.known[code] for code in former if code in self.known), None)

    def _fill(self, division: Division, row: Row) -> bool:
        """Take over what the file states; whether anything differed."""
        before = [getattr(division, column) for column in COLUMNS]
        if row.code not in self.code_since:
            division.code, division.name = row.code, self._plain_name(row)
        division.level, division.is_real = row.level, row.is_real
        division.kind = row.kind if row.kind != OTHER else division.kind or OTHER
        division.note, division.retired_on = row.note or division.note, None
        if row.place:
            division.map_column, division.map_row = row.place
        self._place_under(division, row)
        _fill_search(division, [value for kind, value in row.aliases if kind in NAME_KINDS])
        return before != [getattr(division, column) for column in COLUMNS]

    def _plain_name(self, row: Row) -> str:
        """开发区关堤乡 is 关堤乡: statistical lists prefix names under a zone."""
        parent = self.known.get(row.parent_code)
        is_under_zone = parent is not None and parent.is_zone
        return row.name.removeprefix("开发区") if is_under_zone else row.name

    def _place_under(self, division: Division, row: Row) -> None:
        """Parent by law and managing zone.

        A list that files a township under a zone does not unseat the county that
        is already known: only the zone is taken from it.
        """
        known = self.by_id.get(division.parent_id)
        parent = self.known.get(row.parent_code) or known
        if row.level == Level.TOWNSHIP and parent is not None and parent.is_zone:
            division.managed_by_id = parent.pk
            parent = known if known is not None and not known.is_zone else parent
        elif row.zone:
            division.managed_by_id = self._zone(row).pk
        division.parent_id = parent.pk if parent is not None else None
        for level in OWN_LEVELS:
            above = division.pk if row.level == level else _ancestor_id(parent, level)
            setattr(division, f"{level}_id", above)

    def _zone(self, row: Row) -> Division:
        zone = self.zones.get(row.zone) or self.known.get(row.zone)
        if zone is None:
            raise DivisionFileError(f"{row.name}的代管功能区“{row.zone}”还没有载入，先载入含功能区的清单")
        return zone

    def _load_aliases(self) -> None:
        wanted = [
            DivisionAlias(division=self.known[row.code], kind=kind, value=value, folded=fold(value))
            for row in self.rows
            for kind, value in row.aliases
        ]
        DivisionAlias.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=1000)

    def _retire(self, prefix: str) -> None:
        stated = {row.code for row in self.rows}
        gone = [
            division
            for code, division in self.known.items()
            if code.startswith(prefix)
            and division.pk
            and division.code not in stated
            and not self._listed_since(division, stated)
            and division.retired_on is None
        ]
        for division in gone:
            division.retired_on = timezone.localdate()
        Division.objects.bulk_update(gone, ["retired_on"], batch_size=500)
        self.report.retired = len(gone)

    def _listed_since(self, division: Division, stated: set[str]) -> bool:
        former = [c for c, now in self.code_since.items() if now == division.code]
        return any(code in stated for code in former)


OWN_LEVELS = ("province", "city", "county")
NAME_KINDS = (AliasKind.ALIAS, AliasKind.FORMER_NAME)
WRITTEN = [
    *("code", "name", "level", "kind", "parent", "province", "city", "county", "managed_by"),
    *("is_real", "map_column", "map_row", "note", "retired_on", "folded", "search_text"),
]
COLUMNS = [Division._meta.get_field(name).attname for name in WRITTEN]


def _ancestor_id(parent: Division | None, level: str) -> int | None:
    """The id of the division of `level` above, seen from the parent."""
    if parent is None:
        return None
    return parent.pk if parent.level == level else getattr(parent, f"{level}_id")


def _point_to_self(new: list[Division]) -> None:
    """At its own level a division is its own ancestor, which needs its id first."""
    own = [division for division in new if division.level in OWN_LEVELS]
    for division in own:
        setattr(division, f"{division.level}_id", division.pk)
    Division.objects.bulk_update(own, OWN_LEVELS, batch_size=500)


def _fill_search(division: Division, aliases: list[str]) -> None:
    """Add the spellings of name and aliases; what is known already is not read aloud again."""
    division.folded = fold(division.name)
    known = division.search_text.split("|") if division.search_text else []
    fresh = [name for name in (division.name, *aliases) if fold(name) not in known]
    spoken = [spell(name) for name in fresh for spell in (fold, initials, pinyin)]
    division.search_text = "|".join(dict.fromkeys([*known, *filter(None, spoken)]))
