"""A station held against its city's checklist: each item answered, by records or by evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stations.models import (
    AutoRule,
    PersonRole,
    Room,
    Standard,
    StandardItem,
    Station,
    StationPerson,
)

RULES_ON_THE_WALL = 3


@dataclass(frozen=True)
class Answer:
    """Whether one item is met, since when (None: the records say so today), and how we know."""

    item: StandardItem
    is_met: bool
    on: date | None
    how: str


@dataclass(frozen=True)
class Checklist:
    """All answers under one version of the standard."""

    standard: Standard
    answers: tuple[Answer, ...]

    @property
    def met(self) -> int:
        """Items met."""
        return sum(answer.is_met for answer in self.answers)

    @property
    def points(self) -> int:
        """Weights of the items met."""
        return sum(answer.item.weight for answer in self.answers if answer.is_met)

    @property
    def full_points(self) -> int:
        """Weights of all items."""
        return sum(answer.item.weight for answer in self.answers)


def checklist(station: Station, day: date) -> Checklist | None:
    """The station under the version in force on `day`; None where its city has no standard.

    Items with an automatic rule are answered by the records as they stand; the
    others by the newest evidence dated on or before `day`. One query beside the
    station's own parts.
    """
    city = station.division.city
    items = StandardItem.objects.in_force(city, day).answered_by(station, day) if city else ()
    answers = tuple(
        _by_records(station, item, day) if item.auto_rule else _by_evidence(item) for item in items
    )
    return Checklist(answers[0].item.standard, answers) if answers else None


def _by_evidence(item: StandardItem) -> Answer:
    is_met = item.met_on is not None
    return Answer(item, is_met, item.met_on, item.evidence_note if is_met else "还没有佐证")


def _by_records(station: Station, item: StandardItem, day: date) -> Answer:
    is_met = RULES[AutoRule(item.auto_rule)](station, day)
    return Answer(item, is_met, None, "系统记录" if is_met else "记录里还没有")


def _in_post(station: Station, role: str, day: date) -> bool:
    return any(person.role == role and _holds(person, day) for person in station.people.all())


def _holds(person: StationPerson, day: date) -> bool:
    is_begun = person.since is None or person.since <= day
    return is_begun and (person.until is None or person.until >= day)


RULES: dict[AutoRule, Callable[[Station, date], bool]] = {
    AutoRule.HAS_ADDRESS: lambda station, _: bool(station.address and station.phone),
    AutoRule.HAS_HOURS: lambda station, _: bool(station.opening_hours.all()),
    AutoRule.HAS_HEAD: lambda station, day: _in_post(station, PersonRole.HEAD, day),
    AutoRule.HAS_LIAISON: lambda station, day: _in_post(station, PersonRole.LIAISON, day),
    AutoRule.HAS_RULES: lambda station, _: len(station.wall_rules.all()) >= RULES_ON_THE_WALL,
    AutoRule.HAS_PHOTO: lambda station, _: bool(station.photos.all()),
    AutoRule.HAS_ROOMS: lambda station, _: Room.RECEPTION in station.rooms,
}
