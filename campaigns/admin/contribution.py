"""The register of contributions on the desk: looked at and searched; it changes at `/work/contributions/`."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from campaigns.models import Contribution
from liaison.audit.desk import ChoicesFilter, ReadOnlyMixin
from liaison.audit.years import year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.scoped import CountyFilter, ScopedAdmin


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyMixin, HistoryMixin, ScopedAdmin):
    """Read only: register, review and commend are tasks with pages of their own."""

    list_display = ("title", "deputy", "post", "county_name", "done_on", "state", "commended")
    list_filter = (
        ("state", ChoicesFilter),
        ("post", ChoicesFilter),
        CountyFilter,
        year_of("campaign__year", "年度"),
    )
    list_select_related = ("deputy", "division__county", "campaign")
    search_fields = ("deputy__search_text", "title")
    search_help_text = "按代表姓名、拼音首字母或者做了什么查找"
    ordering = ("-pk",)
    actions = None
    fields = (
        *("task", "campaign", "deputy", "division", "station", "post", "title", "result", "done_on", "text"),
        *("state", "is_commended", "return_note", "author", "reviewer", "reviewed_at"),
    )
    readonly_fields = ("task",)

    @admin.display(description="县（市、区）", ordering="division__county__code")
    def county_name(self, contribution: Contribution) -> str:
        return contribution.division.county_name or contribution.division.name

    @admin.display(description="受表彰", ordering="is_commended")
    def commended(self, contribution: Contribution) -> str:
        return "受表彰" if contribution.is_commended else "—"

    @admin.display(description="办理")
    def task(self, contribution: Contribution) -> str:
        address = reverse("work:contribution", args=[contribution.pk])
        return format_html('<a href="{}">修改、审核、下载佐证</a>', address)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the name of the deputy in any spelling."""
        return super().get_search_results(request, queryset, search_term.lower())
