"""Divisions on the desk: looked up often, changed seldom."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import BaseModelForm
from django.http import HttpRequest

from liaison.audit.desk import ChoicesFilter
from liaison.divisions.actions import must_fit_under, settle
from liaison.divisions.models import Division, DivisionAlias, Level
from liaison.divisions.scoped import CountyFilter, ScopedAdmin, ScopedForm, ScopedInline, ZoneFilter
from liaison.lib.text import fold


class DivisionForm(ScopedForm):
    """Asks the tree whether the parent fits."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "parent" in self.fields and not self.errors:
            self.instance.level = values.get("level", self.instance.level)
            must_fit_under(self.instance, values.get("parent"))
        return values


class OwnCountyFilter(CountyFilter):
    path = ""


class OwnZoneFilter(ZoneFilter):
    path = ""


class AliasInline(ScopedInline, admin.TabularInline):
    model = DivisionAlias
    fields = ("kind", "value")


@admin.register(Division)
class DivisionAdmin(ScopedAdmin):
    """The place in the tree is set when a division is made and moves only by loading an official list."""

    form = DivisionForm
    list_display = ("name", "code", "level", "kind", "county_name", "zone_name", "real_word", "retired_on")
    list_filter = (("level", ChoicesFilter), OwnCountyFilter, OwnZoneFilter, "is_real")
    list_select_related = ("county", "managed_by", "parent")
    search_fields = ("search_text",)
    search_help_text = "按名称、别名、代码或拼音首字母查找"
    autocomplete_fields = ("parent", "managed_by")
    inlines = (AliasInline,)
    fieldsets = (
        ("区划", {"fields": ("name", "code", "level", "kind", "parent", "is_real")}),
        ("功能区", {"fields": ("managed_by", "reports_separately")}),
        ("示意图位置", {"fields": ("map_column", "map_row"), "classes": ("collapse",)}),
        ("其他", {"fields": ("note", "retired_on")}),
    )

    @admin.display(description="所属县", ordering="county__code")
    def county_name(self, division: Division) -> str:
        return division.county.name if division.county else ""

    @admin.display(description="法定区划", ordering="is_real")
    def real_word(self, division: Division) -> str:
        return "是" if division.is_real else "否"

    @admin.display(description="代管功能区", ordering="managed_by__code")
    def zone_name(self, division: Division) -> str:
        return division.managed_by.name if division.managed_by else ""

    def choice_label(self, obj: models.Model) -> str:
        return obj.full_name

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("level", "parent") if obj else ()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Names and pinyin in any spelling, codes by their beginning; villages are not chosen from."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.current().exclude(level=Level.VILLAGE)
        for word in search_term[:100].split():
            by_code = models.Q(code__startswith=word) if word.isdigit() else models.Q()
            queryset = queryset.filter(models.Q(search_text__contains=fold(word)) | by_code)
        return queryset, False

    def save_related(self, request: HttpRequest, form: BaseModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        settle(form.instance)
