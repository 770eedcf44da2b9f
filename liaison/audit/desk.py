"""The base of every record page on the admin desk: it leaves a trail and forgives bad addresses."""

from collections.abc import Callable
from typing import Any, NoReturn

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from liaison.audit import record
from liaison.audit.models import Event
from liaison.audit.telling import told
from liaison.ui.paging import CappedPaginator

SEARCH_LENGTH = 100
MOST_PAGED = 5000
"""Rows that pages lead to: with more, one looks for words or narrows the list."""
BAD_FILTER = "筛选条件无效，已忽略"


class ForgivingPaginator(CappedPaginator):
    """Pages of the desk: counted to the cap, and a page beyond the end is the last page (trust.md R21)."""

    def __init__(self, rows: Any, per_page: int, *more: Any) -> None:
        """`more` is what Django's lists say besides: no orphans, an empty first page."""
        super().__init__(rows, per_page, cap=MOST_PAGED)

    def validate_number(self, number: Any) -> int:
        """The nearest page there is."""
        try:
            asked = int(number)
        except (TypeError, ValueError):
            asked = 1
        return min(max(asked, 1), self.num_pages)


class ChoicesFilter(admin.ChoicesFieldListFilter):
    """A filter by fixed choices that does not take a value it never offered."""

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        known = {str(value) for value, _ in self.field.flatchoices}
        asked = self.used_parameters.get(self.lookup_kwarg) or []
        if not set(map(str, asked)) <= known:
            raise IncorrectLookupParameters
        return super().queryset(request, queryset)


class FixedFilter(admin.SimpleListFilter):
    """A filter with its own choices; anything else counts as malformed."""

    def chosen(self) -> str | None:
        """The value asked for, if it was offered."""
        value = self.value()
        if value is not None and value not in {str(key) for key, _ in self.lookup_choices}:
            raise IncorrectLookupParameters
        return value


def in_words(field: models.Field) -> Callable[[models.Model], str]:
    """A column that tells a yes/no or a list of choices in words, where Django shows an icon or codes."""

    def tell(obj: models.Model) -> str:
        value = getattr(obj, field.name)
        if hasattr(field, "labels"):
            return "、".join(field.labels(value)) or "—"
        return {True: "是", False: "否"}.get(value, "—")

    tell.__name__ = field.name
    tell.short_description = field.verbose_name
    tell.admin_order_field = field.name
    return tell


class DeskAdmin(admin.ModelAdmin):
    """Lists are capped, adding, changing and deleting are recorded, unknown objects answer 404.

    Django calls the `log_…` methods inside the transaction that writes, so a
    change and its trace are saved together or not at all.
    """

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = ForgivingPaginator
    empty_value_display = "—"
    view_on_site = False
    object_history_template = "admin/object_history.html"

    def choice_label(self, obj: models.Model) -> str:
        """How a row is called where somebody chooses among rows."""
        return str(obj)

    def internal_fields(self, request: HttpRequest) -> set[str]:
        """Fields whose values this person may not see, in forms and in history."""
        return set()

    # --- form

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Fields that this person sees but does not change."""
        return tuple(self.readonly_fields)

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        """The field groups of the form."""
        return self.fieldsets or [(None, {"fields": list(self.fields or ())})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [self._worded(name) for name in self.locked_fields(request, obj)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        locked = set(self.locked_fields(request, obj))
        hidden = self.internal_fields(request)
        return [
            (title, options | {"fields": [
                name if may_write and name not in locked else self._worded(name)
                for name in options["fields"]
                if name not in hidden
            ]})
            for title, options in self.sections(request, obj)
        ]  # fmt: skip

    def _worded(self, name: str) -> Any:
        """The field itself, or its column in words; always the same object, for Django compares them."""
        if not hasattr(self, "_columns"):
            self._columns = {
                field.name: in_words(field)
                for field in self.opts.fields
                if isinstance(field, models.BooleanField) or hasattr(field, "labels")
            }
        return self._columns.get(name, name)

    # --- trail

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        record(request.user, f"新建{self.opts.verbose_name}", obj, **_told(message))

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        if told := _told(message):
            record(request.user, f"修改{self.opts.verbose_name}", obj, **told)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            record(request.user, f"删除{self.opts.verbose_name}", obj)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse:
        with transaction.atomic():
            return super().response_action(request, queryset)

    # --- lists

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; nonsense in the address is dropped and said."""
        if request.method == "GET" and "e" in request.GET:
            if len(request.GET) == 1:
                messages.warning(request, BAD_FILTER)
            request.GET = request.GET.copy()
            del request.GET["e"]
        more = {"title": self.opts.verbose_name_plural, **(extra_context or {})}
        try:
            return super().changelist_view(request, more)
        except (DisallowedModelAdminLookup, ValueError, OverflowError):
            if request.method != "GET" or not request.GET:
                raise
            return HttpResponseRedirect(f"{request.path}?e=1")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """What somebody may not see they may not ask for in the address either."""
        hidden = self.internal_fields(request) if request else set()
        return lookup.split("__")[0] not in hidden and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return super().get_search_results(request, queryset, search_term[:SEARCH_LENGTH])

    # --- one object

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> NoReturn:
        """Missing and out of scope are the same page; Django would redirect with a message."""
        raise Http404

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **more: Any
    ) -> Any:
        self._must_exist(request, object_id)
        return super().changeform_view(request, object_id, *args, **more)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        self._must_exist(request, object_id)
        return super().delete_view(request, object_id, extra_context)

    def _must_exist(self, request: HttpRequest, object_id: str | None) -> None:
        """Whoever may look at such objects learns first that there is none, then what they may not do."""
        if object_id is not None and self.has_view_or_change_permission(request):
            self.object_or_404(request, object_id)

    def object_or_404(self, request: HttpRequest, object_id: str) -> Any:
        """The object, if it exists for this person."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_or_change_permission(request, obj):
            raise Http404
        return obj

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was done to the object, newest first, and the field changes where they are kept."""
        obj = self.object_or_404(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"修改记录：{obj}",
            "object": obj,
            "original": obj,
            "opts": self.opts,
            "events": [told(event) for event in Event.objects.about(obj)[:200]],
            "versions": self.versions(request, obj),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)

    def versions(self, request: HttpRequest, obj: models.Model) -> list[Any]:
        """Field by field changes; models with django-simple-history answer them."""
        return []


class ReadOnlyMixin:
    """Nobody adds, changes or deletes here, not even a superuser."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _told(message: Any) -> dict[str, list[str]]:
    """Django's change message as the trail keeps it: names of fields and parts, no values."""
    fields: list[str] = []
    parts: list[str] = []
    for step in message if isinstance(message, list) else []:
        for verb, what in step.items():
            if what.get("name"):
                parts.append(f"{PART_VERBS[verb]}{what['name']}：{what['object']}")
            else:
                fields += what.get("fields", [])
    told = {"fields": fields, "parts": parts}
    return {key: value for key, value in told.items() if value}


PART_VERBS = {"added": "新增", "changed": "修改", "deleted": "删除"}
