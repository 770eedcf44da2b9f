"""Decisions about a session: who is on duty, when it was announced, what became of it.

Each is atomic, locks the row it changes and leaves a trail. The clock is the server's.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from deputies.models import Deputy
from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.workflow import Move, check
from receptions import duty
from receptions.models import Attendance, DutySlot, Reception, Status
from stations.models import Station

PLAN = "receptions.plan_reception"
MOVES = {
    "duty": Move("安排代表", {Status.PLANNED, Status.ANNOUNCED}, Status.PLANNED, PLAN),
    "announce": Move("公告", {Status.PLANNED}, Status.ANNOUNCED, PLAN),
    "postpone": Move("顺延", {Status.PLANNED, Status.ANNOUNCED}, Status.POSTPONED, PLAN, needs_note=True),
    "cancel": Move("取消", {Status.PLANNED, Status.ANNOUNCED}, Status.CANCELLED, PLAN, needs_note=True),
    "hold": Move("登记", {Status.ANNOUNCED, Status.HELD}, Status.HELD, PLAN),
}
FARTHEST = timedelta(days=180)
"""How far a session may be postponed or planned ahead by hand."""


@dataclass(frozen=True)
class Slot:
    """Day and time of a session."""

    day: date
    opens: time
    closes: time


@dataclass(frozen=True)
class Came:
    """Whether a deputy came, and if not why (internal)."""

    attendance: str
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a session brought: visitors, matters taken down, and the words for the public."""

    visitors: int
    matters: int
    result: str = ""


def _locked(reception: Reception) -> Reception:
    rows = Reception.objects.select_for_update(of=("self",)).select_related("station", "rule")
    return rows.get(pk=reception.pk)


@transaction.atomic
def add(
    station: Station, slot: Slot, *, place: str = "", topic: str = "", notice_days: int = 3, by: User | None
) -> Reception:
    """Plan a session that no rule asks for. Raises ValidationError."""
    station = Station.objects.select_for_update().get(pk=station.pk)
    _must_lie_ahead(slot.day, timezone.localdate())
    made = Reception(station=station, day=slot.day, opens=slot.opens, closes=slot.closes)
    made.place, made.topic, made.notice_days = place, topic, notice_days
    made.full_clean()
    made.save()
    record(by, "新增接待", made)
    return made


@transaction.atomic
def assign(reception: Reception, deputies: Iterable[Deputy], *, by: User | None) -> Reception:
    """Put exactly `deputies` on duty. Raises ValidationError.

    New ones must serve and be met at this station; an announced session keeps at least one.
    """
    reception = _locked(reception)
    check(MOVES["duty"], reception.status, by=by)
    wanted = {deputy.pk: deputy for deputy in deputies}
    slots = {slot.deputy_id: slot for slot in reception.duty_slots.select_related("deputy")}
    new = [deputy for pk, deputy in wanted.items() if pk not in slots]
    gone = [slot for pk, slot in slots.items() if pk not in wanted]
    _must_be_met_here(reception, new)
    if not wanted and reception.status == Status.ANNOUNCED:
        raise ValidationError({"deputies": "已公告的接待至少要有一名代表，换人时请选择接替的代表"})
    for slot in gone:
        slot.delete()
    for deputy in new:
        DutySlot.objects.create(reception=reception, deputy=deputy)
    if new or gone:
        reception.save()  # moves `updated_at`: calendars that were fetched learn of the change
        told = {"added": [d.name for d in new], "removed": [s.deputy.name for s in gone]}
        record(by, "安排接待代表", reception, **told)
    return reception


def _must_be_met_here(reception: Reception, new: Collection[Deputy]) -> None:
    met = {one.pk for one in duty.candidates(reception.station)} if new else set()
    if strangers := [deputy.name for deputy in new if deputy.pk not in met]:
        raise ValidationError({"deputies": f"{'、'.join(strangers)}不在本站或者暂停履职，不能安排"})


def will_be_late(reception: Reception, now: datetime) -> bool:
    """Whether an announcement made at `now` counts as late."""
    return timezone.localtime(now).date() > reception.due_on


@transaction.atomic
def announce(reception: Reception, *, by: User | None) -> Reception:
    """Make a session public; the server's time is written once and for all. Raises ValidationError.

    Announcing late is allowed and stays visible: whether it was in time is read off
    `announced_at` and `notice_days`, which nothing else writes.
    """
    reception = _locked(reception)
    check(MOVES["announce"], reception.status, by=by)
    _must_be_worth_announcing(reception)
    return _announce(reception, by)


@transaction.atomic
def assign_and_announce(reception: Reception, deputies: Iterable[Deputy], *, by: User | None) -> Reception:
    """Settle who is on duty and make it public, both or neither. Raises ValidationError."""
    return announce(assign(reception, deputies, by=by), by=by)


def fill(station: Station, since: date, until: date, *, by: User | None) -> int:
    """Put those whose turn it is on duty at every plan that has nobody; returns how many plans."""
    plans = Reception.objects.filter(station=station, status=Status.PLANNED, duty_slots=None)
    filled = 0
    for plan in plans.between(since, until).select_related("station", "rule").order_by("day", "opens"):
        people = duty.suggest(plan)
        if people:
            assign(plan, Deputy.objects.filter(pk__in=[one.pk for one in people]), by=by)
            filled += 1
    return filled


