"""What the staff list asks: which issues, which numbers are missing."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone

from bulletins.models import SCHEDULED, Bulletin, Series, State
from bulletins.models.bulletin import BulletinQuerySet
from liaison.divisions.filters import has_strange, numbered_years_of

CHIPS = (
    (State.DRAFT, "草稿"),
    (SCHEDULED, "定时发布"),
    (State.RELEASED, "已发布"),
    (State.WITHDRAWN, "已撤下"),
)
"""A reviewed draft stands among the drafts."""


def gaps_of(all_series: list[Series], year: int) -> list[tuple[Series, list[int]]]:
    """The numbers of `year` that are missing, for each series that lacks any."""
    found = [(one, Bulletin.objects.gaps(one, year)) for one in all_series if one.is_numbered]
    return [(series, numbers) for series, numbers in found if numbers]


class WorkChoice:
    """The list's filter as understood; what is unknown is ignored and said."""

    def __init__(self, query: QueryDict, user: Any, now: datetime) -> None:
        self.now = now
        self.visible: BulletinQuerySet = Bulletin.objects.for_staff(user)
        self.all_series = list(Series.objects.for_staff(user))
        asked = {name: query.get(name, "") for name in ("series", "state", "year")}
        self.series = next((one for one in self.all_series if one.slug == asked["series"]), None)
        self.state = asked["state"] if asked["state"] in dict(CHIPS) else ""
        self.years = numbered_years_of(self.visible, timezone.localdate(now))
        self.year = next((year for year in self.years if str(year) == asked["year"]), None)
        understood = {"series": self.series, "state": self.state, "year": self.year}
        is_unknown = any(asked[name] and not understood[name] for name in asked)
        self.was_wrong = is_unknown or has_strange(query, asked)
        self.chips = CHIPS

    def rows(self) -> BulletinQuerySet:
        """What is chosen: drafts on top, then what was released last."""
        found = self.visible.filter(self._in_state())
        if self.series:
            found = found.filter(series=self.series)
        if self.year:
            found = found.filter(year=self.year)
        return found.for_lists().order_by(F("published_at").desc(nulls_first=True), "-pk")

    def _in_state(self) -> Q:
        if self.state == SCHEDULED:
            return Q(state=State.RELEASED, published_at__gt=self.now)
        if self.state == State.RELEASED:
            return Q(state=State.RELEASED, published_at__lte=self.now)
        return Q(state=self.state) if self.state else Q()
