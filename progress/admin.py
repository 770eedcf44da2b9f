"""Records on the desk: the rule by which reports are due, and the reminders that were written."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from liaison.audit.desk import ReadOnlyMixin, in_words
from liaison.divisions.history import HistoryMixin
from liaison.divisions.models import Level
from liaison.divisions.scoped import ScopedAdmin
from progress.models import OutboxMessage, ReportingRule

TWO_PEOPLE = in_words(ReportingRule._meta.get_field("needs_two_people"))


@admin.register(ReportingRule)
class ReportingRuleAdmin(HistoryMixin, ScopedAdmin):
    list_display = ("city", "due_day", "due_time", TWO_PEOPLE)
    fields = ("city", "due_day", "due_time", "needs_two_people")

    def choices_of(self, db_field: Any, request: HttpRequest) -> Any:
        return super().choices_of(db_field, request).filter(level=Level.CITY)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyMixin, ScopedAdmin):
    list_display = ("subject", "county", "month", "to", "created_at", "sent_at")
    list_select_related = ("county", "to")
    fields = ("subject", "county", "month", "to", "address", "text", "created_at", "sent_at", "fault")
