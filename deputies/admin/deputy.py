"""Deputies on the desk."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from deputies.actions import settle
from deputies.admin import decisions, exchange, gaps
from deputies.admin.filters import LevelFilter, PlacedFilter, ServingFilter
from deputies.admin.forms import DeputyForm
from deputies.admin.pages import routes
from deputies.admin.rights import hidden_fields, oversees, places, registers, sees_internal
from deputies.gaps import with_standing
from deputies.models import Assignment, CongressLevel, Deputy, Mandate
from deputies.privacy import DEPUTY, Reach, internal_fields
from liaison.audit import record
from liaison.divisions.history import HistoryMixin
from liaison.divisions.models import Division, Level
from liaison.divisions.scoped import CountyFilter, ScopedAdmin

SECTIONS: list[tuple[str, tuple[str, ...]]] = [
    (f"{Reach.PUBLIC}的内容", ("name", "pinyin", "division", "interests")),
    (
        Reach.OPTIONAL,
        ("photo_view", "photo", "remove_photo", "photo_consent", "duty", "duty_is_public"),
    ),
    (
        Reach.INTERNAL,
        ("gender", "birth_month", "ethnicity", "party", "education", "phone", "office_phone", "remark"),
    ),
]
WRITING_ONLY = ("photo", "remove_photo", "seen_at")
ORDER = list(CongressLevel.values)


class Roll(ChangeList):
    """The list with what each row tells, in a fixed number of queries."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        return with_standing(super().get_queryset(request, exclude_parameters))


