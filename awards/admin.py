"""The award's desk: a round is kept as a record, opened and judged by decisions."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from awards import actions_city
from awards.models import AwardCase, AwardRound
from awards.moves import ROUND_MOVES
from deputies.admin.pages import decide, routes
from liaison.audit.desk import ChoicesFilter, ReadOnlyMixin
from liaison.audit.years import year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.scoped import CountyFilter, ScopedAdmin
from liaison.divisions.seen import SeenForm
from liaison.lib.workflow import open_to
from liaison.ui.forms import PlainForm

TOLD = {
    "open": "开始后乡镇、街道可以报送案例，截止日期当天仍可以报送。",
    "judge": "开始后不再接受报送，评委独立打分；需要时可以重新开始申报。",
}
ACTS = {"open": actions_city.open_round, "judge": actions_city.start_judging}


class RoundForm(SeenForm):
    """The call; warns of a second editor."""

    class Meta:
        model = AwardRound
        fields = "__all__"


@admin.register(AwardRound)
class AwardRoundAdmin(HistoryMixin, ScopedAdmin):
    """Whoever decides about the award writes the call; its state changes by decision only."""

    form = RoundForm
    list_display = ("year", "state", "submit_by", "cases_per_county")
    list_filter = (year_of("year", "年度"), ("state", ChoicesFilter))
    ordering = ("-year",)
    actions = None
    change_form_template = "admin/awards/round.html"
    readonly_fields = ("state",)
    fields = ("city", "year", "state", "submit_by", "cases_per_county", "call", "seen_at")

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new round has no state yet."""
        return [(None, {"fields": [n for n in self.fields if obj or n not in ("state", "seen_at")]})]

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("city", "year", "state") if obj else ("state",)

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """Rounds belong to a city."""
        rows = super().choices_of(db_field, request)
        return rows.filter(level="city") if db_field.name == "city" else rows

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        steps = open_to(ROUND_MOVES, obj.state, request.user) if obj else {}
        context |= {"show_save_and_add_another": False, "steps": steps}
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list:
        own = [("<int:pk>/move/<slug:step>/", move_view, "move")]
        return [*routes(self, own), *super().get_urls()]


def move_view(desk: Any, request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """“开始申报” and “开始评选”: one confirmation."""
    award = desk.object_or_404(request, str(pk))
    if not desk.has_change_permission(request, award):
        raise PermissionDenied
    if step not in ACTS or award.state not in ROUND_MOVES[step].sources:
        raise Http404
    verb = ROUND_MOVES[step].label

    def act(values: dict[str, Any]) -> str:
        return f"已{verb}：{ACTS[step](award, by=request.user)}"

    context = {"title": f"{verb}：{award}", "verb": verb, "record": award, "original": award}
    back = reverse("admin:awards_awardround_change", args=[award.pk])
    form = PlainForm(request.POST if request.method == "POST" else None)
    return decide(desk, request, form, act, back=back, at=None, context=context | {"help": TOLD[step]})


@admin.register(AwardCase)
class AwardCaseAdmin(ReadOnlyMixin, HistoryMixin, ScopedAdmin):
    """Read only: writing, forwarding, marking and prizes are tasks with pages of their own."""

    list_display = ("title", "place_name", "year", "state", "is_public")
    list_filter = (("state", ChoicesFilter), CountyFilter, year_of("round__year", "年度"))
    list_select_related = ("round", "division__county", "station")
    search_fields = ("title", "division__search_text")
    search_help_text = "按案例名称、报送单位或拼音首字母查找"
    ordering = ("-pk",)
    actions = None
    fields = (
        *("task", "round", "division", "station", "title", "summary", "story"),
        *("state", "return_note", "author", "forwarded_at", "publicised_at"),
    )
    readonly_fields = ("task",)

    @admin.display(description="报送单位", ordering="division__code")
    def place_name(self, case: AwardCase) -> str:
        return case.place

    @admin.display(description="年度", ordering="round__year")
    def year(self, case: AwardCase) -> int:
        return case.round.year

    @admin.display(description="公布", ordering="publicised_at")
    def is_public(self, case: AwardCase) -> str:
        return case.get_prize_display() if case.publicised_at else "—"

    @admin.display(description="办理")
    def task(self, case: AwardCase) -> str:
        address = reverse("work:award_case", args=[case.pk])
        return format_html('<a href="{}">修改、推荐、打分、看照片</a>', address)

    def internal_fields(self, request: HttpRequest) -> set[str]:
        """Prizes are nobody's business before they are published."""
        return set() if request.user.has_perm("awards.view_judgemark") else {"prize", "citation"}

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the names of the place in any spelling."""
        return super().get_search_results(request, queryset, search_term.lower())
