"""Who leads the townships' congresses and the subdistricts' committees; above all, where nobody does."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from deputies import actions
from deputies.admin.pages import DAY, decide, must, routes, show
from deputies.admin.rights import oversees
from deputies.models import Post
from deputies.stats import PostRow, post_tallies, posts
from liaison.audit.desk import ChoicesFilter, FixedFilter
from liaison.divisions.history import HistoryMixin
from liaison.divisions.models import Division
from liaison.divisions.scoped import CountyFilter, ScopedAdmin
from liaison.ui.forms import PlainForm
from stations.admin.coverage import area_of


class InPostFilter(FixedFilter):
    """People in post today, and those who left."""

    title = "在任"
    parameter_name = "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "在任"), ("no", "已离任")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        answer, today = self.chosen(), timezone.localdate()
        if answer is None:
            return queryset
        return queryset.on(today) if answer == "yes" else queryset.filter(until__lt=today)


class FillForm(PlainForm):
    """A name and a day."""

    name = forms.CharField(label="姓名", max_length=40)
    since = forms.DateField(label="到任日期", widget=DAY)
    is_full_time = forms.BooleanField(label="专职", required=False, initial=True)


@admin.register(Post)
class PostAdmin(HistoryMixin, ScopedAdmin):
    """One row for each person's time in a post; leaving is its last day."""

    list_display = ("name", "division_name", "county_name", "kind", "full_time", "since", "until")
    list_filter = (CountyFilter, ("kind", ChoicesFilter), InPostFilter)
    list_select_related = ("division__county",)
    search_fields = ("name", "division__search_text")
    search_help_text = "按姓名、乡镇（街道）名称或拼音首字母查找"
    autocomplete_fields = ("division",)
    fields = ("division", "kind", "name", "is_full_time", "since", "until")
    actions = None
    change_list_template = "admin/deputies/post/change_list.html"

    @admin.display(description="乡镇（街道）", ordering="division__code")
    def division_name(self, post: Post) -> str:
        return post.division.name

    @admin.display(description="县（市、区）", ordering="division__county__code")
    def county_name(self, post: Post) -> str:
        return post.division.county_name

    @admin.display(description="专职", ordering="is_full_time")
    def full_time(self, post: Post) -> str:
        return "专职" if post.is_full_time else "兼职"

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        return super().render_change_form(request, context | {"show_save_and_add_another": False}, **kwargs)

    def get_urls(self) -> list:
        own = [
            ("vacancies/", vacancies_view, "vacancies"),
            ("fill/<str:code>/", fill_view, "fill"),
        ]
        return [*routes(self, own), *super().get_urls()]


def vacancies_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """County by county: filled, vacant and for how long, full-time; below, every vacancy."""
    must(oversees(request.user))
    area = area_of(request.user)
    rows = posts(area, timezone.localdate()) if area else []
    tallies, total = post_tallies(rows)
    county = request.GET.get("county", "")
    chosen = next((one.division for one in tallies if one.division.code == county), None)
    context = {
        "title": f"{area.name if area else ''}人大主席和工委主任空缺",
        "tallies": tallies,
        "total": total,
        "chosen": chosen,
        "was_wrong": bool(county) and chosen is None,
        "vacant": sorted(
            (row for row in rows if row.is_vacant and (not chosen or row.division.county_id == chosen.pk)),
            key=_longest_first,
        ),
        "may_fill": desk.has_add_permission(request),
    }
    return show(desk, request, "post/vacancies", context)


def _longest_first(row: PostRow) -> tuple[bool, int, str]:
    return row.vacant_days is not None, -(row.vacant_days or 0), row.division.code


def fill_view(desk: Any, request: HttpRequest, code: str) -> HttpResponse:
    """“登记到任”: a name and a day for a post that stands empty."""
    division = Division.objects.townships().for_staff(request.user).with_places().find(code)
    if division is None:
        raise Http404
    must(desk.has_add_permission(request))
    form = FillForm(
        request.POST if request.method == "POST" else None,
        initial={"since": timezone.localdate(), "is_full_time": True},
    )

    def act(values: dict[str, Any]) -> str:
        return f"已登记：{actions.fill_post(division, **values, by=request.user)}"

    role = "人大主席" if division.has_congress else "人大工委主任"
    context = {
        "title": f"登记到任：{division.full_name}{role}",
        "verb": "登记到任",
        "record": "空缺",
        "original": division,
    }
    return decide(
        desk, request, form, act, back=reverse("admin:deputies_post_vacancies"), at="since", context=context
    )
