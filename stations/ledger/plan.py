"""What importing a ledger would change, station by station, before anything is written."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison.lib.text import fold, mask
from stations.ledger.read import Ledger
from stations.ledger.rows import Fate, LedgerRow
from stations.ledger.words import core, state_of
from stations.models import Kind, PersonRole, Stage, Station, StationPerson, Status

CREATE, UPDATE, UNCHANGED, ASK = "create", "update", "unchanged", "ask"
ACTION_LABELS = {CREATE: "新增", UPDATE: "修改", UNCHANGED: "不变", ASK: "待确认"}

ROLES = {
    "chief": PersonRole.HEAD,
    "deputy_chief": PersonRole.DEPUTY_HEAD,
    "liaison": PersonRole.LIAISON,
    "sentiment": PersonRole.SENTIMENT,
    "adviser": PersonRole.ADVISER,
}
_COVERING = {Kind.GENERAL, Kind.CENTRE, Kind.STATION}


@dataclass(frozen=True)
class Change:
    """One thing that becomes another; empty words mean nothing was there."""

    label: str
    before: str
    after: str


@dataclass
class StationPlan:
    """One station of the ledger: what is written for it. `columns` are plain fields of the
    record, `arrivals` people who come, `departures` those whose place they take."""

    row: LedgerRow
    station: Station
    action: str = UNCHANGED
    columns: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    arrivals: list[StationPerson] = field(default_factory=list)
    departures: list[StationPerson] = field(default_factory=list)
    retitled: list[StationPerson] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)
    opened_on: date | None = None
    closes: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def action_label(self) -> str:
        """The action in a word."""
        return ACTION_LABELS[self.action]


@dataclass
class Plan:
    """All that an import would do, and the rows that it would leave alone."""

    ledger: Ledger
    stations: list[StationPlan] = field(default_factory=list)

    def count(self, action: str) -> int:
        """How many stations share an action."""
        return sum(plan.action == action for plan in self.stations)

    @property
    def created(self) -> int:
        return self.count(CREATE)

    @property
    def updated(self) -> int:
        return self.count(UPDATE)

    @property
    def unchanged(self) -> int:
        return self.count(UNCHANGED)


class Shelf:
    """The stations that exist in the townships of a ledger, found by place and name."""

    def __init__(self, divisions: set[int]) -> None:
        stations = Station.objects.filter(division__in=divisions).select_related("division", "parent")
        self.stations: list[Station] = list(
            stations.prefetch_related("aliases", "people", "stage_changes", "served_areas")
        )
        self._by_name: dict[tuple[int, str], Station] = {}
        for station in self.stations:
            for name in (*(alias.name for alias in station.aliases.all()), station.name):
                self._by_name[station.division_id, core(name)] = station

    def find(self, row: LedgerRow) -> Station | None:
        """The station that a row speaks of."""
        return self._by_name.get((row.division.pk, core(row.name))) if row.division else None

    def rival(self, row: LedgerRow, mentioned: set[int]) -> Station | None:
        """The station of the same township that the ledger does not mention: is it the same one?"""
        for station in self.stations:
            is_here = station.division_id == row.key[0] and station.pk not in mentioned
            if is_here and station.kind in _COVERING and station.status != Status.CLOSED:
                return station
        return None


def make_plan(ledger: Ledger, today: date | None = None) -> Plan:
    """Compares every station of the ledger with the records. Nothing is written."""
    today = today or timezone.localdate()
    rows = ledger.stations
    shelf = Shelf({row.division.pk for row in rows if row.division})
    mentioned = {station.pk for row in rows if (station := shelf.find(row))}
    return Plan(ledger, [_plan_row(row, shelf, mentioned, today) for row in rows])


def _plan_row(row: LedgerRow, shelf: Shelf, mentioned: set[int], today: date) -> StationPlan:
    """One station: found or new, and what differs."""
    station = shelf.find(row)
    if station is None:
        rival = shelf.rival(row, mentioned) if row.kind in _COVERING else None
        plan = StationPlan(row, Station(name=row.name, division=row.division, kind=row.kind))
        plan.action = CREATE
        plan.changes.append(Change("类型", "", Kind(row.kind).label))
        if rival:
            return _asks(
                plan, f"{rival.division.name}已有“{rival.name}”，名称不同：如是同一个站，请先统一名称"
            )
    else:
        plan = StationPlan(row, station)
        if question := _contradiction(row, station):
            return _asks(plan, question)
    _plan_columns(plan)
    _plan_state(plan, today)
    _plan_people(plan)
    _plan_villages(plan)
    if plan.action == CREATE:
        return _checked(plan)
    plan.action = UPDATE if plan.changes else UNCHANGED
    return plan


def _checked(plan: StationPlan) -> StationPlan:
    """A new station that the records can hold, or the reason why not."""
    for name, value in plan.columns.items():
        setattr(plan.station, name, value)
    try:
        # Place and name are known to be good; asking the database per row would take minutes.
        plan.station.clean_fields(exclude=["division", "parent"])
    except ValidationError as error:
        plan.action = ASK
        plan.row.ends_as(Fate.ERROR, "；".join(error.messages), "name")
    return plan


def _asks(plan: StationPlan, question: str) -> StationPlan:
    """The plan writes nothing before somebody answered."""
    plan.action = ASK
    plan.row.ends_as(Fate.REVIEW, question, "name")
    return plan


def _contradiction(row: LedgerRow, station: Station) -> str:
    """What only a person can decide."""
    state = state_of(row.values.get("status", ""))
    if station.status == Status.CLOSED and state and state[0] != Status.CLOSED:
        return f"“{station.name}”已登记为停用，台账写“{row.values['status']}”，请先在站点档案中核对"
    return ""


def _plan_columns(plan: StationPlan) -> None:
    """Plain fields; what the ledger leaves empty stays as it is."""
    row, station = plan.row, plan.station
    area = row.values.get("area_m2")
    wanted: dict[str, Any] = {
        "address": row.values.get("address"),
        "area": Decimal(str(area)).quantize(Decimal("0.1")) if area else None,
        "phone": next(iter(row.landlines), ""),
        "contact_phone": "、".join((*row.mobiles, *row.landlines[1:])),
        "reception_note": row.values.get("reception_day"),
        "reported_deputies": row.values.get("deputies_total"),
    }
    if row.values.get("type"):
        wanted["kind"] = row.kind
    for name, value in wanted.items():
        if value not in (None, "") and getattr(station, name) != value and _is_valid(plan, name, value):
            plan.columns[name] = value
            plan.changes.append(_column_change(station, name, value))


def _is_valid(plan: StationPlan, name: str, value: Any) -> bool:
    """Whether the record can hold a value; if not, a remark says why."""
    column: Any = Station._meta.get_field(name)
    try:
        column.clean(value, plan.station)
    except ValidationError as error:
        plan.row.warn(f"第{plan.row.number}行“{column.verbose_name}”未导入：{error.messages[0]}", name)
        return False
    return True


def _column_change(station: Station, name: str, value: Any) -> Change:
    """A change in the words of the form."""
    column: Any = Station._meta.get_field(name)
    choices = dict(column.flatchoices or [])
    before = getattr(station, name) if station.pk else None
    shown = [_shown(choices.get(one, one)) for one in (before, value)]
    return Change(str(column.verbose_name), *shown)


def _shown(value: Any) -> str:
    """A value as a person reads it; mobile numbers are covered."""
    if isinstance(value, Decimal):
        return f"{value:f}".removesuffix(".0")
    return "" if value is None else mask(str(value))


def _plan_state(plan: StationPlan, today: date) -> None:
    """Status, stage and day of opening."""
    row, station = plan.row, plan.station
    opened = row.opened_on()
    if opened and opened > today:
        row.warn(f"第{row.number}行“建成时间”晚于今天，未导入", "built")
        opened = None
    state = state_of(row.values.get("status", ""))
    if state is None and station.pk is None:
        state = (Status.OPENED, Stage.OPENED) if opened else (Status.PREPARING, Stage.BUILDING)
        if not opened:
            row.warn("台账没有写状态和建成时间，按筹建登记", "status")
    _plan_status(plan, state)
    if opened and (state is None or state[0] not in {Status.PREPARING}):
        _plan_opening(plan, opened)


def _plan_status(plan: StationPlan, state: tuple[str, str | None] | None) -> None:
    """The status as the ledger has it; a closed station is closed by its own decision."""
    station = plan.station
    if state is None or (station.pk and station.status == state[0]):
        return
    label = Status(state[0]).label
    before = station.get_status_display() if station.pk else ""
    plan.changes.append(Change("状态", before, label))
    if state[0] == Status.CLOSED:
        plan.closes = True
        return
    plan.columns["status"] = state[0]
    if not station.pk or not station.stage_changes.all():
        plan.columns["stage"] = state[1]


def _plan_opening(plan: StationPlan, opened: date) -> None:
    """The day of opening; one that is on record already is not overwritten."""
    row, station = plan.row, plan.station
    known = station.opened_on
    if known is None:
        plan.opened_on = opened
        plan.changes.append(Change("挂牌日期", "", str(row.built)))
    elif not str(known).startswith(str(row.built)):
        row.warn(f"挂牌日期与档案不同（档案{known}，台账{row.built}），保留档案", "built")


def _plan_people(plan: StationPlan) -> None:
    """Who comes, who goes, whose title changed; an empty cell says nothing."""
    for key, role in ROLES.items():
        names = plan.row.values.get(key) or []
        if not names:
            continue
        present = (
            [p for p in plan.station.people.all() if p.role == role and p.until is None]
            if plan.station.pk
            else []
        )
        known = {fold(person.name): person for person in present}
        title = plan.row.values.get("chief_duty", "") if role == PersonRole.HEAD else ""
        fresh = [name for name in dict.fromkeys(names) if fold(name) not in known]
        gone = [p for name, p in known.items() if name not in {fold(one) for one in names}]
        if fresh or gone:
            plan.changes.append(Change(role.label, "、".join(p.name for p in present), "、".join(names)))
        plan.arrivals += [StationPerson(role=role, name=name, title=title[:60]) for name in fresh]
        plan.departures += gone
        _plan_title(plan, [known[fold(n)] for n in names if fold(n) in known], title[:60])


def _plan_title(plan: StationPlan, staying: list[StationPerson], title: str) -> None:
    """A head who stays may have another post now."""
    for person in staying:
        if title and person.title != title:
            plan.changes.append(Change(f"{person.name}的职务", person.title, title))
            person.title = title
            plan.retitled.append(person)


def _plan_villages(plan: StationPlan) -> None:
    """Villages and communities that the record does not name yet."""
    known = {fold(area.name) for area in plan.station.served_areas.all()} if plan.station.pk else set()
    named = dict.fromkeys(plan.row.values.get("served") or [])
    plan.villages = [name for name in named if fold(name) not in known and len(name) <= 60]
    if plan.villages:
        plan.changes.append(Change("服务的村（社区）", "", "、".join(plan.villages)))


def parent_of(
    point: LedgerRow, stations: list[Station], shelf: "dict[tuple[int, str], Station]"
) -> Station | None:
    """The station that a contact point hangs under: the one named, else the only one of its township."""
    if point.values.get("parent") and point.division:
        return shelf.get((point.division.pk, core(point.values["parent"])))
    here = [s for s in stations if s.kind in _COVERING and s.status != Status.CLOSED]
    leading = [s for s in here if s.kind != Kind.STATION] or here
    return leading[0] if len(leading) == 1 else None
