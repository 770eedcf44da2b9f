"""An uploaded roster on its way: received, columns confirmed, questions answered, applied, undone.

Between the steps it is kept as a RosterImport; once it is decided the cells are
thrown away, for they hold people's numbers.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from deputies.models import RosterImport
from deputies.roster.apply import Choices, apply
from deputies.roster.changes import Plan
from deputies.roster.plan import make_plan
from deputies.roster.preview import preview_of
from deputies.roster.read import Roster, read_roster
from deputies.roster.vocabulary import VOCABULARY
from liaison.accounts.models import User
from liaison.audit import record
from liaison.divisions.models import Division
from liaison.lib.sheets import Reading, Table
from liaison.lib.text import tidy

_DECISIONS = ("leave", "end")
"""What stands among the answers without being one."""


@transaction.atomic
def receive(
    reading: Reading, file_name: str, *, county: Division, on: date, token: str, by: User
) -> RosterImport:
    """Keep what was read from a file until somebody confirms it; sent twice it is kept once."""
    known = RosterImport.objects.filter(token=token, user=by).first() if token else None
    if known is not None:
        return known
    kept = RosterImport.objects.create(
        user=by,
        division=county,
        file_name=tidy(file_name)[:200] or "名册",
        tables=[table.as_json() for table in reading.tables],
        on=on,
        token=token or None,
        summary={
            "notes": list(reading.notes),
            "ignored_sheets": list(reading.ignored_sheets),
            "hidden_sheets": list(reading.hidden_sheets),
        },
    )
    record(by, "上传代表名册", kept)
    return kept


def tables_of(kept: RosterImport) -> list[Table]:
    """The tables with the columns as they were confirmed."""
    tables = []
    for number, table in enumerate(kept.tables):
        chosen = kept.mapping.get(str(number), {})
        choices = {int(index): key or None for index, key in chosen.items()}
        tables.append(Table.from_json(table).remapped(choices, VOCABULARY))
    return tables


def roster_of(kept: RosterImport) -> Roster:
    """The rows as they are understood with the answers given so far."""
    return read_roster(tables_of(kept), kept.division, kept.answers)


def plan_of(kept: RosterImport) -> Plan:
    """What the import would change if it were applied now."""
    return make_plan(roster_of(kept), kept.answers, kept.on)


def refresh(kept: RosterImport) -> RosterImport:
    """Compare with the records again and keep what the preview shows."""
    kept.preview = preview_of(plan_of(kept))
    kept.save(update_fields=["preview"])
    return kept


def choose_columns(kept: RosterImport, choices: dict[int, dict[int, str]]) -> None:
    """Note which column holds what, table by table; an empty key leaves a column out."""
    kept.mapping = {
        str(number): {str(index): key for index, key in columns.items()}
        for number, columns in choices.items()
    }
    kept.save(update_fields=["mapping"])
    refresh(kept)


def answer(kept: RosterImport, answers: dict[str, str]) -> None:
    """Note what somebody answered."""
    kept.answers |= answers
    kept.save(update_fields=["answers"])
    refresh(kept)


def forget_answers(kept: RosterImport) -> None:
    """Ask everything again; ticks stay."""
    kept.answers = {key: said for key, said in kept.answers.items() if key in _DECISIONS}
    kept.save(update_fields=["answers"])
    refresh(kept)


def answered(kept: RosterImport) -> int:
    """How many questions somebody answered."""
    return sum(key not in _DECISIONS for key in kept.answers)


def tick(kept: RosterImport, shown: Iterable[int], ticked: Iterable[int], end: str) -> None:
    """Note whose mandates end, of those who stood on the page; the others keep their tick."""
    before = set(kept.answers.get("leave", []))
    kept.answers = kept.answers | {"leave": sorted((before - set(shown)) | set(ticked)), "end": end}
    kept.save(update_fields=["answers"])


@transaction.atomic
def confirm(kept: RosterImport, *, release: bool = False, is_sure: bool = False, by: User) -> RosterImport:
    """Apply an uploaded roster; asked a second time it does nothing more. Raises ValidationError for
    what looks like another county's roster, unless somebody `is_sure`."""
    kept = RosterImport.objects.select_for_update().defer("preview").get(pk=kept.pk)
    if kept.state != RosterImport.State.UPLOADED:
        return kept
    roster = roster_of(kept)
    kept.tables = []
    apply(roster, choices_of(kept, release=release, is_sure=is_sure), by=by, source=kept)
    return kept


def choices_of(kept: RosterImport, *, release: bool = False, is_sure: bool = False) -> Choices:
    """What was decided so far."""
    said: dict[str, Any] = kept.answers
    more = {"end": said["end"]} if said.get("end") else {}
    return Choices(said, kept.on, frozenset(said.get("leave", [])), release, is_sure=is_sure, **more)


@transaction.atomic
def discard(kept: RosterImport, *, by: User) -> RosterImport:
    """Throw an uploaded roster away."""
    kept = RosterImport.objects.select_for_update().get(pk=kept.pk)
    if kept.state != RosterImport.State.UPLOADED:
        return kept
    record(by, "放弃代表名册", kept)
    return _emptied(kept, RosterImport.State.DISCARDED)


@transaction.atomic
def expire(before: datetime) -> int:
    """Empty every roster that was uploaded before a moment and that nobody decided about; how many."""
    waiting = RosterImport.objects.filter(state=RosterImport.State.UPLOADED, created_at__lt=before)
    kept = list(waiting.select_for_update().defer("tables", "preview", "journal"))
    for one in kept:
        record(None, "清除过期名册", one)
        _emptied(one, RosterImport.State.EXPIRED)
    return len(kept)


def _emptied(kept: RosterImport, state: str) -> RosterImport:
    """The import in its last state, without the cells: they hold people's numbers."""
    kept.state, kept.tables, kept.preview, kept.answers = state, [], {}, {}
    kept.save(update_fields=["state", "tables", "preview", "answers"])
    return kept
