"""Stations on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from liaison.audit.desk import ChoicesFilter
from liaison.divisions.history import HistoryMixin
from liaison.divisions.scoped import CountyFilter, ScopedAdmin, ZoneFilter
from stations import keeping
from stations.actions import settle
from stations.admin import coverage, decisions, exchange
from stations.admin.filters import MissingFilter
from stations.admin.forms import StationForm
from stations.admin.inlines import INLINES
from stations.admin.rights import INTERNAL_FIELDS, OFFICE_FIELDS, decides, sees_internal
from stations.models import Evidence, Photo, Station, Status
from stations.search import SEPARATOR

SECTIONS: list[tuple[str, tuple[str, ...], str]] = [
    ("基本情况", ("name", "kind", "division", "parent", "status", "opened_on", "keepers"), ""),
    ("地点和联系", ("address", "directions", "phone", "contact_phone", "shared_with"), ""),
    ("时间", ("reception_note", "usual_hours"), ""),
    ("服务范围", ("pasted_areas",), ""),
    ("功能室和设备", ("rooms", "equipment", "area", "step_free", "video_reception"), ""),
    ("简介", ("overview",), ""),
    ("四项功能", ("bridge", "refuel", "duty", "window"), "collapse"),
    ("重点站和等次", ("is_focus", "focus_reason", "grade", "grade_until"), "collapse"),
    ("坐标和台账", ("latitude", "longitude", "reported_deputies"), "collapse"),
]
WRITING_ONLY = ("usual_hours", "pasted_areas", "seen_at")


@admin.register(Station)
class StationAdmin(HistoryMixin, ScopedAdmin):
    """What the municipal and county offices keep, and each keeper for their own."""

    form = StationForm
    list_display = (
        *("name", "county_name", "township_name", "kind", "status", "stage"),
        *("focus_word", "photo_word", "changed_at"),
    )
    list_filter = (
        *(CountyFilter, ("stage", ChoicesFilter), ("kind", ChoicesFilter), ("status", ChoicesFilter)),
        *(MissingFilter, ZoneFilter, "is_focus"),
    )
    list_select_related = ("division", "division__county", "division__managed_by", "division__parent")
    search_fields = ("search_text",)
    search_help_text = "按站名、别名、村（社区）、乡镇或拼音首字母查找，如 mzz"
    autocomplete_fields = ("division", "parent")
    inlines = INLINES
    actions = ("export_chosen",)
    change_list_template = "admin/stations/station/change_list.html"
    change_form_template = "admin/stations/station/change_form.html"

    # --- list

    def get_queryset(self, request: HttpRequest) -> Any:
        photos = Photo.objects.filter(station=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_photo=Exists(photos))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """As the public searches; whoever chooses a station above a point sees no points."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.stations()
        return queryset.matching(search_term[:100].replace(SEPARATOR, " ")), False

    def choice_label(self, obj: Any) -> str:
        return f"{obj.name}（{obj.division.full_name}）"

    @admin.display(description="县（市、区）", ordering="division__county__code")
    def county_name(self, station: Station) -> str:
        return station.division.county.name if station.division.county else "市直"

    @admin.display(description="乡镇（街道）", ordering="division__code")
    def township_name(self, station: Station) -> str:
        return station.division.name

    @admin.display(description="重点站", ordering="is_focus")
    def focus_word(self, station: Station) -> str:
        return "重点站" if station.is_focus else "—"

    @admin.display(description="照片")
    def photo_word(self, station: Station) -> str:
        return "有" if station.has_photo else "没有"

    @admin.display(description="更新时间", ordering="updated_at")
    def changed_at(self, station: Station) -> str:
        return f"{timezone.localtime(station.updated_at):%Y-%m-%d %H:%M}"

    @admin.action(description="导出所选联络站（xlsx）", permissions=["export"])
    def export_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return exchange.download(request, queryset, "xlsx", with_internal=False)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stations.export_station")

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stations.import_station")

    # --- form

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        may_write = self.has_change_permission(request, obj) if obj else True
        found = []
        for title, names, classes in SECTIONS:
            fields = [name for name in names if may_write or name not in WRITING_ONLY]
            if fields:
                found.append((title, {"fields": fields, "classes": (classes,) if classes else ()}))
        if obj:
            found[0][1]["fields"][:0] = ["code_links"]
        if obj and obj.status == Status.CLOSED:
            found[0][1]["fields"] += ["closed_on", "closed_reason"]
        if obj and may_write:
            found[0][1]["fields"] += ["seen_at"]
        return found

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        locked = ("code_links", "closed_on", "closed_reason")
        if obj and obj.status == Status.CLOSED:
            locked += ("status",)
        if not decides(request.user):
            locked += OFFICE_FIELDS
        return tuple(dict.fromkeys(locked))

    def internal_fields(self, request: HttpRequest) -> set[str]:
        return set() if sees_internal(request.user) else set(INTERNAL_FIELDS)

    def choices_of(self, db_field: Any, request: HttpRequest) -> Any:
        rows = super().choices_of(db_field, request)
        return rows.filter(role="keeper", is_active=True) if db_field.name == "keepers" else rows

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "keepers":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="站点码")
    def code_links(self, station: Station) -> str:
        links = {
            "公众页面": reverse("stations:detail", args=[station.code]),
            "张贴公示（A4）": reverse("stations:poster", args=[station.code]),
            "二维码": reverse("stations:qr", args=[station.code]),
        }
        if station.status == Status.PREPARING:
            return format_html("<strong>{}</strong>　筹建中，挂牌后公开页面和二维码", station.code)
        parts = [format_html('<a href="{}">{}</a>', url, word) for word, url in links.items()]
        return format_html("<strong>{}</strong>　{}　{}　{}", station.code, *parts)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        return self.inlines if obj else INLINES[1:-2]

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        """What may be decided stands beside the form."""
        obj = kwargs.get("obj")
        context |= {
            "may_decide": bool(obj) and decides(request.user),
            "is_closed": bool(obj) and obj.status == Status.CLOSED,
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, **kwargs)

    # --- saving

    def save_model(self, request: HttpRequest, obj: Any, form: BaseModelForm, change: bool) -> None:
        """Saved also when only a part changed, so that the next editor is warned; history only of changes."""
        if change and not set(form.changed_data) - set(WRITING_ONLY):
            obj.skip_history_when_saving = True
        super().save_model(request, obj, form, change)
        # The library asks whether the mark is there, not what it says.
        vars(obj).pop("skip_history_when_saving", None)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Evidence:
            for part in formset.extra_forms:
                part.instance.by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        station = form.instance
        if form.cleaned_data.get("usual_hours"):
            keeping.take_usual_hours(station, form.cleaned_data["usual_hours"])
        if form.cleaned_data.get("pasted_areas"):
            keeping.add_areas(station, form.cleaned_data["pasted_areas"])
        if not change:
            keeping.begin_record(station, by=request.user)
        settle(station)

    # --- pages beside list and form

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        more = {
            "may_export": self.has_export_permission(request),
            "may_import": self.has_import_permission(request),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def get_urls(self) -> list:
        def page(route: str, view: Any, name: str) -> Any:
            def bound(request: HttpRequest, **kwargs: Any) -> HttpResponse:
                return view(self, request, **kwargs)

            return path(route, self.admin_site.admin_view(bound), name=f"stations_station_{name}")

        return [
            page("coverage/", coverage.coverage_view, "coverage"),
            page("establish/<str:code>/", decisions.establish_view, "establish"),
            page("export/", exchange.export_view, "export"),
            page("import/", exchange.import_view, "import"),
            page("import/confirm/", exchange.confirm_view, "process_import"),
            page("<int:pk>/advance/", decisions.advance_view, "advance"),
            page("<int:pk>/close/", decisions.close_view, "close"),
            page("<int:pk>/reopen/", decisions.reopen_view, "reopen"),
            page("<int:pk>/evidence/<int:evidence>/", decisions.evidence_view, "evidence"),
            *super().get_urls(),
        ]
