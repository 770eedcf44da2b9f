"""What waits for a member of staff: announcements that fall due, sessions nobody wrote down."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from liaison.ui.tasks import Task
from receptions.actions import PLAN
from receptions.models import Reception

SOON = timedelta(days=2)


def tasks(user: Any, today: date) -> list[Task]:
    """Lines for the first page of the desk; nothing for those who plan none. Two queries."""
    if not user.has_perm(PLAN):
        return []
    mine, address = Reception.objects.for_staff(user), reverse("work:receptions")
    ahead = mine.due_by(today + SOON).filter(day__gte=today).count()
    open_ends = mine.unrecorded(today).count()
    found = [
        (ahead, "次接待快到或已过公告期限", "due", "warn"),
        (open_ends, "次接待还没有登记情况", "unrecorded", "info"),
    ]
    return [
        Task("接待", f"{n} {words}", f"{address}?state={state}", tone) for n, words, state, tone in found if n
    ]
