"""Series and issues on the desk: the series are kept here, the issues are written at /work/bulletins/."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from bulletins.models import WORDS, Bulletin, Series
from liaison.audit.desk import ChoicesFilter, FixedFilter, ReadOnlyMixin
from liaison.audit.years import year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.models import Level
from liaison.divisions.scoped import ScopedAdmin


@admin.register(Series)
class SeriesAdmin(ScopedAdmin):
    """A series is never deleted: addresses lead to its issues."""

    list_display = ("name", "kind_word", "review_word", "position")
    fields = ("city", "name", "slug", "is_main", "is_numbered", "needs_review", "position")

    def choices_of(self, db_field: Any, request: HttpRequest) -> Any:
        return super().choices_of(db_field, request).filter(level=Level.CITY)

    @admin.display(description="期号")
    def kind_word(self, series: Series) -> str:
        return "显示期号" if series.is_numbered else "不显示"

    @admin.display(description="发布前审核")
    def review_word(self, series: Series) -> str:
        return "须经他人审核" if series.needs_review else "不要求"

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What an address is made of stays as it is once there are issues."""
        return ("city", "slug", "is_main") if obj and obj.bulletins.exists() else ()


class SeriesFilter(FixedFilter):
    """By series: a city has a few."""

    title = "栏目"
    parameter_name = "series"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Series.objects.for_staff(request.user).values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        slug = self.chosen()
        return queryset if slug is None else queryset.filter(series__slug=slug)


@admin.register(Bulletin)
class BulletinAdmin(ReadOnlyMixin, HistoryMixin, ScopedAdmin):
    """Who did what to an issue; read only, the work is done at the task pages."""

    list_display = ("title", "series", "year", "number", "standing_word", "published_at", "reads")
    list_filter = (year_of("year", "年度"), ("state", ChoicesFilter), SeriesFilter)
    list_select_related = ("series",)
    search_fields = ("title",)
    fields = (
        *("series", "year", "number", "title", "standing_word", "published_at", "withdrawn_at"),
        *("withdrawn_reason", "author", "edited_by", "reviewer", "reads", "open_link"),
    )
    readonly_fields = ("standing_word", "open_link")
    actions = None

    @admin.display(description="状态", ordering="state")
    def standing_word(self, bulletin: Bulletin) -> str:
        return WORDS[bulletin.standing(timezone.now())]

    @admin.display(description="办理")
    def open_link(self, bulletin: Bulletin) -> str:
        address = reverse("work:bulletin_preview", args=[bulletin.pk])
        return format_html('<a href="{}">到专题活动和公告页面查看</a>', address)
