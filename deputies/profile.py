"""What a deputy's page and a line of the list say, read from rows fetched `with_public_parts`."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from deputies.faces import Face, face_of, level_word
from deputies.models import Assignment, CongressLevel, Deputy, Mandate, MandateStatus
from stations import hours
from stations.models import Station

ORDER = list(CongressLevel.values)


@dataclass(frozen=True)
class Line:
    """One row of the list: who, at which levels, met where."""

    face: Face
    levels: str
    station: str


@dataclass(frozen=True)
class Profile:
    """The public side of `deputy` at `now`."""

    deputy: Deputy
    now: datetime

    @cached_property
    def face(self) -> Face:
        """Name, and what the person agreed to show."""
        return face_of(self.deputy)

    @cached_property
    def held(self) -> list[Mandate]:
        """Mandates in force, from the nation down."""
        return [m for m in in_order(self.deputy) if m.status != MandateStatus.ENDED]

    @cached_property
    def past(self) -> list[Mandate]:
        """Mandates that ended, the latest first."""
        ended = [m for m in in_order(self.deputy) if m.status == MandateStatus.ENDED]
        return sorted(ended, key=lambda m: m.until or date.min, reverse=True)

    @property
    def is_former(self) -> bool:
        """Holds nothing any more: the page stays, without any contact."""
        return not self.held

    @property
    def farewell(self) -> str:
        """已任期届满 where the last mandate ended with its term, else 已离任; the reason stays inside."""
        last = self.past[0] if self.past else None
        is_due = last is not None and last.term.until is not None and last.until == last.term.until
        return "已任期届满" if is_due else "已离任"

    @property
    def tags(self) -> list[str]:
        """市人大代表, 县人大代表."""
        return [f"{word_of(m)}人大代表" for m in self.held]

    @property
    def title(self) -> str:
        """新乡市第十四届、辉县市第十六届人大代表."""
        return f"{'、'.join(str(m.term) for m in self.held or self.past)}人大代表"

    @property
    def is_suspended(self) -> bool:
        """Every mandate in force is suspended."""
        return bool(self.held) and all(m.status == MandateStatus.SUSPENDED for m in self.held)

    @property
    def bodies(self) -> list[str]:
        """By which congresses elected."""
        return list(dict.fromkeys(m.electing_body for m in self.held if m.electing_body))

    @property
    def constituencies(self) -> list[str]:
        """By which voters elected."""
        return list(dict.fromkeys(m.constituency for m in self.held if m.constituency))

    @property
    def delegations(self) -> list[str]:
        """With whom they sit."""
        return list(dict.fromkeys(m.delegation for m in self.held if m.delegation))

    @cached_property
    def place(self) -> Assignment | None:
        """The open place at a station of whoever still serves."""
        return None if self.is_former else next(iter(self.deputy.assignments.all()), None)

    @property
    def station(self) -> Station | None:
        """Where to meet them."""
        return self.place.station if self.place else None

    @cached_property
    def door(self) -> hours.Door | None:
        """The station's present or next opening."""
        station = self.station
        if station is None or not station.in_service:
            return None
        return hours.door(station.opening_hours.all(), station.closures.all(), self.now)

    @cached_property
    def closure(self) -> object:
        """The closure that shuts the station today."""
        station = self.station
        return hours.closure_on(station.closures.all(), self.now.date()) if station else None


def of(deputy: Deputy, now: datetime) -> Profile:
    """The profile of a deputy fetched `with_public_parts(day)`."""
    return Profile(deputy, now)


def line(deputy: Deputy) -> Line:
    """The row of a deputy fetched `with_public_parts`."""
    held = [m for m in in_order(deputy) if m.status != MandateStatus.ENDED]
    place = next(iter(deputy.assignments.all()), None)
    words = "、".join(dict.fromkeys(word_of(m) for m in held))
    return Line(face_of(deputy), f"{words}人大代表", place.station.short_name if place else "")


def word_of(mandate: Mandate) -> str:
    """How the level is called where the congress sits."""
    return level_word(mandate.level, mandate.term.division)


def in_order(deputy: Deputy) -> list[Mandate]:
    """Fetched mandates from the nation down."""
    return sorted(deputy.mandates.all(), key=lambda m: ORDER.index(m.level))
