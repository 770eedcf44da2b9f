"""Terms of congresses on the desk: opened as a record, closed by 换届, compared with the next."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from deputies import actions
from deputies.admin.forms import ClosingForm
from deputies.admin.pages import must, put_at_fields, routes, show
from deputies.models import Deputy, Mandate, Term
from deputies.turnover import closing, compare
from liaison.audit.desk import ChoicesFilter, FixedFilter
from liaison.divisions.scoped import CountyFilter, ScopedAdmin

MOST_SHOWN = 200
_HELD = Mandate.objects.filter(term=OuterRef("pk")).order_by().values("term").annotate(n=Count("pk"))
ELECTED = Coalesce(Subquery(_HELD.values("n")), 0)
"""How many were elected, counted for the rows of one page only."""


class RunningFilter(FixedFilter):
    """Terms that run, and those that are over."""

    title = "换届"
    parameter_name = "running"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "本届"), ("no", "已换届")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        answer = self.chosen()
        return queryset if answer is None else queryset.filter(until__isnull=answer == "yes")


@admin.register(Term)
class TermAdmin(ScopedAdmin):
    """Level, place and number stand once somebody was elected; the last day is written by 换届."""

    list_display = ("term_name", "level", "since", "until", "mandate_count", "turn")
    list_filter = (("level", ChoicesFilter), RunningFilter, CountyFilter)
    list_select_related = ("division__county",)
    ordering = ("division__code", "-number")
    search_fields = ("division__search_text__contains",)
    search_help_text = "按区划名称或拼音首字母查找"
    autocomplete_fields = ("division",)
    fields = ("level", "division", "number", "since", "until")
    actions = None
    change_form_template = "admin/deputies/term/change_form.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(elected=ELECTED)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the names of the place, in any spelling."""
        return super().get_search_results(request, queryset, search_term.lower())

    @admin.display(description="届次", ordering="division__code")
    def term_name(self, term: Term) -> str:
        return str(term)

    @admin.display(description="任职数", ordering="elected")
    def mandate_count(self, term: Term) -> int:
        return term.elected

    @admin.display(description="换届", ordering="until")
    def turn(self, term: Term) -> str:
        return "已换届" if term.until else "本届"

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("level", "division", "number", "until") if obj and obj.elected else ("until",)

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        names = [name for name in self.fields if obj or name != "until"]
        return [(None, {"fields": names})]

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        context |= {
            "show_save_and_add_another": False,
            "may_close": bool(obj) and not obj.until and self.has_change_permission(request, obj),
        }
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list:
        own = [
            ("<int:pk>/close/", close_view, "close"),
            ("<int:pk>/compare/", compare_view, "compare"),
            ("<int:pk>/release/", release_view, "release"),
        ]
        return [*routes(self, own), *super().get_urls()]


def close_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“换届”: the day, what it would end, then one confirmation."""
    term = desk.object_or_404(request, str(pk))
    must(desk.has_change_permission(request, term))
    if term.until:
        return HttpResponseRedirect(reverse("admin:deputies_term_compare", args=[pk]))
    form = ClosingForm(_sent(request), initial={"on": timezone.localdate()})
    if form.is_valid():
        try:
            if request.method == "POST":
                return _close(request, term, form.cleaned_data["on"])
            actions.must_be_closable(term, form.cleaned_data["on"])
        except ValidationError as error:
            put_at_fields(form, error, "on")
    context = {
        "title": f"换届：{term}",
        "verb": "换届",
        "term": term,
        "original": term,
        "form": form,
        "on": form.cleaned_data["on"] if form.is_valid() else None,
        "mandates": 0,
        "groups": [],
    }
    if context["on"]:
        seen, mine = closing(term), Deputy.objects.for_staff(request.user)
        context["mandates"] = seen.mandates
        context["groups"] = [
            _group("keeping", "还有其他层级的任职", seen.keeping & mine),
            _group("losing", "不再有任职，但仍在站", seen.losing & mine),
        ]
    return show(desk, request, "term/close", context)


def _group(key: str, word: str, people: Any) -> dict[str, Any]:
    """People under one heading, as many as a page can hold."""
    rows = people.select_related("division")[:MOST_SHOWN]
    return {"key": key, "word": word, "count": people.count(), "rows": rows}


def _close(request: HttpRequest, term: Term, on: date) -> HttpResponse:
    ended = actions.close_term(term, on, by=request.user)
    messages.success(request, f"{term}已换届，{ended} 项任职到 {on} 届满")
    return HttpResponseRedirect(reverse("admin:deputies_term_compare", args=[term.pk]))


def _sent(request: HttpRequest) -> Any:
    """The day as confirmed, or as asked for in the address to look at first."""
    if request.method == "POST":
        return request.POST
    return request.GET if "on" in request.GET else None


def compare_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“换届对照”: who continues, joins, left, and needs a place."""
    term = desk.object_or_404(request, str(pk))
    seen = compare(term, Deputy.objects.for_staff(request.user).select_related("division"))
    groups = [
        ("continuing", "连任", seen.continuing),
        ("joining", "新当选", seen.joining),
        ("leaving", "不再担任", seen.leaving),
        ("homeless", "新一届中还没有进站", seen.homeless),
    ]
    context = {
        "title": f"换届对照：{term}",
        "term": term,
        "original": term,
        "seen": seen,
        "groups": [_group(*group) for group in groups],
        "most_shown": MOST_SHOWN,
        "to_release": list(seen.to_release[:MOST_SHOWN]) if seen.may_release else [],
        "release_count": seen.to_release.count() if seen.may_release else 0,
        "may_release": seen.may_release and request.user.has_perm("deputies.change_assignment"),
        "next_number": term.number + 1,
    }
    return show(desk, request, "term/compare", context)


def release_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Release those who left with the turn and hold nothing any more: POST only, harmless twice."""
    return require_POST(_release)(request, desk, pk)


def _release(request: HttpRequest, desk: Any, pk: int) -> HttpResponse:
    term = desk.object_or_404(request, str(pk))
    must(request.user.has_perm("deputies.change_assignment"))
    seen = compare(term, Deputy.objects.for_staff(request.user))
    if not seen.may_release or seen.old is None or seen.old.until is None:
        raise Http404
    count = actions.release_former(list(seen.to_release), seen.old.until, by=request.user)
    messages.success(request, f"{count} 位不再担任代表的人已离站" if count else "没有需要离站的人")
    return HttpResponseRedirect(reverse("admin:deputies_term_compare", args=[pk]))
