"""Export, and import with a preview, of stations: pages around `StationResource`.

Nothing is written before somebody has seen what would change and confirmed it.
What was read waits in the cache under a name that only this person's form knows.
What knows tables (`stations.admin.tables`) is imported when somebody has one: it is heavy.
"""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from liaison.accounts.confirm import ask_first
from liaison.audit import record
from liaison.lib.csvtext import csv_text
from liaison.lib.office import XLSX
from liaison.lib.sheets import LEDGER, SheetError
from stations.admin.rights import sees_internal
from stations.models import Station

WAITS = 30 * 60


class ExportForm(forms.Form):
    """Which kind of file, and whether internal telephone numbers go along."""

    format = forms.ChoiceField(
        label="文件格式",
        choices=[("xlsx", "xlsx（WPS、Excel）"), ("csv", "csv（带 BOM，可直接打开）")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    with_internal = forms.BooleanField(
        label="包含内部联系电话",
        required=False,
        help_text="只供工作联系，不得外传；是否包含会记入操作记录",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_internal(user):
            del self.fields["with_internal"]


class ImportForm(forms.Form):
    """A spreadsheet; what comes out of it is a table with headings."""

    import_file = forms.FileField(
        label="表格文件",
        help_text=".xlsx 或 .csv，不超过 5 MB、5000 行",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
        error_messages={"required": "请选择表格文件"},
    )

    def clean_import_file(self) -> Any:
        from stations.admin.tables import read_table

        upload = self.cleaned_data["import_file"]
        self.file_name = upload.name
        try:
            return read_table(upload.read(LEDGER.packed + 1))
        except SheetError as error:
            raise ValidationError(str(error)) from error


def download(request: HttpRequest, stations: Any, kind: str, *, with_internal: bool) -> HttpResponse:
    """The stations as a file; who took what is recorded."""
    if not request.user.has_perm("stations.export_station"):
        raise PermissionDenied
    from liaison.lib.workbook import workbook
    from stations.resources import StationResource

    with_internal = with_internal and sees_internal(request.user)
    resource = StationResource(user=request.user, with_internal=with_internal)
    allowed = Station.objects.for_staff(request.user).filter(pk__in=stations.order_by().values("pk"))
    with transaction.atomic():
        table = resource.export(allowed.with_place().select_related("parent", "division__county"))
        record(request.user, "导出联络站", None, rows=len(table), format=kind, with_internal=with_internal)
    name = f"stations-{timezone.localdate():%Y%m%d}.{kind}"
    if kind == "csv":
        text = csv_text(table.headers, table)
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(workbook("联络站", table.headers, table), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def export_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """Choose the format; the list's filters stay in force."""
    if not desk.has_export_permission(request):
        raise PermissionDenied
    try:
        stations = desk.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(f"{request.path}?e=1")
    form = ExportForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        internal = values.get("with_internal", False)
        if internal and (asked := ask_first(request)):
            return asked
        return download(request, stations, values["format"], with_internal=internal)
    context = {
        "title": "导出联络站",
        "form": form,
        "count": stations.count(),
        "is_filtered": bool(request.GET),
    }
    return _page(desk, request, "export", context)


def import_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """Choose a file, see what it would change. Writes nothing."""
    if not desk.has_import_permission(request):
        raise PermissionDenied
    from stations.admin.tables import run, writable_columns

    is_post = request.method == "POST"
    form = ImportForm(request.POST if is_post else None, request.FILES if is_post else None)
    context: dict[str, Any] = {"title": "导入联络站", "form": form, "columns": writable_columns()}
    if is_post and form.is_valid():
        table = form.cleaned_data["import_file"]
        preview = run(table, request.user, dry_run=True)
        context |= {"preview": preview, "token": "", "file_name": form.file_name}
        if preview.may_go_on:
            context["token"] = secrets.token_urlsafe(24)
            waiting = {"table": table.dict, "file": form.file_name}
            cache.set(_key(request.user, context["token"]), waiting, WAITS)
    return _page(desk, request, "import", context)


def confirm_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """Write what the preview showed, all or nothing. POST only."""
    return require_POST(_confirm)(request, desk)


def _confirm(request: HttpRequest, desk: Any) -> HttpResponse:
    if not desk.has_import_permission(request):
        raise PermissionDenied
    from stations.admin.tables import from_rows, run, writable_columns

    key = _key(request.user, request.POST.get("token", "")[:64])
    waiting = cache.get(key)
    if waiting is None:
        messages.error(request, "预览已过期，请重新选择文件")
        return HttpResponseRedirect(reverse("admin:stations_station_import"))
    table = from_rows(waiting["table"])
    with transaction.atomic():
        done = run(table, request.user, dry_run=False)
        if done.may_go_on:
            facts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
            record(request.user, "导入联络站", None, file=waiting["file"], **facts)
    cache.delete(key)
    if not done.may_go_on:
        context = {"title": "导入联络站", "form": ImportForm(), "columns": writable_columns()}
        context |= {"preview": done, "token": "", "file_name": waiting["file"]}
        return _page(desk, request, "import", context)
    told = f"导入完成：新增 {done.added} 个，更新 {done.changed} 个，未变 {done.unchanged} 个"
    messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:stations_station_changelist"))


def _key(user: Any, token: str) -> str:
    return f"station-import-{user.pk}-{token}"


def _page(desk: Any, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    request.current_app = desk.admin_site.name
    everything = {**desk.admin_site.each_context(request), "opts": desk.opts, **context}
    return TemplateResponse(request, f"admin/stations/station/{name}.html", everything)
