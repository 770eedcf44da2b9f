"""What the planner is narrowed by, and what to do with nonsense."""

from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, When
from django.http import QueryDict

from liaison.divisions.filters import counties_of, has_strange
from liaison.lib.years import offered, whole
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

KNOWN = ("station", "month", "state", "county", "year")


class Choice:
    """The planner's address as understood: a county, a visible station, a month or a year, a state."""

    def __init__(self, query: QueryDict, stations: QuerySet[Station], user: Any, today: date) -> None:
        asked = {name: query.get(name, "") for name in KNOWN}
        self.today = today
        self.areas = counties_of(user)
        self.years = offered(today)
        self.area = next((one for one in self.areas if one.code == asked["county"]), None)
        self.year = next((one for one in self.years if str(one) == asked["year"]), None)
        self.station = stations.filter(code=asked["station"][:12]).first() if asked["station"] else None
        self.month, was_odd = months.read(asked["month"], today)
        self.state = asked["state"] if asked["state"] in STATES else ""
        understood = {"county": self.area, "year": self.year, "station": self.station, "state": self.state}
        is_unknown = any(asked[name] and not found for name, found in understood.items())
        self.was_wrong = was_odd or is_unknown or has_strange(query, KNOWN)

    @property
    def is_across_months(self) -> bool:
        """Whether the month does not count."""
        return self.state in ACROSS_MONTHS or self.year is not None

    def apply(self, receptions: Any) -> Any:
        """The sessions that this choice leaves: what lies ahead first, each part by day."""
        found = receptions.within(self.area) if self.area else receptions
        found = found.filter(station=self.station) if self.station else found
        if self.year:
            found = found.between(*whole(self.year))
        elif not self.is_across_months:
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
