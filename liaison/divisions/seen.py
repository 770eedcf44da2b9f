"""Two editors of one record: the second is warned and loses nothing (trust.md R18)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from liaison.divisions.scoped import ScopedForm


class SeenForm(ScopedForm):
    """Knows which state of the record its author saw.

    The model has `updated_at` and `history`; the page answers 409 when `is_outdated`.
    """

    seen_at = forms.CharField(label="打开时间", required=False, widget=forms.HiddenInput)
    is_outdated = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen_at" in self.fields:
            self.fields["seen_at"].initial = _mark(self.instance)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.instance.pk and "seen_at" in self.fields:
            self._compare_with_stored(values.get("seen_at", ""))
        return values

    def _compare_with_stored(self, seen: str) -> None:
        """Refuse once when somebody else saved meanwhile; what was typed stays in the form."""
        rows = type(self.instance)._default_manager
        stored = rows.select_for_update().get(pk=self.instance.pk)
        if seen == _mark(stored):
            return
        self.is_outdated = True
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_at")] = _mark(stored)
        raise ValidationError(_who_changed(stored))


def _mark(record: models.Model) -> str:
    updated = getattr(record, "updated_at", None)
    return updated.isoformat() if record.pk and updated else ""


def _who_changed(stored: Any) -> str:
    last = stored.history.select_related("history_user").first()
    who = last.history_user if last and last.history_user else "别人"
    at = timezone.localtime(stored.updated_at)
    return f"这条记录在您打开之后被 {who} {at:%H:%M} 改过，请核对后再保存。您填写的内容都还在"
