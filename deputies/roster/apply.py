"""Write a roster into the records: one transaction, and a second time changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from deputies.models import (
    Assignment,
    Basis,
    Deputy,
    End,
    Mandate,
    MandateStatus,
    RosterImport,
)
from deputies.roster.changes import ADD, ASK, CHANGE, MOVE, SAME, Leaving, PersonPlan, Plan
from deputies.roster.journal import Journal
from deputies.roster.plan import make_plan
from deputies.roster.preview import left_out
from deputies.roster.read import Roster
from deputies.search import prepare
from liaison.accounts.models import User
from liaison.audit import record
from liaison.divisions.models import Division
from liaison.lib import meter

_BATCH = 500
_REASON = "导入代表名册"
_MOST_REMARKS = 500
_PARTS = {Deputy: (55, 70), Mandate: (70, 85), Assignment: (85, 99)}
"""From which per cent to which each kind of row is written."""


@dataclass
class Applied:
    """What an import did."""

    plan: Plan
    journal: Journal = field(default_factory=Journal)
    ended: int = 0
    released: int = 0

    @property
    def summary(self) -> dict[str, int]:
        """The figures for report and trail."""
        counts = self.plan.counts
        return {
            "added": counts[ADD],
            "changed": counts[CHANGE],
            "moved": counts[MOVE],
            "unchanged": counts[SAME],
            "ended": self.ended,
            "released": self.released,
            "waiting": counts[ASK],
        }


@dataclass(frozen=True)
class Choices:
    """What somebody decided before applying: answers to questions, and whose mandates end.

    `leave` are the deputies who are not in the file and whose mandates end on `on`;
    with `release` former deputies give up their place, too. `is_sure` says that the
    roster is this county's although it looks like another's.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    on: date | None = None
    leave: frozenset[int] = frozenset()
    release: bool = False
    end: str = End.OTHER
    is_sure: bool = False


@transaction.atomic
def apply(
    roster: Roster, choices: Choices | None = None, *, by: User | None, source: RosterImport | None = None
) -> Applied:
    """Bring the records in line with the roster. What is not answered stays out; nobody's
    mandate ends unless it was chosen. Keeps in `source` what is needed to undo it."""
    if source is not None:
        held = RosterImport.objects.select_for_update().defer("tables", "preview")
        source = held.get(pk=source.pk)
        must_be_applicable(source)
    # Two imports of one county at the same time would each find nobody and add everybody.
    Division.objects.select_for_update().get(pk=roster.county.pk)
    choices = choices or Choices()
    if roster.doubt and not choices.is_sure:
        raise ValidationError(f"{roster.doubt}。确认没有选错的，勾选“确认是{roster.county.name}的名册”再写入")
    on = choices.on or timezone.localdate()
    plan = make_plan(roster, choices.answers, on)
    applied = Applied(plan)
    writer = _Writer(plan, applied, on, by)
    writer.write()
    for leaving in plan.leaving:
        writer.leave(leaving, choices)
    writer.finish()
    applied.journal.close()
    if source is not None:
        _keep(source, applied)
    if not applied.journal.is_empty:
        record(by, "导入代表名册", source or roster.county, **applied.summary)
    return applied


def _keep(source: RosterImport, applied: Applied) -> None:
    """The import is done: the tables go, the journal stays."""
    source.state, source.applied_at = RosterImport.State.APPLIED, timezone.now()
    left = left_out(applied.plan)
    source.summary |= applied.summary | {"left": left[:_MOST_REMARKS], "left_count": len(left)}
    source.journal = applied.journal.as_json()
    source.tables, source.preview, source.answers = [], {}, {}
    source.save()
    terms = {m.term for p in applied.plan.persons for m in p.mandates}
    source.terms.set(terms)


