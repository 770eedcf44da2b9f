"""Holidays on the desk: the city editor enters what the State Council announces each November."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from liaison.audit.desk import ChoicesFilter, DeskAdmin, FixedFilter
from liaison.divisions.scoped import PICKERS, ScopedForm
from liaison.workdays.models import Holiday


class YearFilter(FixedFilter):
    """By year."""

    title = "年份"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = Holiday.objects.dates("day", "year", order="DESC")
        return [(str(day.year), f"{day.year}年") for day in years]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        year = self.chosen()
        return queryset if year is None else queryset.filter(day__year=int(year))


@admin.register(Holiday)
class HolidayAdmin(DeskAdmin):
    """One row a day; whole cities share them, so there is no row scope."""

    form = ScopedForm
    formfield_overrides = PICKERS
    fields = ("day", "kind", "name")
    list_display = ("day_word", "weekday", "kind", "name")
    list_filter = (YearFilter, ("kind", ChoicesFilter))
    search_fields = ("name",)
    search_help_text = "按节日名称查找，如 春节"
    ordering = ("-day",)

    @admin.display(description="日期", ordering="day")
    def day_word(self, holiday: Holiday) -> str:
        return f"{holiday.day:%Y-%m-%d}"

    @admin.display(description="星期")
    def weekday(self, holiday: Holiday) -> str:
        return f"星期{'一二三四五六日'[holiday.day.weekday()]}"