@admin.register(Deputy)
class DeputyAdmin(HistoryMixin, ScopedAdmin):
    """The person. Mandates and places are dated rows, changed only by the pages in `decisions`."""

    form = DeputyForm
    list_display = ("name_word", "levels", "county_name", "place", "duty", "state")
    list_display_links = ("name_word",)
    list_filter = (CountyFilter, LevelFilter, PlacedFilter, ServingFilter)
    list_select_related = ("division__county",)
    search_fields = ("search_text",)
    search_help_text = "按姓名或拼音首字母查找，如 zxl"
    ordering = ("division__code", "pinyin", "pk")
    actions = ("assign_chosen", "export_chosen")
    change_list_template = "admin/deputies/deputy/change_list.html"
    change_form_template = "admin/deputies/deputy/change_form.html"

    # --- list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Roll

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """As the public searches."""
        return queryset.matching(search_term[:100].replace("|", " ")), False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Nobody asks for a phone in the address: that look would leave no trace."""
        is_internal = lookup.split("__")[0] in internal_fields(DEPUTY)
        return not is_internal and super().lookup_allowed(lookup, value, request)

    @admin.display(description="姓名", ordering="pinyin")
    def name_word(self, deputy: Deputy) -> str:
        return deputy.name

    @admin.display(description="层级")
    def levels(self, deputy: Deputy) -> str:
        held = sorted({m.level for m in deputy.mandates.all()}, key=ORDER.index)
        return "、".join(str(CongressLevel(level).label) for level in held) or "—"

    @admin.display(description="县（市、区）", ordering="division__code")
    def county_name(self, deputy: Deputy) -> str:
        return deputy.division.county_name

    @admin.display(description="联络站")
    def place(self, deputy: Deputy) -> str:
        held = next((a for a in deputy.assignments.all() if a.until is None), None)
        return held.station.short_name if held else "还没有进站"

    @admin.display(description="状态")
    def state(self, deputy: Deputy) -> str:
        held = deputy.mandates.all()
        if not held:
            return "不在任"
        return "在任" if any(m.status == "serving" for m in held) else "暂停"

    @admin.action(description="安排进站（先预览）", permissions=["place"])
    def assign_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return gaps.preview_chosen(self, request, queryset)

    @admin.action(description="导出所选代表（xlsx）", permissions=["export"])
    def export_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return exchange.download(request, queryset, "xlsx", with_internal=False)

    def has_place_permission(self, request: HttpRequest) -> bool:
        return places(request.user)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("deputies.export_deputy")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        more = {
            "may_export": self.has_export_permission(request),
            "may_import": request.user.has_perm("deputies.import_deputy"),
            "may_oversee": oversees(request.user),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    # --- form

    def internal_fields(self, request: HttpRequest) -> set[str]:
        return hidden_fields(request.user)

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        may_write = self.has_change_permission(request, obj) if obj else True
        left_out = {"photo_view", "remove_photo"} if obj is None or not obj.photo else set()
        left_out |= set() if may_write else set(WRITING_ONLY)
        found = [
            (str(title), {"fields": [name for name in names if name not in left_out]})
            for title, names in SECTIONS
        ]
        if obj and may_write:
            found[0][1]["fields"].append("seen_at")
        return [(title, options) for title, options in found if options["fields"]]

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("photo_view",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        groups = super().get_fieldsets(request, obj)
        return [(title, options) for title, options in groups if options["fields"]]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"division": request.user.division_id, **super().get_changeform_initial_data(request)}

    def choices_of(self, db_field: Any, request: HttpRequest) -> Any:
        """A roster is kept by a county, or by the city."""
        rows = super().choices_of(db_field, request)
        return rows.current().filter(level__in=(Level.CITY, Level.COUNTY)) if rows.model is Division else rows

    @admin.display(description="现有照片")
    def photo_view(self, deputy: Deputy) -> str:
        return format_html('<img class="thumb" src="{}" alt="{}的照片">', deputy.photo.url, deputy.name)

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        """The dated rows beside the form; a look at internal data leaves a trace (trust.md R20)."""
        obj = kwargs.get("obj")
        context |= {
            "show_save_and_add_another": False,
            "standing": _standing(obj, request.user) if obj else None,
        }
        if obj and request.method == "GET":
            self._trace(request, obj)
        return super().render_change_form(request, context, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Old values are internal too."""
        response = super().history_view(request, object_id, extra_context)
        self._trace(request, self.object_or_404(request, object_id))
        return response

    @staticmethod
    def _trace(request: HttpRequest, deputy: Deputy) -> None:
        if sees_internal(request.user):
            record(request.user, "查看代表内部信息", deputy)

    # --- saving

    def save_model(self, request: HttpRequest, obj: Any, form: BaseModelForm, change: bool) -> None:
        """Saved also when nothing changed, so that the next editor is warned; history only of changes."""
        old = form.initial.get("photo") if change else None
        if change and not set(form.changed_data) - {"seen_at"}:
            obj.skip_history_when_saving = True
        super().save_model(request, obj, form, change)
        vars(obj).pop("skip_history_when_saving", None)
        if old and old.name != obj.photo.name:
            transaction.on_commit(lambda: old.storage.delete(old.name))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        settle(form.instance)

    # --- pages beside list and form

    def get_urls(self) -> list:
        own = routes(
            self,
            [
                ("gaps/", gaps.gaps_view, "gaps"),
                ("gaps/preview/", gaps.preview_view, "place_preview"),
                ("gaps/place/", gaps.place_view, "place"),
                ("export/", exchange.export_view, "export"),
                ("<int:pk>/elect/", decisions.elect_view, "elect"),
                ("<int:pk>/mandates/<int:mandate>/correct/", decisions.correct_view, "correct"),
                ("<int:pk>/mandates/<int:mandate>/end/", decisions.end_view, "end"),
                ("<int:pk>/mandates/<int:mandate>/suspend/", decisions.suspend_view, "suspend"),
                ("<int:pk>/mandates/<int:mandate>/resume/", decisions.resume_view, "resume"),
                ("<int:pk>/assign/", decisions.assign_view, "assign"),
                ("<int:pk>/release/", decisions.release_view, "release"),
            ],
        )
        return [*own, *super().get_urls()]


def _standing(deputy: Deputy, user: Any) -> dict[str, Any]:
    """The dated rows of one deputy and what this person may do with them."""
    held = Mandate.objects.filter(deputy=deputy).select_related("term__division__county")
    mandates = list(held.prefetch_related("suspensions"))
    mandates.sort(key=lambda m: (m.status == "ended", ORDER.index(m.level), -m.term.number))
    rows = Assignment.objects.filter(deputy=deputy).select_related("station__division__county")
    return {
        "mandates": mandates,
        "places": rows.order_by("-since"),
        "is_placed": rows.open().exists(),
        "is_serving": any(m.status != "ended" for m in mandates),
        "may_register": registers(user),
        "may_place": places(user),
        "sees_reason": sees_internal(user),
    }
