"""The record desk: opinions are looked at here (handled in `/work/`); wording and suggestions are kept."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from liaison.audit.desk import ChoicesFilter, ReadOnlyMixin
from liaison.audit.years import year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.scoped import CountyFilter, ScopedAdmin, county_of
from liaison.divisions.seen import SeenForm
from opinions.models import Opinion, Phrase, Suggestion


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyMixin, HistoryMixin, ScopedAdmin):
    """Read only; neither the author's own words nor the contact stand here."""

    list_display = ("number", "topic", "station", "channel", "received_on", "due_on", "state")
    list_filter = (
        ("state", ChoicesFilter),
        ("channel", ChoicesFilter),
        ("topic", ChoicesFilter),
        county_of("station__division"),
        year_of("received_on"),
    )
    list_select_related = ("station",)
    search_fields = ("public_title", "responder")
    search_help_text = "按公开标题或承办单位查找"
    ordering = ("-pk",)
    actions = None
    fields = (
        *("task", "station", "deputy", "channel", "topic", "received_on", "due_on", "state", "is_on_spot"),
        *("decline_reason", "door", "parent", "responder"),
        *("public_title", "public_text", "public_answer", "published_at"),
        *(
            "satisfaction",
            "accepted_at",
            "referred_at",
            "answered_at",
            "closed_at",
            "rated_at",
            "reopened_at",
        ),
    )
    readonly_fields = ("task",)

    @admin.display(description="编号", ordering="pk")
    def number(self, one: Opinion) -> str:
        return str(one)

    @admin.display(description="办理")
    def task(self, one: Opinion) -> str:
        address = reverse("work:opinion", args=[one.pk])
        return format_html('<a href="{}">看内容、受理、转交、答复、公开</a>', address)

    def internal_fields(self, request: HttpRequest) -> set[str]:
        """What was told to the author alone, in the history neither."""
        return {"answer", "rating_note", "reopen_note"}


class PhraseForm(SeenForm):
    """A sentence; warns of a second editor."""

    class Meta:
        model = Phrase
        fields = "__all__"


@admin.register(Phrase)
class PhraseAdmin(HistoryMixin, ScopedAdmin):
    """The city's wording for answers."""

    form = PhraseForm
    list_display = ("text", "use", "position")
    list_filter = (("use", ChoicesFilter),)
    ordering = ("use", "position", "pk")
    fields = ("city", "use", "text", "position", "seen_at")

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """Wording belongs to a city."""
        rows = super().choices_of(db_field, request)
        return rows.filter(level="city") if db_field.name == "city" else rows


class SuggestionForm(SeenForm):
    """A suggestion; warns of a second editor."""

    class Meta:
        model = Suggestion
        fields = "__all__"


@admin.register(Suggestion)
class SuggestionAdmin(HistoryMixin, ScopedAdmin):
    """Suggestions with the opinions they grew out of."""

    form = SuggestionForm
    list_display = (
        "number",
        "title",
        "division",
        "responder",
        "handed_on",
        "reply_by",
        "replied_on",
        "satisfaction",
    )
    list_filter = (("satisfaction", ChoicesFilter), CountyFilter, year_of("handed_on"))
    list_select_related = ("division",)
    search_fields = ("number", "title", "responder")
    search_help_text = "按编号、标题或承办单位查找"
    ordering = ("-handed_on", "-pk")
    autocomplete_fields = ("deputies", "opinions")
    readonly_fields = ("reply_by",)
    fields = (
        *("division", "number", "title", "deputies", "opinions", "responder"),
        *("handed_on", "is_hard", "reply_by", "replied_on", "result", "satisfaction", "seen_at"),
    )

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """Suggestions are handed to the congress of a city or county."""
        rows = super().choices_of(db_field, request)
        return rows.filter(level__in=("city", "county")) if db_field.name == "division" else rows
