"""The preview of an import: one line for each row of the file, and filters over them."""

from dataclasses import dataclass

from stations.ledger.changes import ASK, CREATE, UNCHANGED, UPDATE, Change, StationPlan
from stations.ledger.plan import Plan
from stations.ledger.rows import FATE_LABELS, Fate, LedgerRow

OTHER = "other"
WARNED = "warned"
_TONES = {
    CREATE: "ok",
    UPDATE: "info",
    UNCHANGED: "",
    Fate.REVIEW: "warn",
    Fate.ERROR: "err",
    Fate.MERGE: "info",
    Fate.DUPLICATE: "",
}
_LABELS = {CREATE: "新增", UPDATE: "修改", UNCHANGED: "不变", OTHER: "小计、合计和说明行", WARNED: "有提示"}
_ORDER = (CREATE, UPDATE, UNCHANGED, Fate.REVIEW, Fate.ERROR, WARNED, Fate.MERGE, Fate.DUPLICATE, OTHER)


@dataclass(frozen=True)
class Line:
    """One row of the file with what becomes of it."""

    row: LedgerRow
    group: str
    label: str
    tone: str
    changes: tuple[Change, ...] = ()

    @property
    def place(self) -> str:
        """County and township, where they are known."""
        return self.row.division.full_name if self.row.division else ""

    def belongs_to(self, group: str) -> bool:
        """Whether a filter shows the line."""
        if group == WARNED:
            return self.row.fate == Fate.OK and bool(self.row.messages)
        return self.group == group


@dataclass(frozen=True)
class Filter:
    """A filter with the number of lines it shows."""

    group: str
    label: str
    count: int


def lines_of(plan: Plan) -> list[Line]:
    """Every row that is not blank, in the order of the file."""
    plans = {id(one.row): one for one in plan.stations}
    return [_line(row, plans.get(id(row))) for row in plan.ledger.rows if row.fate != Fate.BLANK]


def filters_of(lines: list[Line]) -> list[Filter]:
    """The filters that show anything."""
    counted = [(group, sum(line.belongs_to(group) for line in lines)) for group in _ORDER]
    return [Filter(str(group), _label(group), count) for group, count in counted if count]


def _label(group: str) -> str:
    """The words of a group."""
    return _LABELS.get(group) or FATE_LABELS[Fate(group)]


def _line(row: LedgerRow, plan: StationPlan | None) -> Line:
    """One row as a line."""
    if plan and plan.action != ASK:
        return Line(row, plan.action, plan.action_label, _TONES[plan.action], tuple(plan.changes))
    if row.fate in _TONES:
        return Line(row, row.fate, FATE_LABELS[row.fate], _TONES[row.fate])
    return Line(row, OTHER, FATE_LABELS[row.fate], "")
