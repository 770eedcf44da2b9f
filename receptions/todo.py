"""What waits for a member of staff: announcements that fall due, sessions nobody wrote down."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from receptions.actions import PLAN
from receptions.models import Reception

SOON = timedelta(days=2)


@dataclass(frozen=True)
class Todo:
    """So many sessions wait for something; the address lists them."""

    count: int
    words: str
    address: str
    tone: str


def todo(user: Any, today: date) -> list[Todo]:
    """The lines about receptions on the first page of `/work/`; nothing for those who plan none."""
    if not user.has_perm(PLAN):
        return []
    mine = Reception.objects.for_staff(user)
    address = reverse("work:receptions")
    ahead = mine.due_by(today + SOON).filter(day__gte=today).count()
    open_ends = mine.unrecorded(today).count()
    found = [
        Todo(ahead, "次接待快到或已过公告期限", f"{address}?state=due", "warn"),
        Todo(open_ends, "次接待还没有登记情况", f"{address}?state=unrecorded", "info"),
    ]
    return [one for one in found if one.count]
