"""What the list of deputies is narrowed by; all choices are fixed."""

from typing import Any

from django.http import HttpRequest

from deputies.models import CongressLevel
from liaison.audit.desk import FixedFilter


class LevelFilter(FixedFilter):
    """Deputies who serve in a congress of one level."""

    title = "层级"
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(level.value, str(level.label)) for level in CongressLevel]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        level = self.chosen()
        return queryset if level is None else queryset.serving_at(level)


class PlacedFilter(FixedFilter):
    """Deputies who have a station, or none."""

    title = "进站"
    parameter_name = "placed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "已进站"), ("no", "还没有进站")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        answer = self.chosen()
        if answer is None:
            return queryset
        return queryset.placed() if answer == "yes" else queryset.unassigned()


class ServingFilter(FixedFilter):
    """Deputies in office, and those who were."""

    title = "状态"
    parameter_name = "serving"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "在任"), ("no", "已离任"), ("never", "没有任职记录")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        answer = self.chosen()
        if answer is None:
            return queryset
        if answer == "yes":
            return queryset.serving()
        return queryset.former() if answer == "no" else queryset.filter(mandates=None)
