"""The register of activities on the desk: looked at and searched; they are written at `/work/activities/`."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from activities.models import Activity, Participation
from liaison.audit.desk import ChoicesFilter, ReadOnlyMixin
from liaison.audit.years import year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.scoped import ScopedAdmin, ScopedInline, county_of


class ParticipationInline(ReadOnlyMixin, ScopedInline, admin.TabularInline):
    """Who took part."""

    model = Participation
    extra = 0
    fields = readonly_fields = ("deputy", "part")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("deputy", "activity__station")


@admin.register(Activity)
class ActivityAdmin(ReadOnlyMixin, HistoryMixin, ScopedAdmin):
    """Read only: writing, reviewing and withdrawing are tasks with pages of their own."""

    list_display = ("title_word", "kind", "day", "station_word", "state", "published_at")
    list_filter = (county_of(""), year_of("day"), ("kind", ChoicesFilter), ("state", ChoicesFilter))
    list_select_related = ("station__division__county",)
    search_fields = ("search_text",)
    search_help_text = "按标题、联络站或者类型查找"
    ordering = ("-day", "-pk")
    actions = None
    inlines = (ParticipationInline,)
    fields = (
        *("task", "station", "campaign", "kind", "title", "day", "place", "text", "source"),
        *("state", "return_note", "withdrawn_reason", "author", "submitted_at", "reviewer", "reviewed_at"),
        "published_at",
    )
    readonly_fields = ("task",)

    @admin.display(description="标题", ordering="title")
    def title_word(self, activity: Activity) -> str:
        return str(activity)

    @admin.display(description="联络站", ordering="station__name")
    def station_word(self, activity: Activity) -> str:
        return f"{activity.station.division.county_name} {activity.station.short_name}"

    @admin.display(description="办理")
    def task(self, activity: Activity) -> str:
        address = reverse("work:activity", args=[activity.pk])
        return format_html('<a href="{}">修改、审核、撤下</a>', address)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Every word, as the public search finds it."""
        return queryset.matching(search_term[:100]), False
