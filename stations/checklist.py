"""A station held against its city's checklist: each item answered, by records or by evidence.

Which records answer is a registry: `RULES` has one answerer for each `AutoRule`. Those
that ask about the station itself stand in `stations.facts`; rules about receptions and
activities are answered by rooms further right, which may not be imported here, so
`standing.apps` puts theirs in when the site starts. A rule that nobody answers is an
error of the start-up check (`stations.checks`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.core.files.storage import default_storage

from liaison.lib.personal import mask
from stations.models import AutoRule, Standard, StandardItem, Station

T = TypeVar("T")


@dataclass(frozen=True)
class Link:
    """Where a record can be looked at."""

    label: str
    address: str


@dataclass(frozen=True)
class Found:
    """What the records say about a rule: met or not, a sentence with the figures, the records behind it."""

    is_met: bool
    sentence: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A station on a day; what several rules look up is looked up once."""

    station: Station
    day: date
    known: dict[Any, Any] = field(default_factory=dict)

    def once(self, look_up: Callable[[Station, date], T]) -> T:
        """The outcome of `look_up` for this station and day, asked a single time."""
        if look_up not in self.known:
            self.known[look_up] = look_up(self.station, self.day)
        return self.known[look_up]


Answerer = Callable[[Asked], Found]
RULES: dict[AutoRule, Answerer] = {}
"""Who answers which rule; filled by `stations.apps` and `standing.apps`."""


@dataclass(frozen=True)
class Answer:
    """Whether one item is met, since when (None: the records say so today), and how we know."""

    item: StandardItem
    is_met: bool
    on: date | None
    how: str
    links: tuple[Link, ...] = ()


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
    station's own parts, and two more where rules ask for receptions and activities.
    """
    city = station.division.city
    items = StandardItem.objects.in_force(city, day).answered_by(station, day) if city else ()
    answers = answer_all(station, items, day)
    return Checklist(answers[0].item.standard, answers) if answers else None


def answer_all(station: Station, items: Any, day: date) -> tuple[Answer, ...]:
    """Each of `items`, fetched `answered_by` the station, with its answer on `day`."""
    asked = Asked(station, day)
    return tuple(_by_records(asked, item) if item.auto_rule else _by_evidence(item) for item in items)


def _by_records(asked: Asked, item: StandardItem) -> Answer:
    found = RULES[AutoRule(item.auto_rule)](asked)
    return Answer(item, found.is_met, None, found.sentence, found.links)


def _by_evidence(item: StandardItem) -> Answer:
    if item.met_on is None:
        return Answer(item, False, None, "还没有佐证")
    photo = item.evidence_photo
    links = (Link("看照片", default_storage.url(photo)),) if photo else ()
    return Answer(item, True, item.met_on, mask(item.evidence_note) or "已登记佐证", links)
