"""Take a whole import back, as long as nothing later stands on it."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from deputies.models import RosterImport
from deputies.roster.journal import MODELS, Journal, parse
from liaison.accounts.models import User
from liaison.audit import record

_BATCH = 500
_REASON = "撤销导入代表名册"
_LABELS = {"term": "届次", "deputy": "代表", "mandate": "任职", "assignment": "进站"}
_MOST_NAMES = 3


@transaction.atomic
def undo(source: RosterImport, *, by: User | None) -> None:
    """Restores every row as it was before the import. Raises ValidationError with the
    reason when a row was changed since, or something else refers to it."""
    source = RosterImport.objects.select_for_update().get(pk=source.pk)
    if source.state != RosterImport.State.APPLIED:
        raise ValidationError(f"这份名册{source.get_state_display()}，不能撤销")
    journal = Journal.from_json(source.journal)
    if reasons := obstacles(journal):
        raise ValidationError(reasons)
    RosterImport.terms.through.objects.filter(term__in=journal.added["term"]).delete()
    for name in reversed(MODELS):
        _remove(name, journal, by)
        _restore(name, journal, by)
    source.state, source.undone_at = RosterImport.State.UNDONE, timezone.now()
    source.save()
    record(by, "撤销名册导入", source, **_figures(journal))


def obstacles(journal: Journal) -> list[str]:
    """Why an import cannot be undone any more; empty when it can."""
    return [*_changed_since(journal), *_referred_to(journal)]


def _changed_since(journal: Journal) -> list[str]:
    """Rows that no longer say what the import left them saying."""
    found = []
    for name, mark in journal.marks.items():
        later = MODELS[name].history.filter(history_id__gt=mark)  # type: ignore[attr-defined]
        keys = set(later.values_list("id", flat=True)) & journal.touched(name)
        if changed := _differing(name, sorted(keys), mark):
            found.append(f"{_LABELS[name]}记录在导入后又有修改：{_names(name, changed)}")
    return found


def _differing(name: str, keys: list[int], mark: int) -> set[int]:
    """Of the rows with a later history, those that were not brought back since."""
    model: Any = MODELS[name]
    columns = [field.attname for field in model.history.model.tracked_fields]
    differing = set()
    for start in range(0, len(keys), _BATCH):
        part = keys[start : start + _BATCH]
        lines = model.history.filter(id__in=part, history_id__lte=mark).order_by("history_id")
        then = {line["id"]: line for line in lines.values("id", *columns)}
        now = {row["id"]: row for row in model._base_manager.filter(pk__in=part).values("id", *columns)}
        differing |= {key for key in part if key not in now or now[key] != then.get(key)}
    return differing


def _referred_to(journal: Journal) -> list[str]:
    """Rows of other imports and decisions that stand on what this one added."""
    found = []
    for name, added in journal.added.items():
        model = MODELS[name]
        for related, column in _references(model) if added else ():
            ours = set(journal.added.get(related._meta.model_name or "", ()))
            if keys := _holding(related, column, set(added), ours):
                what = related._meta.verbose_name
                found.append(f"导入后又登记了{what}：{_names(name, keys)}")
    return found


def _references(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Every table and column that refers to a model, whatever app it is of; histories do not count."""
    relations = (f for f in model._meta.get_fields(include_hidden=True) if f.auto_created and not f.concrete)
    return [
        (relation.related_model, relation.field.attname)
        for relation in relations
        if (relation.one_to_many or relation.one_to_one)
        and not relation.related_model._meta.auto_created
        and not relation.related_model.__name__.startswith("Historical")
    ]


def _holding(related: Any, column: str, added: set[int], ours: set[int]) -> set[int]:
    """Which of the added rows somebody else's row refers to."""
    near = related._base_manager.filter(**{f"{column}__gte": min(added), f"{column}__lte": max(added)})
    return {key for pk, key in near.values_list("pk", column) if key in added and pk not in ours}


def _names(name: str, keys: set[int]) -> str:
    """The first few of the rows in words."""
    rows = MODELS[name]._base_manager.filter(pk__in=sorted(keys)[:_MOST_NAMES])
    words = [str(row.deputy) if hasattr(row, "deputy") else str(row) for row in rows]
    more = f"等 {len(keys)} 条" if len(keys) > len(words) else ""
    return "、".join(words) + more if words else f"{len(keys)} 条"


def _restore(name: str, journal: Journal, by: User | None) -> None:
    """Changed rows get back what they held."""
    kept, model = journal.before[name], MODELS[name]
    by_fields: dict[tuple[str, ...], list[models.Model]] = defaultdict(list)
    for row in model._base_manager.in_bulk([int(key) for key in kept]).values():
        before = kept[str(row.pk)]
        for column, value in before.items():
            setattr(row, column, parse(model, column, value))
        by_fields[tuple(sorted(before))].append(row)
    for fields, rows in by_fields.items():
        bulk_update_with_history(
            rows, model, fields, batch_size=_BATCH, default_user=by, default_change_reason=_REASON
        )


def _remove(name: str, journal: Journal, by: User | None) -> None:
    """Added rows go; their history says when and by whom."""
    model = MODELS[name]
    for start in range(0, len(journal.added[name]), _BATCH):
        rows = model._base_manager.filter(pk__in=journal.added[name][start : start + _BATCH])
        if hasattr(model, "history"):
            lines = model.history.bulk_history_create(
                list(rows), default_user=by, default_change_reason=_REASON, update=True
            )
            model.history.filter(pk__in=[line.pk for line in lines]).update(history_type="-")
        rows._raw_delete(rows.db)


def _figures(journal: Journal) -> dict[str, int]:
    return {"deputies": len(journal.added["deputy"]), "changed": len(journal.before["deputy"])}


def can_undo(source: RosterImport) -> list[str]:
    """The reasons against undoing, for the page; empty when it is possible."""
    return obstacles(Journal.from_json(source.journal)) if source.journal else []


__all__ = ["can_undo", "undo"]
