"""The rooms of the staff side: what the navigation names, in the order of how often it is wanted."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

VISIBLE = 6
"""Rooms that stand in the open; the others fold away, so that a phone shows two lines and not four."""


@dataclass(frozen=True)
class Room:
    """A place to work in: its name, its address, and whom it lets in (any of `needs`, or everybody)."""

    label: str
    route: str
    needs: tuple[str, ...] = ()
    is_leaf: bool = False
    """Whether the addresses below it belong to other rooms."""

    @property
    def url(self) -> str:
        """Where it is."""
        return reverse(self.route)

    def lets_in(self, user: Any) -> bool:
        """Whether `user` has something to do there."""
        return not self.needs or any(map(user.has_perm, self.needs))

    def mark(self, path: str) -> str:
        """The value of aria-current for whoever stands at `path`: this very page, below it, or neither."""
        if path == self.url:
            return "page"
        return "true" if path.startswith(self.url) and not self.is_leaf else ""


COVERAGE = Room("建站覆盖", "admin:stations_station_coverage", ("stations.view_station",))
ROOMS = (
    Room("待办", "work:home", is_leaf=True),
    Room("进展月报", "work:reports", ("progress.view_monthlyreport",)),
    Room("群众意见", "work:opinions", ("opinions.view_opinion",)),
    Room("接待安排", "work:receptions", ("receptions.view_reception",)),
    Room("代表活动", "work:activities", ("activities.view_activity",)),
    Room("联络站", "admin:stations_station_changelist", ("stations.view_station",)),
    Room("人大代表", "admin:deputies_deputy_changelist", ("deputies.view_deputy",)),
    Room("专题公告", "work:bulletins", ("bulletins.view_bulletin",)),
    Room("代表建功", "work:contributions", ("campaigns.view_contribution",)),
    Room("创新案例", "work:awards", ("awards.view_awardcase",)),
    Room("站点评价", "work:standing_list", ("standing.view_assessment",)),
    Room("基层履职", "admin:duties_townshipsession_shortfalls", ("duties.view_townshipsession",)),
    COVERAGE,
    Room("台账导入", "work:imports", ("stations.import_station",)),
    Room("总览", "admin:index", is_leaf=True),
    Room("公众页面", "home", is_leaf=True),
)


@dataclass(frozen=True)
class Place:
    """A room as the navigation shows it to somebody who stands somewhere."""

    label: str
    url: str
    mark: str


def places(user: Any, path: str) -> tuple[list[Place], list[Place]]:
    """The rooms `user` may enter, seen from `path`: those in the open, and those folded away."""
    open_to = [room for room in ROOMS if room.lets_in(user)]
    if not user.has_perm("stations.add_station") and user.has_perm("stations.change_station"):
        open_to.remove(COVERAGE)  # a keeper of one station covers nothing
    marks = {room: room.mark(path) for room in open_to}
    if marks.get(COVERAGE) == "page":
        marks = {room: mark if room is COVERAGE else "" for room, mark in marks.items()}
    seen = [Place(room.label, room.url, mark) for room, mark in marks.items()]
    return (seen, []) if len(seen) <= VISIBLE + 2 else (seen[:VISIBLE], seen[VISIBLE:])
