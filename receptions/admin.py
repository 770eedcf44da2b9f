"""Receptions on the desk: rules and sessions are looked at here; decisions are taken in /work/."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from liaison.audit.desk import ChoicesFilter, FixedFilter, ReadOnlyMixin
from liaison.audit.years import InForceFilter, year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.scoped import ScopedAdmin, ScopedInline, county_of
from receptions import making
from receptions.models import DutySlot, Reception, ReceptionRule
from receptions.rule_form import RuleForm


class NoticeFilter(FixedFilter):
    """By whether the announcement came in time."""

    title = "公告"
    parameter_name = "notice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("timely", "按时公告"), ("late", "迟公告"), ("none", "没有公告")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        answer = self.chosen()
        if answer is None:
            return queryset
        if answer == "none":
            return queryset.filter(announced_at=None)
        timely = queryset.announced_in_time()
        if answer == "timely":
            return timely
        return queryset.filter(announced_at__isnull=False).exclude(pk__in=timely.order_by().values("pk"))


class DutyInline(ReadOnlyMixin, ScopedInline, admin.TabularInline):
    """Who was on duty; changed in the planner, where it is checked whose turn it is."""

    model = DutySlot
    extra = 0
    can_delete = False
    fields = readonly_fields = ("deputy", "attendance", "absence_reason")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("deputy", "reception__station")


@admin.register(Reception)
class ReceptionAdmin(HistoryMixin, ScopedAdmin):
    """Sessions. Only topic and place are written here; the moment of the announcement nowhere."""

    SECTIONS = [
        (None, {"fields": ["station", "day", "opens", "closes", "topic", "place", "status", "reason"]}),
        ("公告", {"fields": ["announced_at", "announced_by", "notice_days", "in_time"]}),
        ("接待情况", {"fields": ["visitors", "matters", "result", "held_at"]}),
        ("办理", {"fields": ["planner"]}),
    ]
    WRITABLE = ("topic", "place")

    fieldsets = SECTIONS
    list_display = ("day", "span_word", "station_word", "status", "announced_at", "in_time", "visitors")
    list_filter = (county_of("station__division"), year_of("day"), ("status", ChoicesFilter), NoticeFilter)
    list_select_related = ("station__division__county",)
    search_fields = ("station__search_text",)
    search_help_text = "按联络站查找，支持拼音首字母"
    ordering = ("-day", "opens", "pk")
    inlines = (DutyInline,)

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        names = [name for _, options in self.SECTIONS for name in options["fields"]]
        return tuple(name for name in names if name not in self.WRITABLE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sessions come from rules, or from the planner."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are held, postponed or cancelled, never deleted."""
        return False

    @admin.display(description="时间", ordering="opens")
    def span_word(self, reception: Reception) -> str:
        return reception.span

    @admin.display(description="联络站", ordering="station__name")
    def station_word(self, reception: Reception) -> str:
        return f"{reception.station.division.county_name} {reception.station.short_name}"

    @admin.display(description="按时公告")
    def in_time(self, reception: Reception) -> str:
        return {True: "按时", False: "迟公告"}.get(reception.was_announced_in_time, "—")  # type: ignore[arg-type]

    @admin.display(description="接待安排")
    def planner(self, reception: Reception) -> str:
        address = reverse("work:reception", args=[reception.pk])
        return format_html('<a href="{}">安排代表、公告、顺延、登记</a>', address)


@admin.register(ReceptionRule)
class ReceptionRuleAdmin(HistoryMixin, ScopedAdmin):
    """Rules of stations; saving one brings its plans into line."""

    form = RuleForm
    fields = ("station", *RuleForm.Meta.fields, "seen_at")
    list_display = ("station_word", "when_word", "span_word", "holiday_policy", "since", "until")
    list_filter = (
        *(county_of("station__division"), InForceFilter),
        *(("recurrence", ChoicesFilter), ("holiday_policy", ChoicesFilter)),
    )
    list_select_related = ("station__division__county",)
    search_fields = ("station__search_text",)
    search_help_text = "按联络站查找，支持拼音首字母"
    ordering = ("station", "since", "pk")
    autocomplete_fields = ("station",)

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new rule has nobody who could have changed it."""
        return [(None, {"fields": [name for name in self.fields if obj or name != "seen_at"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule ends, it is not deleted: what it brought about stays explained."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the one action that also makes the sessions."""
        making.write_rule(obj, by=request.user)

    @admin.display(description="联络站", ordering="station__name")
    def station_word(self, rule: ReceptionRule) -> str:
        return f"{rule.station.division.county_name} {rule.station.short_name}"

    @admin.display(description="接待日")
    def when_word(self, rule: ReceptionRule) -> str:
        return rule.when

    @admin.display(description="时间", ordering="opens")
    def span_word(self, rule: ReceptionRule) -> str:
        return rule.span
