"""Tasks of staff with stations: importing the ledger that an office has."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from liaison.divisions.models import Division
from liaison.lib.sheets import Fate
from stations.ledger import desk
from stations.ledger.forms import ColumnsForm, UploadForm
from stations.ledger.preview import filters_of, lines_of
from stations.models import LedgerImport, Station

LINES_A_PAGE = 100
RECENT = 10


class ImportAccess(LoginRequiredMixin, PermissionRequiredMixin):
    """Staff who may import stations."""

    permission_required = "stations.import_station"
    raise_exception = False

    def handle_no_permission(self) -> HttpResponse:
        """Strangers sign in; colleagues without the right are told so."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()


class OneImport(ImportAccess):
    """Pages about one import, which must lie in the division of whoever asks.

    `model` may be another kind of import with `division`, `user` and `state`;
    `heavy` columns are fetched only when a page asks for them.
    """

    model: Any = LedgerImport
    heavy: tuple[str, ...] = ()

    @property
    def kept(self) -> Any:
        """The import of the address, or 404."""
        if not hasattr(self, "_kept"):
            visible = self.model.objects.for_staff(self.request.user).select_related("division", "user")
            self._kept = get_object_or_404(visible.defer(*self.heavy), pk=self.kwargs["pk"])
        return self._kept

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided about it yet."""
        return self.kept.state == self.model.State.UPLOADED


class ImportListView(ImportAccess, FormView):
    """Upload a ledger; below it, what was uploaded lately."""

    template_name = "work/stations/imports.html"
    form_class = UploadForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recent = LedgerImport.objects.for_staff(self.request.user).select_related("division", "user")
        return super().get_context_data(**kwargs) | {"recent": recent.defer("tables")[:RECENT]}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        user = self.request.user
        division = user.division or Division.objects.at_top()
        if division is None:
            form.add_error("file", "还没有区划数据，请先载入区划")
            return self.form_invalid(form)
        name = form.cleaned_data["file"].name
        kept = desk.receive(form.reading, name, division=division, by=user)
        return redirect("work:import_columns", kept.pk)


class ImportColumnsView(OneImport, FormView):
    """Which column became what; the clerk may change it."""

    template_name = "work/stations/import_columns.html"
    form_class = ColumnsForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_waiting:
            return redirect("work:import_result", self.kept.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_waiting:
            return redirect("work:import_result", self.kept.pk)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"tables": desk.tables_of(self.kept)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        columns = [column for table in context["form"].tables for column in table.columns]
        return context | {
            "kept": self.kept,
            "dropped": [column.title for column in columns if column.fate == Fate.DROPPED],
            "unmapped": [column.title for column in columns if column.fate == Fate.UNMAPPED],
        }

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        desk.choose_columns(self.kept, form.choices_by_table)
        return redirect("work:import_preview", self.kept.pk)


class ImportPreviewView(OneImport, TemplateView):
    """Each row's fate and every change, before anything is written."""

    template_name = "work/stations/import_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_waiting:
            return redirect("work:import_result", self.kept.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = desk.plan_of(self.kept)
        lines = lines_of(plan)
        filters = filters_of(lines)
        chosen = self.request.GET.get("show", "")
        shown = [line for line in lines if line.belongs_to(chosen)]
        if chosen not in {one.group for one in filters}:
            chosen, shown = "", lines
        page = Paginator(shown, LINES_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "plan": plan,
            "filters": filters,
            "chosen": chosen,
            "line_count": len(lines),
            "page": page,
        }


class ImportApplyView(OneImport, View):
    """Write it; pressed twice it is written once."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What no longer fits the records (they may have changed since the preview) writes nothing."""
        try:
            desk.confirm(self.kept, by=request.user)
        except ValidationError as objection:
            messages.error(request, f"没有写入任何内容：{'；'.join(objection.messages)}")
            return redirect("work:import_preview", self.kept.pk)
        return redirect("work:import_result", self.kept.pk)


class ImportDiscardView(OneImport, View):
    """Throw it away."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        desk.discard(self.kept, by=request.user)
        messages.info(request, f"已放弃导入“{self.kept.file_name}”，没有写入任何内容")
        return redirect("work:imports")


class ImportResultView(OneImport, TemplateView):
    """What an import did, with links to the records."""

    template_name = "work/stations/import_result.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_waiting:
            return redirect("work:import_columns", self.kept.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done = {"created": [], "updated": [], "unchanged": 0, "left": [], "left_count": 0} | self.kept.summary
        stations = Station.objects.for_staff(self.request.user).with_place().in_place_order()
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "done": done,
            "created": stations.filter(pk__in=done["created"]),
            "updated": stations.filter(pk__in=done["updated"]),
        }
