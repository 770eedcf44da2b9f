"""Field history on the desk: what django-simple-history kept, told in Chinese, within scope."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import models
from django.http import HttpRequest
from simple_history.template_utils import HistoricalRecordContextHelper

from liaison.audit.desk import DeskAdmin

KINDS = {"+": "新建", "~": "修改", "-": "删除"}
NEWEST = 100


@dataclass(frozen=True)
class Version:
    """One saved state: when, by whom, and which fields differ from the state before."""

    at: datetime
    by: str
    kind: str
    changes: list[dict[str, Any]]


class ChineseValues(HistoricalRecordContextHelper):
    """Values as people read them: 是/否, the words of a choice, 空 for nothing."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field = self.model._meta.get_field(change.field)
        if hasattr(field, "labels"):
            return "、".join(field.labels(value)) or "空"
        if value is None or value == "":
            return "空"
        if isinstance(field, models.FileField):
            return "有文件"
        if isinstance(value, bool):
            return "是" if value else "否"
        if field.choices:
            return dict(field.flatchoices).get(value, value)
        return super().prepare_delta_change_value(change, value)


class HistoryMixin(DeskAdmin):
    """Adds field changes to the history page. Old versions are shown, never restored."""

    def versions(self, request: HttpRequest, obj: models.Model) -> list[Version]:
        """The newest states of `obj` with what each changed; a save that changed nothing is none."""
        rows = obj.history.select_related("history_user")._select_related_history_tracked_objs()
        records = list(rows[: NEWEST + 1])
        hidden = self.internal_fields(request)
        versions = [
            Version(
                at=new.history_date,
                by=str(new.history_user or "系统"),
                kind=KINDS.get(new.history_type, ""),
                changes=self._changes(new, old, hidden) if old else [],
            )
            for new, old in pairwise([*records, None])
            if new is not None
        ]
        return [one for one in versions if one.changes or one.kind != KINDS["~"]][:NEWEST]

    def _changes(self, new: Any, old: Any, hidden: set[str]) -> list[dict[str, Any]]:
        delta = new.diff_against(old, excluded_fields=hidden, foreign_keys_are_objs=True)
        return ChineseValues(self.model, new).context_for_delta_changes(delta)
