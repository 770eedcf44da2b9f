"""Uploaded rosters on the desk: read only, the work is done at the import."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from deputies.models import RosterImport
from liaison.audit.desk import ChoicesFilter, ReadOnlyMixin
from liaison.divisions.scoped import CountyFilter, ScopedAdmin

HEAVY = ("tables", "mapping", "answers", "preview", "journal")
"""Columns that hold people's data; no page of the desk fetches them."""


@admin.register(RosterImport)
class RosterImportAdmin(ReadOnlyMixin, ScopedAdmin):
    """What was uploaded, by whom, and what became of it."""

    list_display = ("file_name", "division", "user", "state", "created_at", "applied_at")
    list_filter = (("state", ChoicesFilter), CountyFilter)
    list_select_related = ("division", "user")
    fields = ("file_name", "division", "user", "state", "created_at", "applied_at", "undone_at", "open_link")
    readonly_fields = ("open_link",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer(*HEAVY)

    @admin.display(description="办理")
    def open_link(self, roster: RosterImport) -> str:
        return format_html('<a href="{}">到名册导入页面查看</a>', reverse("work:rosters"))
