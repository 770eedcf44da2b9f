"""A station held against its city's checklist: each item answered, by records or by evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stations.models import (
    AutoRule,
    Evidence,
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
    others by the newest evidence dated on or before `day`.
    """
    city = station.division.city
    standard = Standard.objects.in_force(city, day) if city else None
    if standard is None:
        return None
    evidence = _newest(station, day)
    answers = [
        _by_records(station, item, day) if item.auto_rule else _by_evidence(item, evidence)
        for item in standard.items.all()
    ]
    return Checklist(standard, tuple(answers))


def _newest(station: Station, day: date) -> dict[int, Evidence]:
    rows = sorted(station.evidence.all(), key=lambda row: row.met_on)
    return {row.item_id: row for row in rows if row.met_on <= day}


def _by_evidence(item: StandardItem, evidence: dict[int, Evidence]) -> Answer:
    row = evidence.get(item.pk)
    return Answer(item, row is not None, row.met_on if row else None, row.note if row else "还没有佐证")


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
