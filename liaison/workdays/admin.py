"""Holidays on the desk: the city editor enters what the State Council announces each November."""

from django.contrib import admin

from liaison.audit.desk import ChoicesFilter, DeskAdmin
from liaison.audit.years import year_of
from liaison.divisions.scoped import PICKERS, ScopedForm
from liaison.workdays.models import Holiday


@admin.register(Holiday)
class HolidayAdmin(DeskAdmin):
    """One row a day; whole cities share them, so there is no row scope."""

    form = ScopedForm
    formfield_overrides = PICKERS
    fields = ("day", "kind", "name")
    list_display = ("day_word", "weekday", "kind", "name")
    list_filter = (year_of("day"), ("kind", ChoicesFilter))
    search_fields = ("name",)
    search_help_text = "按节日名称查找，如 春节"
    ordering = ("-day",)

    @admin.display(description="日期", ordering="day")
    def day_word(self, holiday: Holiday) -> str:
        return f"{holiday.day:%Y-%m-%d}"

    @admin.display(description="星期")
    def weekday(self, holiday: Holiday) -> str:
        return f"星期{'一二三四五六日'[holiday.day.weekday()]}"
