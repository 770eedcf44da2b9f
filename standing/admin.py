"""Rounds and assessments on the desk: dates and thresholds are kept here, the work is done at 站点评价."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from liaison.audit.desk import ChoicesFilter, ReadOnlyMixin
from liaison.audit.years import year_of
from liaison.divisions.scoped import ScopedAdmin, county_of
from standing.models import Assessment, AssessmentRound
from stations.admin.settings import OfCityAdmin


@admin.register(AssessmentRound)
class AssessmentRoundAdmin(OfCityAdmin):
    """Dates, thresholds and validity; what is decided already keeps its grade."""

    list_display = ("year", "city", "standard", "self_due", "county_due", "validity_months")
    list_display_links = ("year",)
    list_filter = (year_of("year", "年度"),)
    list_select_related = ("city", "standard")
    readonly_fields = ("city", "year", "standard")
    fields = (
        *("city", "year", "standard", "body", "self_due", "county_due"),
        *("model_from", "good_from", "standard_from", "validity_months"),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A year begins at 站点评价, where every station gets its sheet."""
        return False


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyMixin, ScopedAdmin):
    """Every sheet ever made; read only."""

    list_display = ("station", "round", "state", "points", "grade", "valid_until")
    list_filter = (
        *(county_of(""), year_of("round__year", "年度")),
        *(("state", ChoicesFilter), ("grade", ChoicesFilter)),
    )
    list_select_related = ("station", "round")
    search_fields = ("station__search_text",)
    ordering = ("-pk",)
    fields = (
        *("station", "round", "state", "submitted_at", "reviewed_at", "decided_at", "published_at"),
        *("points", "full_points", "grade", "valid_from", "valid_until", "open_link"),
    )
    readonly_fields = ("open_link",)
    actions = None

    @admin.display(description="办理")
    def open_link(self, sheet: Assessment) -> str:
        return format_html('<a href="{}">到站点评价页面查看</a>', sheet.get_absolute_url())
