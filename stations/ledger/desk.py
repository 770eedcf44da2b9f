"""An uploaded ledger on its way: received, columns confirmed, previewed, applied or discarded.

Between the steps it is kept as a LedgerImport; once it is decided the cells are
thrown away, for they hold people's numbers.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from liaison.accounts.models import User
from liaison.audit import record
from liaison.divisions.models import Division
from liaison.lib.sheets import Reading, Table
from liaison.lib.text import tidy
from stations.ledger.apply import Applied, apply
from stations.ledger.changes import ASK
from stations.ledger.plan import Plan, make_plan
from stations.ledger.read import read_ledger
from stations.ledger.rows import FATE_LABELS, Fate
from stations.ledger.words import VOCABULARY
from stations.models import LedgerImport

_SILENT = {Fate.OK, Fate.BLANK, Fate.SUBTOTAL, Fate.TOTAL, Fate.NOTE}
_MOST_REMARKS = 500


@transaction.atomic
def receive(reading: Reading, file_name: str, *, division: Division, by: User) -> LedgerImport:
    """Keep what was read from a file until somebody confirms it."""
    kept = LedgerImport.objects.create(
        user=by,
        division=division,
        file_name=tidy(file_name)[:200] or "台账",
        tables=[table.as_json() for table in reading.tables],
        summary={
            "notes": list(reading.notes),
            "ignored_sheets": list(reading.ignored_sheets),
            "hidden_sheets": list(reading.hidden_sheets),
        },
    )
    record(by, "上传联络站台账", kept)
    return kept


def tables_of(kept: LedgerImport) -> list[Table]:
    """The tables with the columns as they were confirmed."""
    tables = []
    for number, table in enumerate(kept.tables):
        chosen = kept.mapping.get(str(number), {})
        choices = {int(index): key or None for index, key in chosen.items()}
        tables.append(Table.from_json(table).remapped(choices, VOCABULARY))
    return tables


def choose_columns(kept: LedgerImport, choices: dict[int, dict[int, str]]) -> None:
    """Note which column holds what, table by table; an empty key leaves a column out."""
    kept.mapping = {
        str(number): {str(index): key for index, key in columns.items()}
        for number, columns in choices.items()
    }
    kept.save(update_fields=["mapping"])


def plan_of(kept: LedgerImport) -> Plan:
    """What the import would change if it were applied now."""
    return make_plan(read_ledger(tables_of(kept), kept.division))


@transaction.atomic
def confirm(kept: LedgerImport, *, by: User) -> LedgerImport:
    """Apply an uploaded ledger; asked a second time it does nothing more."""
    kept = LedgerImport.objects.select_for_update().get(pk=kept.pk)
    if kept.state != LedgerImport.State.UPLOADED:
        return kept
    applied = apply(read_ledger(tables_of(kept), kept.division), by=by, source=kept)
    kept.summary = kept.summary | _summary(applied)
    return _decided(kept, LedgerImport.State.APPLIED)


@transaction.atomic
def discard(kept: LedgerImport, *, by: User) -> LedgerImport:
    """Throw an uploaded ledger away."""
    kept = LedgerImport.objects.select_for_update().get(pk=kept.pk)
    if kept.state != LedgerImport.State.UPLOADED:
        return kept
    record(by, "放弃联络站台账", kept)
    return _decided(kept, LedgerImport.State.DISCARDED)


@transaction.atomic
def expire(before: datetime) -> int:
    """Empty every ledger that was uploaded before a moment and that nobody decided about; how many."""
    kept = list(LedgerImport.objects.waiting().filter(created_at__lt=before).select_for_update())
    for one in kept:
        record(None, "清除过期台账", one)
        _decided(one, LedgerImport.State.EXPIRED)
    return len(kept)


def _decided(kept: LedgerImport, state: str) -> LedgerImport:
    """The import in its last state, without the cells."""
    kept.state, kept.tables, kept.mapping = state, [], {}
    kept.applied_at = timezone.now() if state == LedgerImport.State.APPLIED else None
    kept.save()
    return kept


def _summary(applied: Applied) -> dict[str, Any]:
    """What the result page shows: stations written, rows left out and why."""
    left = [row for row in applied.plan.ledger.rows if row.fate not in _SILENT]
    return {
        "created": [station.pk for station in applied.created],
        "updated": [station.pk for station in applied.updated],
        "unchanged": applied.unchanged,
        "asked": sum(plan.action == ASK for plan in applied.plan.stations),
        "left": [
            {
                "row": row.number,
                "sheet": row.sheet,
                "name": row.name,
                "label": FATE_LABELS[row.fate],
                "message": row.message,
            }
            for row in left[:_MOST_REMARKS]
        ],
        "left_count": len(left),
    }
