"""Checklists, the roadmap and uploaded ledgers on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from liaison.audit.desk import ChoicesFilter, ReadOnlyMixin
from liaison.divisions.models import Division, Level
from liaison.divisions.scoped import ScopedAdmin, ScopedInline, of_own_city
from stations.models import LedgerImport, RoadmapYear, Standard, StandardItem


class OfCityAdmin(ScopedAdmin):
    """Rows of the whole city: its offices keep them, its counties read them."""

    def in_scope(self, queryset: Any, user: Any) -> Any:
        return of_own_city(queryset, user)

    def choices_of(self, db_field: Any, request: HttpRequest) -> Any:
        rows = super().choices_of(db_field, request)
        return rows.filter(level=Level.CITY) if rows.model is Division else rows


class ItemInline(ScopedInline, admin.TabularInline):
    model = StandardItem
    fields = ("number", "name", "text", "weight", "evidence_kind", "auto_rule")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Standard)
class StandardAdmin(OfCityAdmin):
    """A new version is a new row; items with evidence cannot be deleted."""

    list_display = ("name", "city", "since", "until")
    list_select_related = ("city",)
    fields = ("name", "city", "since", "until")
    inlines = (ItemInline,)


@admin.register(RoadmapYear)
class RoadmapYearAdmin(OfCityAdmin):
    list_display = ("year", "city", "phase", "coverage_target", "standard_target")
    list_display_links = ("year",)
    list_select_related = ("city",)
    fields = (
        *("city", "year", "phase", "coverage_target", "standard_target"),
        *("reception_target", "opinion_target"),
    )


@admin.register(LedgerImport)
class LedgerImportAdmin(ReadOnlyMixin, ScopedAdmin):
    """What was uploaded at 台账导入; read only, the work is done there."""

    list_display = ("file_name", "division", "user", "state", "created_at", "applied_at")
    list_filter = (("state", ChoicesFilter),)
    list_select_related = ("division", "user")
    fields = ("file_name", "division", "user", "state", "created_at", "applied_at", "open_link")
    readonly_fields = ("open_link",)
    actions = None

    @admin.display(description="办理")
    def open_link(self, ledger: LedgerImport) -> str:
        return format_html('<a href="{}">到台账导入页面查看</a>', reverse("work:imports"))
