"""Sessions made ahead from the rules. Run often, or twice at once: nothing is made twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from liaison.accounts.models import User
from liaison.audit import record
from liaison.workdays.calendar import Calendar
from receptions.models import Reception, ReceptionRule, Status
from receptions.models.reception import STANDING
from receptions.recurrence import REACH, Session, sessions

DAYS_AHEAD = 60


@dataclass(frozen=True)
class Made:
    """How many sessions a run added, moved and took away."""

    added: int = 0
    moved: int = 0
    removed: int = 0

    def __add__(self, other: "Made") -> "Made":
        return Made(self.added + other.added, self.moved + other.moved, self.removed + other.removed)


def horizon(today: date) -> date:
    """How far ahead sessions are made when nobody says otherwise."""
    return today + timedelta(days=DAYS_AHEAD)


def make_all(today: date, until: date) -> Made:
    """Make the sessions of every rule that holds, or that left plans behind, up to `until`."""
    left = Reception.objects.filter(status=Status.PLANNED, day__gt=today, rule__isnull=False).values("rule")
    rules = ReceptionRule.objects.filter(Q(until=None) | Q(until__gte=today) | Q(pk__in=left))
    calendar = Calendar.load(today - REACH, until)
    done = Made()
    for rule in rules.order_by("pk").iterator(chunk_size=500):
        done += make(rule, until, today=today, calendar=calendar)
    return done


@transaction.atomic
def make(
    rule: ReceptionRule,
    until: date,
    *,
    today: date | None = None,
    calendar: Calendar | None = None,
    by: User | None = None,
) -> Made:
    """Bring the plans after `today` into line with `rule`, up to `until`.

    Adds what is missing, moves plans whose day or time changed, removes plans that
    no longer fit. What was announced, or decided by hand, is never touched.
    """
    today = today or timezone.localdate()
    rule = ReceptionRule.objects.select_for_update(of=("self",)).select_related("station").get(pk=rule.pk)
    tomorrow = today + timedelta(days=1)
    last = rule.receptions.aggregate(day=Max("day"))["day"] or until
    far = max(until, last)
    wanted: dict[date, Session] = {}
    if rule.station.in_service:
        calendar = calendar or Calendar.load(today - REACH, far)
        wanted = {s.planned_for: s for s in sessions(rule, calendar, tomorrow, far)}
    done = _fit(rule, wanted, today) + _add(rule, wanted.values(), until)
    if done != Made():
        record(by, "生成接待安排", rule.station, added=done.added, moved=done.moved, removed=done.removed)
    return done


def _fit(rule: ReceptionRule, wanted: dict[date, Session], today: date) -> Made:
    """Move or remove the plans that stand elsewhere than the rule now wants them."""
    planned = rule.receptions.filter(status=Status.PLANNED, day__gt=today, planned_for__isnull=False)
    plans = list(planned.select_for_update().order_by("day"))
    lost = [plan for plan in plans if plan.planned_for not in wanted]
    for plan in lost:
        plan.delete()
    changed = [plan for plan in plans if plan.planned_for in wanted and not _fits(plan, rule, wanted)]
    moved = 0
    while free := [plan for plan in changed if _is_free(plan, rule, wanted)]:
        plan = free[0]
        _move(plan, rule, wanted)
        changed.remove(plan)
        moved += 1
    for plan in changed:  # another rule of the station holds their time already
        plan.delete()
    return Made(moved=moved, removed=len(lost) + len(changed))


def _fits(plan: Reception, rule: ReceptionRule, wanted: dict[date, Session]) -> bool:
    there = (plan.day, plan.opens, plan.closes, plan.notice_days)
    return there == (wanted[plan.planned_for].day, rule.opens, rule.closes, rule.notice_days)


def _is_free(plan: Reception, rule: ReceptionRule, wanted: dict[date, Session]) -> bool:
    there = Reception.objects.filter(
        station=rule.station_id, day=wanted[plan.planned_for].day, opens=rule.opens, status__in=STANDING
    )
    return not there.exclude(pk=plan.pk).exists()


def _move(plan: Reception, rule: ReceptionRule, wanted: dict[date, Session]) -> None:
    plan.day = wanted[plan.planned_for].day
    plan.opens, plan.closes, plan.notice_days = rule.opens, rule.closes, rule.notice_days
    plan.save()


def _add(rule: ReceptionRule, wanted: Iterable[Session], until: date) -> Made:
    """New plans; a time that the station has given away already is left alone."""
    known = set(rule.receptions.values_list("planned_for", flat=True))
    new = [
        Reception(
            station_id=rule.station_id,
            rule=rule,
            planned_for=session.planned_for,
            day=session.day,
            opens=rule.opens,
            closes=rule.closes,
            place=rule.place,
            notice_days=rule.notice_days,
        )
        for session in wanted
        if session.planned_for not in known and session.day <= until
    ]
    before = rule.receptions.count()
    Reception.objects.bulk_create(new, ignore_conflicts=True)
    return Made(added=rule.receptions.count() - before)


@transaction.atomic
def write_rule(rule: ReceptionRule, *, by: User | None) -> Made:
    """Save a new or changed rule and make its sessions. Raises ValidationError.

    Plans follow the new place too, where nobody had given them another.
    """
    old = ReceptionRule.objects.select_for_update().filter(pk=rule.pk).first()
    rule.full_clean()
    rule.save()
    today = timezone.localdate()
    if old and old.place != rule.place:
        for plan in rule.receptions.filter(status=Status.PLANNED, day__gt=today, place=old.place):
            plan.place = rule.place
            plan.save()
    record(by, "修改接待规则" if old else "新建接待规则", rule.station, rule=rule.sentence)
    return make(rule, horizon(today), today=today, by=by)


@transaction.atomic
def end_rule(rule: ReceptionRule, on: date, *, by: User | None) -> Made:
    """Let `rule` end with `on`; later plans go, what was announced stays. Raises ValidationError."""
    rule = ReceptionRule.objects.select_for_update().get(pk=rule.pk)
    rule.until = on
    rule.full_clean()
    rule.save()
    record(by, "结束接待规则", rule.station, rule=rule.sentence, on=on.isoformat())
    today = timezone.localdate()
    return make(rule, horizon(today), today=today, by=by)