def _must_be_worth_announcing(reception: Reception) -> None:
    if not reception.duty_slots.exists():
        raise ValidationError("先安排至少一名代表，再公告")
    if not reception.station.in_service:
        raise ValidationError(f"{reception.station}不在服务中，不能公告接待")
    now = timezone.localtime()
    if (reception.day, reception.closes) <= (now.date(), now.time()):
        raise ValidationError("这次接待的时间已经过了，不能再公告")


def _announce(reception: Reception, by: User | None) -> Reception:
    now = timezone.now()
    reception.status, reception.announced_at, reception.announced_by = Status.ANNOUNCED, now, by
    reception.full_clean()
    reception.save()
    facts = {"announced_at": now.isoformat(), "last_day": reception.due_on.isoformat()}
    record(by, "公告接待", reception, **facts, in_time=bool(reception.was_announced_in_time))
    return reception


@transaction.atomic
def postpone(reception: Reception, to: Slot, reason: str, *, by: User | None) -> Reception:
    """Move a session to a later day and return the new one. Raises ValidationError.

    The old one stays and says where to. If people knew of it, the new one is announced in
    the same act, with the same deputies, and its notice is measured anew.
    """
    reception = _locked(reception)
    check(MOVES["postpone"], reception.status, by=by, note=reason)
    _must_come_later(reception, to)
    was_known = reception.status == Status.ANNOUNCED
    reception.status, reception.reason = Status.POSTPONED, reason
    reception.full_clean()
    reception.save()
    moved = Reception(station=reception.station, day=to.day, opens=to.opens, closes=to.closes)
    moved.place, moved.topic = reception.place, reception.topic
    moved.notice_days, moved.moved_from = reception.notice_days, reception
    moved.full_clean()
    moved.save()
    _carry_over(reception, moved)
    record(by, "顺延接待", reception, reason=reason, to=to.day.isoformat())
    if was_known:
        _must_be_worth_announcing(moved)
        _announce(moved, by)
    return moved


def _must_lie_ahead(day: date, today: date) -> None:
    if day < today:
        raise ValidationError({"day": "日期不能早于今天"})
    if day > today + FARTHEST:
        raise ValidationError({"day": f"日期不能超过 {FARTHEST.days} 天以后"})


def _must_come_later(reception: Reception, to: Slot) -> None:
    _must_lie_ahead(to.day, timezone.localdate())
    if to.day <= reception.day:
        raise ValidationError({"day": f"顺延后的日期要晚于 {reception.day_text}"})


def _carry_over(old: Reception, new: Reception) -> None:
    """The same deputies, those left out who cannot be on duty any more."""
    able = {one.pk for one in duty.candidates(new.station)}
    for slot in old.duty_slots.order_by("pk"):
        if slot.deputy_id in able:
            DutySlot.objects.create(reception=new, deputy_id=slot.deputy_id)


@transaction.atomic
def cancel(reception: Reception, reason: str, *, by: User | None) -> Reception:
    """Take a session off, with the reason that the public reads. Raises ValidationError.

    A plan whose day has come without an announcement stays as it is: that is what happened.
    """
    reception = _locked(reception)
    check(MOVES["cancel"], reception.status, by=by, note=reason)
    if reception.status == Status.PLANNED and reception.day <= timezone.localdate():
        raise ValidationError("接待日已到还没有公告，如实留存，不能再取消")
    reception.status, reception.reason = Status.CANCELLED, reason
    reception.full_clean()
    reception.save()
    record(by, "取消接待", reception, reason=reason)
    return reception


@transaction.atomic
def hold(reception: Reception, came: Mapping[int, Came], outcome: Outcome, *, by: User | None) -> Reception:
    """Write down what a session brought, or put right what was written. Raises ValidationError.

    `came` tells of every deputy on duty (by id) whether they came; at least one did.
    """
    reception = _locked(reception)
    check(MOVES["hold"], reception.status, by=by)
    if reception.day > timezone.localdate():
        raise ValidationError(f"{reception.day_text}才接待，当天起可以登记")
    slots = list(reception.duty_slots.all())
    _must_tell_of_everybody(slots, came)
    for slot in slots:
        told = came[slot.deputy_id]
        is_present = told.attendance == Attendance.PRESENT
        slot.attendance, slot.absence_reason = told.attendance, "" if is_present else told.reason
        slot.full_clean(exclude=["reception", "deputy"])
        slot.save()
    is_first = reception.status != Status.HELD
    reception.status, reception.visitors, reception.matters = Status.HELD, outcome.visitors, outcome.matters
    reception.result, reception.held_at = outcome.result, reception.held_at or timezone.now()
    reception.full_clean()
    reception.save()
    facts = {"visitors": outcome.visitors, "matters": outcome.matters}
    record(by, "登记接待情况" if is_first else "更正接待情况", reception, **facts)
    return reception


def _must_tell_of_everybody(slots: Collection[DutySlot], came: Mapping[int, Came]) -> None:
    decided = (Attendance.PRESENT, Attendance.LEAVE, Attendance.ABSENT)
    if any(slot.deputy_id not in came or came[slot.deputy_id].attendance not in decided for slot in slots):
        raise ValidationError("请选择每位代表是否到岗")
    if not any(came[slot.deputy_id].attendance == Attendance.PRESENT for slot in slots):
        raise ValidationError("没有代表到岗，不能登记为已接待；没有接待成的，请办理顺延或取消")
