"""What importing a ledger would change, station by station, before anything is written."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from stations.ledger.changes import ASK, CREATE, UNCHANGED, UPDATE, Change, StationPlan, compare
from stations.ledger.read import Ledger
from stations.ledger.rows import Fate, LedgerRow
from stations.ledger.words import core, state_of
from stations.models import Kind, Station, Status

_COVERING = {Kind.GENERAL, Kind.CENTRE, Kind.STATION}


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
    compare(plan, today)
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
    if station.in_service and state and state[0] == Status.PREPARING:
        return f"“{station.name}”已经挂牌，台账写“{row.values['status']}”，请先在站点档案中核对"
    return ""


def parent_of(
    point: LedgerRow, stations: list[Station], shelf: "dict[tuple[int, str], Station]"
) -> Station | None:
    """The station that a contact point hangs under: the one named, else the only one of its township."""
    if point.values.get("parent") and point.division:
        return shelf.get((point.division.pk, core(point.values["parent"])))
    here = [s for s in stations if s.kind in _COVERING and s.status != Status.CLOSED]
    leading = [s for s in here if s.kind != Kind.STATION] or here
    return leading[0] if len(leading) == 1 else None
