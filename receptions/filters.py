"""What the planner is narrowed by, and what to do with nonsense."""

from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, When
from django.http import QueryDict

from receptions import months
from receptions.models import Status
from receptions.todo import SOON
from stations.models import Station

STATES = {
    "": "全部",
    "due": "快到公告期限",
    "planned": "待公告",
    "announced": "已公告",
    "unrecorded": "待登记",
    "held": "已接待",
    "off": "顺延、取消",
}
ACROSS_MONTHS = ("due", "unrecorded")
"""Work that waits whatever month it belongs to."""

KNOWN = ("station", "month", "state", "page")


class Choice:
    """The planner's address as understood: a visible station, a month, a state."""

    def __init__(self, query: QueryDict, stations: QuerySet[Station], today: date) -> None:
        code, state = query.get("station", ""), query.get("state", "")
        self.today = today
        self.station = stations.filter(code=code[:12]).first() if code else None
        self.month, was_odd = months.read(query.get("month", ""), today)
        self.state = state if state in STATES else ""
        is_strange = any(key not in KNOWN for key in query)
        self.was_wrong = was_odd or is_strange or state not in STATES or bool(code and not self.station)

    @property
    def is_across_months(self) -> bool:
        """Whether the month does not count."""
        return self.state in ACROSS_MONTHS

    def apply(self, receptions: Any) -> Any:
        """The sessions that this choice leaves: what lies ahead first, each part by day."""
        found = receptions.filter(station=self.station) if self.station else receptions
        if not self.is_across_months:
            found = found.between(self.month.first, self.month.last)
        is_past = Case(When(day__lt=self.today, then=1), default=0)
        return self._in_state(found).order_by(is_past, "day", "opens", "pk")

    def _in_state(self, found: Any) -> Any:
        if self.state == "due":
            return found.due_by(self.today + SOON).filter(day__gte=self.today)
        if self.state == "unrecorded":
            return found.unrecorded(self.today)
        if self.state == "off":
            return found.filter(status__in=(Status.POSTPONED, Status.CANCELLED))
        return found.filter(status=self.state) if self.state else found
