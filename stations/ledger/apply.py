"""Write a ledger into the records: one transaction, and a second time changes nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from liaison.accounts.models import User
from liaison.audit import record
from stations.actions import advance, close, settle
from stations.ledger.changes import ASK, CREATE, UNCHANGED, UPDATE, StationPlan
from stations.ledger.plan import Plan, make_plan, parent_of
from stations.ledger.read import Ledger
from stations.ledger.words import core
from stations.models import Kind, LedgerImport, ServedArea, Stage, Station

_PRECISION = {len("2019"): "台账只写到年", len("2019-06"): "台账只写到月"}


@dataclass
class Applied:
    """What an import did."""

    plan: Plan
    created: list[Station] = field(default_factory=list)
    updated: list[Station] = field(default_factory=list)
    unchanged: int = 0

    @property
    def summary(self) -> dict[str, int]:
        """The figures for report and trail."""
        return {"created": len(self.created), "updated": len(self.updated), "unchanged": self.unchanged}


@transaction.atomic
def apply(ledger: Ledger, *, by: User | None, source: LedgerImport | None = None) -> Applied:
    """Bring the records in line with the ledger; rows with an error or a question stay out.

    What the ledger leaves empty stays as it is; nobody is removed without a successor.
    """
    today = timezone.localdate()
    plan = make_plan(ledger, today)
    applied = Applied(plan, unchanged=plan.unchanged)
    for station_plan in plan.stations:
        if station_plan.action in {UNCHANGED, ASK}:
            continue
        _write(station_plan, today, by)
        (applied.created if station_plan.action == CREATE else applied.updated).append(station_plan.station)
    hung = _hang_points(plan, by)
    _count_hung(applied, hung)
    for station in {one.pk: one for one in applied.created + applied.updated}.values():
        settle(station)
    if applied.created or applied.updated:
        record(by, "导入联络站台账", source, **applied.summary)
    return applied


def _write(plan: StationPlan, today: date, by: User | None) -> None:
    """One station with everything that belongs to it."""
    station = plan.station
    for name, value in plan.columns.items():
        setattr(station, name, value)
    if station.kind != Kind.POINT:
        station.parent = None
    station.save()
    verb = "台账新建联络站" if plan.action == CREATE else "台账更新联络站"
    record(by, verb, station, changed=[change.label for change in plan.changes])
    if plan.opened_on:
        note = _PRECISION.get(len(str(plan.row.built)), "")
        advance(station, Stage.OPENED, plan.opened_on, note=note, by=by)
    _write_people(plan, today)
    ServedArea.objects.bulk_create(
        [ServedArea(station=station, name=name, kind=_village_kind(name)) for name in plan.villages]
    )
    if plan.closes:
        close(station, today, "台账登记为停用", by=by)


def _write_people(plan: StationPlan, today: date) -> None:
    """Those who leave get an end, those who follow a beginning; the first ones have none."""
    yesterday = today - timedelta(days=1)
    replaced = {person.role for person in plan.departures}
    for person in plan.departures:
        person.until = max(person.since or yesterday, yesterday)
        person.save()
    for person in plan.arrivals:
        person.station = plan.station
        person.since = today if person.role in replaced else None
        person.save()
    for person in plan.retitled:
        person.save()


def _hang_points(plan: Plan, by: User | None) -> list[Station]:
    """Puts contact points without a station under that of their township."""
    loose = [one for one in plan.stations if one.action != ASK and _is_loose(one.station)]
    wanted = {one.station.division_id for one in loose}
    here: dict[int, list[Station]] = defaultdict(list)
    for station in Station.objects.filter(division__in=wanted):
        here[station.division_id].append(station)
    by_name = {(s.division_id, core(s.name)): s for stations in here.values() for s in stations}
    hung = []
    for one in loose:
        parent = parent_of(one.row, here[one.station.division_id], by_name)
        if parent and parent.pk != one.station.pk:
            one.station.parent = parent
            one.station.save()
            hung.append(one.station)
    return hung


def _is_loose(station: Station) -> bool:
    """A contact point that hangs under no station yet."""
    return station.kind == Kind.POINT and station.parent_id is None


def _count_hung(applied: Applied, hung: list[Station]) -> None:
    """A point that only found its station is an update, too."""
    written = {station.pk for station in applied.created + applied.updated}
    for plan in applied.plan.stations:
        if plan.station in hung and plan.station.pk not in written:
            plan.action = UPDATE
            applied.updated.append(plan.station)
            applied.unchanged -= 1


def _village_kind(name: str) -> str:
    """社区 and 居委会 are communities, the rest villages."""
    is_community = "社区" in name or "居委" in name
    return ServedArea.Kind.COMMUNITY if is_community else ServedArea.Kind.VILLAGE
