"""The trail on the desk: read, filtered, exported; changed by nobody."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from liaison.audit import record
from liaison.audit.desk import DeskAdmin, FixedFilter, ReadOnlyMixin
from liaison.audit.models import Event
from liaison.audit.telling import detail_text
from liaison.lib.csvtext import csv_text

DAYS = {"1": "今天", "7": "最近 7 天", "30": "最近 30 天", "180": "最近 180 天"}
MOST_VERBS = 60
MOST_ROWS = 50_000
HEADINGS = ("序号", "时间", "操作人", "操作", "对象", "详情", "来源地址", "请求编号")


class DaysFilter(FixedFilter):
    title = "时间"
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(DAYS.items())

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        days = self.chosen()
        if days is None:
            return queryset
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(at__gte=start - timezone.timedelta(days=int(days) - 1))


class VerbFilter(FixedFilter):
    """The verbs that occur."""

    title = "操作"
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        verbs = Event.objects.order_by("verb").values_list("verb", flat=True).distinct()
        return [(verb, verb) for verb in verbs[:MOST_VERBS]]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        verb = self.chosen()
        return queryset if verb is None else queryset.filter(verb=verb)


@admin.register(Event)
class EventAdmin(ReadOnlyMixin, DeskAdmin):
    """Every decision with its author; also a superuser only reads."""

    list_display = ("at", "actor_name", "verb", "target_name", "detail_line", "address")
    list_display_links = ("at",)
    list_filter = (DaysFilter, VerbFilter)
    search_fields = ("actor_name", "target_name", "verb")
    search_help_text = "按操作人、对象或操作查找"
    actions = None
    change_list_template = "admin/audit/event/change_list.html"
    fields = (
        *("number", "at", "actor_name", "verb", "target_type", "target_name", "detail_line"),
        *("address", "request_id", "own_print", "print_before"),
    )
    readonly_fields = ("number", "detail_line", "own_print", "print_before")

    @admin.display(description="详情")
    def detail_line(self, event: Event) -> str:
        return detail_text(event)

    @admin.display(description="本条指纹")
    def own_print(self, event: Event) -> str:
        return event.hash

    @admin.display(description="上一条指纹")
    def print_before(self, event: Event) -> str:
        return event.previous_hash

    def get_urls(self) -> list:
        export = path("export/", self.admin_site.admin_view(self.export_view), name="audit_event_export")
        return [export, *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The filtered trail as CSV; the export itself becomes an event. POST only."""
        return require_POST(self._export)(request)

    def _export(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            rows = self.get_queryset(request)
        with transaction.atomic():
            events = list(rows[:MOST_ROWS])
            record(request.user, "导出操作记录", None, rows=len(events), format="csv")
        return csv_of(events)


def csv_of(events: list[Event]) -> HttpResponse:
    """A file that opens in WPS and Excel."""
    text = csv_text(HEADINGS, [_row(event) for event in events])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"audit-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _row(event: Event) -> tuple[object, ...]:
    moment = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"
    who = (event.number, moment, event.actor_name, event.verb, event.target_name)
    return (*who, detail_text(event), event.address or "", event.request_id)
