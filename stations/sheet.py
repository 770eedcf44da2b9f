"""A station's sheet: its rows put into the words and the order of the public page.

Reads what `page_parts` fetched; checklist and stages want `with_record_parts`.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from stations import hours
from stations.checklist import Checklist, checklist
from stations.models import Closure, PersonRole, Photo, Stage, Station, StationPerson

AMAP = "https://uri.amap.com"
LEADING = (PersonRole.HEAD, PersonRole.DEPUTY_HEAD)


@dataclass(frozen=True)
class Step:
    """A stage of construction on the timeline."""

    on: object
    name: str
    note: str
    is_now: bool


@dataclass(frozen=True)
class Sheet:
    """What the page says about `station` at `now`."""

    station: Station
    now: datetime

    @cached_property
    def door(self) -> hours.Door | None:
        """The present or next opening; None when closed for good or unknown."""
        if not self.station.in_service:
            return None
        return hours.door(self.station.opening_hours.all(), self.station.closures.all(), self.now)

    @cached_property
    def closure(self) -> Closure | None:
        """The temporary closure that holds today."""
        return hours.closure_on(self.station.closures.all(), self.now.date())

    @cached_property
    def coming_closures(self) -> list[Closure]:
        """Temporary closures that have been announced and have not begun."""
        return [c for c in self.station.closures.all() if c.since > self.now.date()]

    @cached_property
    def week(self) -> list[tuple[str, str]]:
        """Opening hours as on a notice."""
        return hours.weekly(self.station.opening_hours.all())

    @property
    def place(self) -> str:
        """County and township."""
        return self.station.division.full_name

    @property
    def map_link(self) -> str:
        """Opens the phone's map: at the point when it is known, else by searching the address."""
        station = self.station
        if station.latitude is not None:
            point = f"{station.longitude},{station.latitude}"
            query = {"position": point, "name": station.name, "coordinate": "wgs84", "callnative": 1}
            return f"{AMAP}/marker?{urlencode(query)}"
        if not station.address:
            return ""
        city = self.station.division.city
        words = f"{city.name if city else ''}{station.full_address}"
        return f"{AMAP}/search?{urlencode({'keyword': words, 'callnative': 1})}"

    @cached_property
    def people(self) -> list[StationPerson]:
        """Those who work here today, head first."""
        order = {role: i for i, role in enumerate(PersonRole.values)}
        return sorted(self.station.people.all(), key=lambda p: order[p.role])

    @property
    def head(self) -> StationPerson | None:
        """The station's head."""
        return next((p for p in self.people if p.role == PersonRole.HEAD), None)

    @property
    def rooms(self) -> str:
        """Rooms, in words."""
        return "、".join(_labels(self.station, "rooms"))

    @property
    def equipment(self) -> str:
        """Equipment, in words."""
        return "、".join(_labels(self.station, "equipment"))

    @property
    def serves(self) -> str:
        """孟庄镇 12 个行政村、2 个社区"""
        areas = list(self.station.served_areas.all())
        counted = [(sum(a.kind == kind for a in areas), label) for kind, label in _area_kinds(areas)]
        tail = "、".join(f"{n} 个{label}" for n, label in counted if n)
        return f"{self.station.division.name} {tail}".strip()

    @property
    def functions(self) -> list[tuple[str, str]]:
        """The four functions that this station has put into words."""
        names = (("连心桥", "bridge"), ("加油站", "refuel"), ("履职所", "duty"), ("展示窗", "window"))
        return [(name, text) for name, field in names if (text := getattr(self.station, field))]

    @property
    def grade(self) -> str:
        """The grade while it is valid."""
        until = self.station.grade_until
        if not self.station.grade or (until and until < self.now.date()):
            return ""
        return str(self.station.get_grade_display())

    @cached_property
    def checklist(self) -> Checklist | None:
        """The station against its city's checklist; asks one query."""
        return checklist(self.station, self.now.date())

    @cached_property
    def steps(self) -> list[Step]:
        """Construction, oldest first; the last row is where the station stands."""
        rows = list(self.station.stage_changes.all())
        return [Step(row.on, Stage(row.stage).label, row.note, row is rows[-1]) for row in rows]

    @property
    def cover(self) -> Photo | None:
        """The first photo: what the house looks like from the street."""
        return next(iter(self.station.photos.all()), None)

    @property
    def gallery(self) -> list[Photo]:
        """The other photos."""
        return list(self.station.photos.all())[1:]


def of(station: Station, now: datetime) -> Sheet:
    """The sheet of a station fetched with `page_parts`."""
    return Sheet(station, now)


def _labels(station: Station, name: str) -> list[str]:
    field = Station._meta.get_field(name)
    return field.labels(getattr(station, name))


def _area_kinds(areas: list) -> list[tuple[str, str]]:
    return list(areas[0].Kind.choices) if areas else []
