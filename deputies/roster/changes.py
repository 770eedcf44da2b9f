"""What an import would change, in plain shapes: persons, mandates, questions, who is missing."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deputies.models import Assignment, Deputy, Mandate, Term
from deputies.roster.read import Roster
from deputies.roster.rows import Claim, Fate, RosterRow
from stations.models import Station

ADD, CHANGE, MOVE, LEAVE, SAME, ASK = "add", "change", "move", "leave", "same", "ask"
KIND_LABELS = {ADD: "新增", CHANGE: "修改", MOVE: "转站", LEAVE: "不在名册", ASK: "待答", SAME: "不变"}


@dataclass(frozen=True)
class Change:
    """One thing that becomes another; empty words mean nothing was there."""

    label: str
    before: str
    after: str


@dataclass
class Question:
    """What only a person can decide; one answer serves all rows that ask the same.

    `kind` is city, term, station or person; `rows` counts whom it concerns.
    """

    key: str
    kind: str
    text: str
    choices: list[tuple[str, str]] = field(default_factory=list)
    rows: int = 0


@dataclass
class MandatePlan:
    """A mandate to be written: new, or one on record with other words. `follows` is the
    mandate of the term before, where the person continues."""

    claim: Claim
    term: Term
    mandate: Mandate | None = None
    columns: dict[str, str] = field(default_factory=dict)
    follows: Mandate | None = None


@dataclass
class PersonPlan:
    """One person of the roster: the record, what is written for it, what must be answered first."""

    row: RosterRow
    deputy: Deputy | None = None
    is_new: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    mandates: list[MandatePlan] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    station: Station | None = None
    held: Assignment | None = None
    questions: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """What happens to the person; a question does not stop the rest."""
        found = set()
        if self.is_new and self.mandates:
            found.add(ADD)
        elif self.changes:
            found.add(CHANGE)
        if self.station and self.held:
            found.add(MOVE)
        if self.questions or self.problems:
            found.add(ASK)
        return found or {SAME}

    @property
    def is_written(self) -> bool:
        """Whether the import writes anything for this person."""
        return bool(self.kinds & {ADD, CHANGE, MOVE})


@dataclass
class Leaving:
    """Somebody on record who is not in the file. `mandates` are those of its congresses that
    would end when somebody says so; without any it is a former deputy who still has a place."""

    deputy: Deputy
    mandates: list[Mandate]
    held: Assignment | None
    serves_on: bool
    """Whether other mandates go on."""

    @property
    def is_former(self) -> bool:
        """No mandate any more after a turnover, only the place at a station is left."""
        return not self.mandates


@dataclass
class Plan:
    """All that an import would do, and what it would leave alone."""

    roster: Roster
    on: date
    persons: list[PersonPlan] = field(default_factory=list)
    leaving: list[Leaving] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    terms: dict[Any, Term] = field(default_factory=dict)
    is_turnover: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many persons of each kind."""
        count = Counter(kind for person in self.persons for kind in person.kinds)
        unread = sum(row.fate in {Fate.REVIEW, Fate.ERROR} for row in self.roster.rows)
        return {
            ADD: count[ADD],
            CHANGE: count[CHANGE],
            MOVE: count[MOVE],
            LEAVE: len(self.leaving),
            ASK: count[ASK] + unread,
            SAME: count[SAME],
        }

    @property
    def turnover(self) -> dict[str, int]:
        """Who continues, who is new, who left, where a term follows another."""
        continuing = sum(any(m.follows for m in p.mandates) for p in self.persons)
        fresh = sum(p.is_new and bool(p.mandates) for p in self.persons)
        return {"continuing": continuing, "new": fresh, "former": sum(one.is_former for one in self.leaving)}
