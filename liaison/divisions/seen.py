"""Two editors of one record: the second is told what changed and loses nothing (trust.md R18)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison.audit.models import Event
from liaison.divisions.history import ChineseValues
from liaison.divisions.scoped import ScopedForm
from liaison.ui.forms import PlainForm

VERSION = "#"
UNTOLD = ("updated_at", "search_text", "search_tokens")


class Seen:
    """What a form needs to know of its second editor; `seen_at` is a field of the form."""

    is_outdated = False
    untold: tuple[str, ...] = ()
    """Fields whose change is not spelt out."""
    elsewhere = "别的内容"
    """What else may have changed, beside the fields of the record."""

    fields: dict[str, forms.Field]
    data: Any

    def show_mark(self, record: Any) -> None:
        """Let the page carry which state of `record` its author sees."""
        if "seen_at" in self.fields:
            self.fields["seen_at"].initial = mark(record)

    def compare_with_stored(self, record: Any, seen: str) -> None:
        """Refuse once when somebody else saved meanwhile; what was typed stays in the form."""
        stored = type(record)._default_manager.select_for_update().get(pk=record.pk)
        if seen == mark(stored):
            return
        self.is_outdated = True
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_at")] = mark(stored)  # type: ignore[attr-defined]
        raise ValidationError(self._who_changed(stored, seen))

    def otherwise(self, stored: Any) -> str:
        """What to say where no field tells the change."""
        return self.elsewhere

    def _who_changed(self, stored: Any, seen: str) -> str:
        """Who, when and which fields, with what now stands there: saving again would replace it."""
        who = last_editor(stored) or "别人"
        at = timezone.localtime(stored.updated_at)
        what = changed_since(stored, seen, (*UNTOLD, *self.untold)) or self.otherwise(stored)
        return (
            f"这条记录在您打开之后被 {who} {at:%H:%M} 改过：{what}。"
            "您填写的内容都还在，核对后再保存；再次保存时以您的内容为准"
        )


class SeenForm(Seen, ScopedForm):
    """Knows which state of the record its author saw.

    The model has `updated_at` and `history`; the page answers 409 when `is_outdated`.
    """

    seen_at = forms.CharField(label="打开时间", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_mark(self.instance)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.instance.pk and "seen_at" in self.fields:
            self.compare_with_stored(self.instance, values.get("seen_at", ""))
        return values


class SeenPlainForm(Seen, PlainForm):
    """The same for a form that writes about `record` without being drawn from its fields."""

    seen_at = forms.CharField(label="打开时间", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.show_mark(record)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        self.compare_with_stored(self.record, values.get("seen_at", ""))
        return values


def mark(record: Any) -> str:
    """The moment and the version that the author sees; any save by others moves it."""
    if not record.pk or not record.updated_at:
        return ""
    version = record.history.values_list("pk", flat=True).first() or ""
    return f"{record.updated_at.isoformat()}{VERSION}{version}"


def last_editor(stored: Any) -> str:
    """Whoever saved last: parts of a record leave only an event, a table brought in only a version."""
    version = stored.history.select_related("history_user").first()
    events = Event.objects.about(stored).exclude(verb__startswith="查看")
    event = events.order_by("-pk").first()
    traces = [(version.history_date, str(version.history_user or ""))] if version else []
    traces += [(event.at, event.actor_name)] if event else []
    return max(traces, default=("", ""))[1]


def changed_since(stored: Any, seen: str, untold: tuple[str, ...]) -> str:
    """The fields that others changed since the version that was `seen`, each with its present value."""
    version = seen.rpartition(VERSION)[2]
    before = stored.history.filter(pk=version).first() if version.isdecimal() else None
    last = stored.history.first()
    if before is None or last is None or before.pk == last.pk:
        return ""
    delta = last.diff_against(before, excluded_fields=untold)
    words = ChineseValues(type(stored), last).context_for_delta_changes(delta)
    return "；".join(f"{one['field']}“{one['new']}”" for one in words)
