"""Reminders: who is written to, when, in which words. Written once, sent once."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from liaison.accounts.models import Role, User
from liaison.audit import record
from liaison.divisions.models import Division
from progress.cells import Cell
from progress.desk import cell_of
from progress.figures import units
from progress.models import MonthlyReport, OutboxMessage, State
from progress.months import first_of, previous

DAYS_AHEAD = 3
MOST_A_RUN = 500


def wording(cell: Cell) -> str:
    """The reminder as it is copied into a chat or sent by mail."""
    what = f"{cell.unit} {cell.month.year} 年 {cell.month.month} 月进展月报"
    state = "还没有报送" if cell.report is None else f"现在是“{cell.label}”"
    return f"{what}{state}。{cell.deadline}。完成填报和审签后，在工作平台“进展月报”里报送。"


def recipients(cell: Cell) -> list[User]:
    """Whoever has to do the next step: the signer while it waits for a signature, else who fills it."""
    waits_for_signature = cell.report is not None and cell.report.state == State.SIGNING
    role = Role.COUNTY_LEADER if waits_for_signature else Role.COUNTY_OFFICER
    people = User.objects.filter(is_active=True, is_staff=True, role=role, division=cell.unit)
    return list(people.order_by("pk"))


@transaction.atomic
def remind(cell: Cell, *, by: Any, now: datetime) -> str:
    """Put one reminder for each recipient into the outbox (one a minute at most); answers its words."""
    text = wording(cell)
    _write(cell, text, f"{now:%Y%m%dT%H%M}", now)
    record(by, "催报", cell.unit, month=f"{cell.month:%Y-%m}")
    return text


def _write(cell: Cell, text: str, occasion: str, now: datetime) -> int:
    """Rows that are there already stay as they are."""
    subject = f"{cell.unit} {cell.month.month} 月月报提醒"
    rows = [
        OutboxMessage(
            key=f"{cell.unit.code}-{cell.month:%Y%m}-{occasion}-{to.pk}",
            county=cell.unit,
            month=cell.month,
            to=to,
            address=to.email,
            subject=subject,
            text=text,
            created_at=now,
        )
        for to in recipients(cell)
    ]
    known = set(OutboxMessage.objects.filter(key__in=[one.key for one in rows]).values_list("key", flat=True))
    new = [one for one in rows if one.key not in known]
    OutboxMessage.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def remind_all(city: Division, now: datetime) -> int:
    """The day's reminders for the month that is being reported: 3 days before, on the day, daily after.

    Run as often as one likes: a day's reminder is written once. Answers how many are new.
    """
    today = timezone.localdate(now)
    month = previous(first_of(today))
    reports = {one.county_id: one for one in MonthlyReport.objects.latest().filter(month=month)}
    cells = [cell_of(unit, month, reports.get(unit.pk), now) for unit in units(city)]
    return sum(_write(cell, wording(cell), f"{today:%Y%m%d}", now) for cell in cells if is_due(cell, today))


def is_due(cell: Cell, today: date) -> bool:
    """Whether this day brings a reminder."""
    if cell.report is not None and cell.report.submitted_at is not None:
        return cell.report.state == State.RETURNED
    due = timezone.localdate(cell.due_at)
    return today == due - timedelta(days=DAYS_AHEAD) or today >= due


def send_waiting(now: datetime) -> tuple[int, int]:
    """Send what waits in the outbox; answers how many left and how many could not.

    Each row is locked, sent and marked in a transaction of its own, so that two runs at
    once send nothing twice.
    """
    keys = list(OutboxMessage.objects.waiting().order_by("pk").values_list("pk", flat=True)[:MOST_A_RUN])
    outcomes = [_send(key, now) for key in keys]
    return outcomes.count(True), outcomes.count(False)


@transaction.atomic
def _send(key: int, now: datetime) -> bool | None:
    row = OutboxMessage.objects.waiting().select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        return None
    try:
        send_mail(row.subject, row.text, None, [row.address])
    except OSError as problem:
        row.fault = str(problem)[:200] or type(problem).__name__
        row.save(update_fields=["fault"])
        return False
    row.mark_sent(now)
    return True
