"""What waits for a member of staff among the monthly reports."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from liaison.ui.tasks import Task
from progress.cells import Cell
from progress.desk import Matrix, matrix, units_for
from progress.models import State

FILLING = ("none", State.DRAFT, State.RETURNED)


def tasks(user: Any, now: datetime) -> list[Task]:
    """The reports that this person can move on, the nearest thing first; nothing without the rights."""
    if not user.has_perm("progress.view_monthlyreport") or user.division is None:
        return []
    city = user.division.city or user.division
    months = matrix(units_for(user, city), city, now)
    if user.has_perm("progress.review_monthlyreport"):
        return _for_the_city(months)
    states = _states_for(user)
    cells = [cell for row in months.rows for cell in row.cells[::-1]]
    return [_line(cell) for cell in cells if cell.key in states and _counts(cell)]


def _states_for(user: Any) -> tuple[str, ...]:
    if user.has_perm("progress.fill_monthlyreport"):
        return FILLING
    return (State.SIGNING,) if user.has_perm("progress.sign_monthlyreport") else ()


def _counts(cell: Cell) -> bool:
    """Months that nobody began count only while they are the newest: the system may be younger than they."""
    return cell.report is not None or not _is_old(cell)


def _is_old(cell: Cell) -> bool:
    return (cell.now - cell.due_at).days > 31


def _line(cell: Cell) -> Task:
    verb = {"none": "填报", State.DRAFT: "接着填报", State.RETURNED: "修改", State.SIGNING: "审签"}[cell.key]
    tag = "逾期" if cell.is_overdue else cell.label if cell.key == State.RETURNED else "月报"
    tone = "err" if cell.is_overdue or cell.key == State.RETURNED else cell.urgency or "info"
    words = f"{verb}{cell.unit} {cell.month.month} 月月报（{cell.deadline}）"
    return Task(tag, words, cell.address, tone)


def _for_the_city(months: Matrix) -> list[Task]:
    waiting = [cell for row in months.rows for cell in row.cells if cell.key == State.SUBMITTED]
    found = [
        Task("待审核", f"审核{cell.unit} {cell.month.month} 月月报", cell.address, "warn") for cell in waiting
    ]
    if months.overdue:
        words = f"{len(months.overdue)} 个县（市、区）的 {months.last.month} 月月报已逾期，可以催报"
        found.append(Task("逾期", words, reverse("work:reports"), "err"))
    return found
