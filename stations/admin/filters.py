"""What the list of stations is narrowed by; all choices are fixed or capped."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from liaison.audit.desk import FixedFilter

MISSING = {
    "photo": "没有照片",
    "hours": "没有开放时间",
    "head": "没有站长",
    "address": "没有地址",
    "phone": "没有站内电话",
    "areas": "没有服务的村（社区）",
}


def missing(stations: Any, what: str) -> Any:
    """Stations in service whose record lacks one thing."""
    if what == "photo":
        return stations.without_photo()
    if what == "hours":
        return stations.without_hours()
    if what == "head":
        return stations.without_head(timezone.localdate())
    if what == "areas":
        return stations.in_service().stations().filter(served_areas=None)
    return stations.in_service().filter(**{what: ""})


class MissingFilter(FixedFilter):
    """Records to be completed."""

    title = "待补充"
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(MISSING.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        what = self.chosen()
        return queryset if what is None else missing(queryset, what)
