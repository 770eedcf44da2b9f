"""What an import wrote, kept so that the whole of it can be taken back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models

from deputies.models import Assignment, Deputy, Mandate, Term

MODELS: dict[str, type[models.Model]] = {
    "term": Term,
    "deputy": Deputy,
    "mandate": Mandate,
    "assignment": Assignment,
}
"""In the order in which they are written; taken back the other way round."""


class Journal:
    """Keys of rows that were added, and the values of rows before they were changed.

    `marks` is the last line of each history when the import was done: whatever
    stands after it happened later.
    """

    def __init__(self) -> None:
        self.added: dict[str, list[int]] = {name: [] for name in MODELS}
        self.before: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in MODELS}
        self.marks: dict[str, int] = {}

    def add(self, rows: Iterable[models.Model]) -> None:
        """Rows that did not exist before."""
        for row in rows:
            self.added[name_of(row)].append(row.pk)

    def change(self, row: models.Model, **after: Any) -> None:
        """Sets new values and keeps the old ones; the first old value counts."""
        kept = self.before[name_of(row)].setdefault(str(row.pk), {})
        for name, value in after.items():
            kept.setdefault(name, _plain(getattr(row, name)))
            setattr(row, name, value)

    def close(self) -> None:
        """Remembers where every history ends."""
        for name, model in MODELS.items():
            if hasattr(model, "history"):
                last = model.history.aggregate(last=models.Max("history_id"))["last"]  # type: ignore[attr-defined]
                self.marks[name] = last or 0

    def as_json(self) -> dict[str, Any]:
        """Plain lists for the record of the import."""
        return {"added": self.added, "before": self.before, "marks": self.marks}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Journal":
        """The journal that `as_json` wrote down."""
        journal = cls()
        journal.added |= kept["added"]
        journal.before |= kept["before"]
        journal.marks = kept["marks"]
        return journal

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not any(self.added.values()) and not any(self.before.values())

    def touched(self, name: str) -> set[int]:
        """Keys of all rows of one model that were added or changed."""
        return {*self.added[name], *map(int, self.before[name])}


def name_of(row: models.Model) -> str:
    """The word for the row's model."""
    return row._meta.model_name or ""


def parse(model: type[models.Model], name: str, kept: Any) -> Any:
    """A kept value as the column holds it."""
    return model._meta.get_field(name).to_python(kept)


def _plain(value: Any) -> Any:
    """A value as JSON can keep it."""
    return value.isoformat() if isinstance(value, date | datetime) else value
