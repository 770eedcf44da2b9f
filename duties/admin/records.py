"""Sessions, meetings and reports as records; county staff keep their own."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from deputies.admin.pages import routes
from duties.admin.shortfalls import shortfalls_view
from duties.models import PartyReport, PresidiumMeeting, TownshipSession
from liaison.audit.years import year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.models import Level
from liaison.divisions.scoped import CountyFilter, ScopedAdmin


class DutyAdmin(HistoryMixin, ScopedAdmin):
    """Records that stand in a township."""

    list_select_related = ("division__county",)
    search_fields = ("division__search_text",)
    search_help_text = "按乡镇名称或拼音首字母查找"
    autocomplete_fields = ("division",)
    actions = None

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the names of the place, in any spelling."""
        return super().get_search_results(request, queryset, search_term.lower())

    @admin.display(description="乡镇", ordering="division__code")
    def place(self, row: models.Model) -> str:
        return row.division.name

    @admin.display(description="县（市、区）", ordering="division__county__code")
    def county_name(self, row: models.Model) -> str:
        return row.division.county_name

    @admin.display(description="到会")
    def present(self, row: models.Model) -> str:
        """实到/应到, — for what was not written."""
        pair = (getattr(row, self.counted[1]), getattr(row, self.counted[0]))
        return " / ".join("—" if number is None else str(number) for number in pair)

    counted: tuple[str, str] = ("", "")
    """The fields of who was due and who came."""


@admin.register(TownshipSession)
class TownshipSessionAdmin(DutyAdmin):
    """Sessions, and beside them what townships still owe."""

    list_display = ("place", "county_name", "year", "number", "since", "until", "length", "present")
    list_filter = (CountyFilter, year_of("year", "年度"))
    counted = ("deputies_due", "deputies_attended")
    fields = (
        *("division", "year", "number", "since", "until", "is_half_day"),
        *("deputies_due", "deputies_attended", "note"),
    )
    change_list_template = "admin/duties/townshipsession/change_list.html"

    @admin.display(description="会期（天）")
    def length(self, session: TownshipSession) -> str:
        return f"{session.days:g}"

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """This year, unless the address says otherwise."""
        return {"year": timezone.localdate().year} | super().get_changeform_initial_data(request)

    def get_urls(self) -> list:
        return [*routes(self, [("shortfalls/", shortfalls_view, "shortfalls")]), *super().get_urls()]


@admin.register(PresidiumMeeting)
class PresidiumMeetingAdmin(DutyAdmin):
    list_display = ("place", "county_name", "held_on", "present", "note")
    list_filter = (CountyFilter, year_of("held_on"))
    counted = ("members_due", "members_attended")
    fields = ("division", "held_on", "members_due", "members_attended", "note")


@admin.register(PartyReport)
class PartyReportAdmin(DutyAdmin):
    """A county's own reports."""

    list_display = ("title", "county_name", "made_on")
    list_filter = (CountyFilter, year_of("made_on"))
    search_fields = ("title", "division__search_text")
    search_help_text = "按标题、县（市、区）名称或拼音首字母查找"
    autocomplete_fields = ()
    fields = ("division", "made_on", "title")

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """Counties, and the zones that stand for one."""
        return super().choices_of(db_field, request).current().filter(level=Level.COUNTY)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A county reports for itself."""
        return {"division": request.user.division_id} | super().get_changeform_initial_data(request)

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        return super().render_change_form(request, context | {"show_save_and_add_another": False}, **kwargs)
