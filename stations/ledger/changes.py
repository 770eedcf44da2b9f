"""One station of a ledger beside its record: what differs, and what would be written."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from liaison.lib.fields import personal_in
from liaison.lib.text import fold, mask
from stations.actions import stage_after
from stations.ledger.rows import LedgerRow
from stations.ledger.words import state_of
from stations.models import PersonRole, Stage, Station, StationPerson, Status

CREATE, UPDATE, UNCHANGED, ASK = "create", "update", "unchanged", "ask"
ACTION_LABELS = {CREATE: "新增", UPDATE: "修改", UNCHANGED: "不变", ASK: "待确认"}
ROLES = {
    "chief": PersonRole.HEAD,
    "deputy_chief": PersonRole.DEPUTY_HEAD,
    "liaison": PersonRole.LIAISON,
    "sentiment": PersonRole.SENTIMENT,
    "adviser": PersonRole.ADVISER,
}


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

    @property
    def action_label(self) -> str:
        """The action in a word."""
        return ACTION_LABELS[self.action]


def compare(plan: StationPlan, today: date) -> None:
    """Notes everything in which the ledger goes beyond the record."""
    _plan_columns(plan)
    _plan_state(plan, today)
    _plan_people(plan)
    _plan_villages(plan)


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
        if name not in Station.internal_texts and (wrong := personal_in("", str(value))):
            raise ValidationError(wrong)
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
    if opened and _opens_too_early(plan, opened):
        opened = None
        if state is None or state[0] != Status.CLOSED:
            return
    if state is None and station.pk is None:
        state = (Status.OPENED, Stage.OPENED) if opened else (Status.PREPARING, Stage.BUILDING)
        if not opened:
            row.warn("台账没有写状态和建成时间，按筹建登记", "status")
    _plan_status(plan, state)
    if opened and (state is None or state[0] not in {Status.PREPARING}):
        _plan_opening(plan, opened)


def _opens_too_early(plan: StationPlan, opened: date) -> bool:
    """Whether the record has an earlier stage after that day; a remark says so, the record stays."""
    row, station = plan.row, plan.station
    if station.pk is None or station.opened_on is not None:
        return False
    clash = stage_after(station, Stage.OPENED, opened)
    if clash:
        row.warn(
            f"建成时间 {row.built} 早于档案里“{clash.get_stage_display()}”的 {clash.on}，"
            "状态和挂牌日期未导入，请先核对建设阶段",
            "built",
        )
    return clash is not None


def _plan_status(plan: StationPlan, state: tuple[str, str | None] | None) -> None:
    """The status as the ledger has it; a closed station is closed by its own decision."""
    station = plan.station
    if state is None or (station.pk and station.status == state[0]):
        return
    if _opens_without_a_day(plan, state[0]):
        plan.row.warn("台账没有写建成时间，状态未导入，请在站点档案中登记挂牌日期", "status")
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


def _opens_without_a_day(plan: StationPlan, status: str) -> bool:
    """Whether a station with dated stages would be open while no row says since when."""
    station = plan.station
    is_opening = status in (Status.OPENED, Status.RUNNING) and not plan.row.opened_on()
    has_stages = station.pk is not None and bool(station.stage_changes.all())
    return is_opening and has_stages and station.opened_on is None


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