class _Writer:
    """Collects the rows of a plan and writes them many at a time."""

    def __init__(self, plan: Plan, applied: Applied, on: date, by: User | None) -> None:
        self.plan, self.applied, self.on, self.by = plan, applied, on, by
        self.journal = applied.journal
        self.changed: dict[type[models.Model], dict[int, models.Model]] = {}
        self.fields: dict[type[models.Model], set[str]] = {}

    def write(self) -> None:
        """Terms, persons, mandates, places: each stands on the one before."""
        for term in self.plan.terms.values():
            term.full_clean(exclude=["division"])
            term.save()
        self.journal.add(self.plan.terms.values())
        written = [person for person in self.plan.persons if person.is_written]
        self._persons(written)
        self._mandates(written)
        self._places(written)

    def _persons(self, persons: list[PersonPlan]) -> None:
        fresh = [person for person in persons if person.is_new]
        for done, person in enumerate(fresh):
            person.deputy = Deputy(name=person.row.name, division=self.plan.roster.county, **person.columns)
            prepare(person.deputy)
            if done % _BATCH == 0:
                meter.report("正在写入", done, len(fresh), 45, 55)
        self._create(Deputy, [person.deputy for person in fresh if person.deputy])
        for person in persons:
            if person.columns and person.deputy and not person.is_new:
                self._change(person.deputy, **person.columns, updated_at=timezone.now())

    def _mandates(self, persons: list[PersonPlan]) -> None:
        fresh = []
        for person in persons:
            for planned in person.mandates:
                if planned.mandate is not None:
                    if planned.columns:
                        self._change(planned.mandate, **planned.columns)
                    continue
                term = planned.term
                mandate = Mandate(deputy=person.deputy, term=term, level=term.level, since=term.since)
                for name, said in planned.columns.items():
                    setattr(mandate, name, said)
                fresh.append(mandate)
        self._create(Mandate, fresh)

    def _places(self, persons: list[PersonPlan]) -> None:
        """The old place ends the day before the new one begins, as in `actions.assign`."""
        arriving = [person for person in persons if person.station is not None]
        for person in arriving:
            if person.held is not None:
                self._change(person.held, until=self.on - timedelta(days=1))
        self._flush(Assignment)
        self._create(
            Assignment,
            [
                Assignment(deputy=p.deputy, station=p.station, basis=Basis.TERRITORY, since=self.on)
                for p in arriving
            ],
        )

    def leave(self, leaving: Leaving, choices: Choices) -> None:
        """Ends what was chosen to end; the place goes with the last mandate."""
        is_chosen = leaving.deputy.pk in choices.leave
        if not is_chosen and not (leaving.is_former and choices.release):
            return
        for mandate in leaving.mandates:
            until = max(self.on, mandate.since or self.on)
            self._change(
                mandate, status=MandateStatus.ENDED, until=until, end=choices.end, end_note="导入的名册中没有"
            )
            self.applied.ended += 1
        if leaving.held is not None and not leaving.serves_on:
            self._change(leaving.held, until=max(self.on, leaving.held.since))
            self.applied.released += 1

    def finish(self) -> None:
        """Writes what was only collected so far."""
        for model in (Deputy, Mandate, Assignment):
            self._flush(model)

    def _create(self, model: type[models.Model], rows: Sequence[models.Model]) -> None:
        first, last = _PARTS[model]
        for start in range(0, len(rows), _BATCH):
            part = rows[start : start + _BATCH]
            made = bulk_create_with_history(
                part, model, batch_size=_BATCH, default_user=self.by, default_change_reason=_REASON
            )
            self.journal.add(made)
            meter.report("正在写入", start, len(rows), first, last)

    def _change(self, row: models.Model, **after: Any) -> None:
        self.journal.change(row, **after)
        self.changed.setdefault(type(row), {})[row.pk] = row
        self.fields.setdefault(type(row), set()).update(after)

    def _flush(self, model: type[models.Model]) -> None:
        rows = self.changed.pop(model, {})
        if rows:
            fields = sorted(self.fields.pop(model))
            bulk_update_with_history(
                list(rows.values()),
                model,
                fields,
                batch_size=_BATCH,
                default_user=self.by,
                default_change_reason=_REASON,
            )


def must_be_applicable(source: RosterImport) -> None:
    """Raises ValidationError for an import that was applied or given up already."""
    if source.state != RosterImport.State.UPLOADED:
        raise ValidationError(f"这份名册{source.get_state_display()}，不能再导入")
