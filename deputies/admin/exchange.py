"""Taking the roster away as a file: scoped, internal columns only on purpose, every time recorded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

from deputies.admin.pages import must, show
from deputies.admin.rights import sees_internal
from deputies.models import Deputy
from deputies.resources import INTERNAL, columns, rows
from liaison.accounts.confirm import ask_first
from liaison.audit import record
from liaison.lib.csvtext import csv_lines
from liaison.lib.office import XLSX
from liaison.lib.opendata import IN_MEMORY
from liaison.ui.forms import PlainForm

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


class ExportForm(PlainForm):
    """Which kind of file, and whether what is only for staff goes along."""

    format = forms.ChoiceField(
        label="文件格式",
        choices=[("xlsx", "xlsx（WPS、Excel）"), ("csv", "csv（带 BOM，可直接打开）")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    with_internal = forms.BooleanField(
        label="包含只供工作人员的内容",
        required=False,
        help_text=f"{'、'.join(column.label for column in INTERNAL)}。不得外传，导出人和人数会记入操作记录",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_internal(user):
            del self.fields["with_internal"]


def download(request: HttpRequest, deputies: Any, kind: str, *, with_internal: bool) -> HttpResponseBase:
    """The deputies as a file; who took what, and of how many people, is recorded."""
    must(request.user.has_perm("deputies.export_deputy"))
    chosen = columns(request.user, with_internal=with_internal)
    allowed = Deputy.objects.for_staff(request.user).filter(pk__in=deputies.order_by().values("pk"))
    ordered = allowed.order_by("division__code", "pinyin", "pk")
    heading = [column.label for column in chosen]
    table, paper = Counted(rows(ordered, chosen)), SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    with transaction.atomic():
        if kind == "csv":
            paper.writelines(line.encode() for line in csv_lines(heading, table))
        else:
            from liaison.lib.workbook import write_workbook

            write_workbook(paper, "代表名册", heading, table)
        internal = [column.label for column in chosen if column.is_internal]
        record(request.user, "导出代表名册", None, rows=table.count, format=kind, internal_columns=internal)
    paper.seek(0)
    name = f"deputies-{timezone.localdate():%Y%m%d}.{kind}"
    response = FileResponse(paper, as_attachment=True, filename=name, content_type=KINDS[kind])
    response["Cache-Control"] = "no-store, private"
    return response


@dataclass
class Counted:
    """The rows of a table, and how many of them were taken so far."""

    rows: Iterable[Any]
    count: int = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            self.count += 1
            yield row


def export_view(desk: Any, request: HttpRequest) -> HttpResponseBase:
    """Choose the format; the list's filters stay in force."""
    must(desk.has_export_permission(request))
    try:
        deputies = desk.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(f"{request.path}?e=1")
    form = ExportForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        internal = values.get("with_internal", False)
        if internal and (asked := ask_first(request)):
            return asked
        return download(request, deputies, values["format"], with_internal=internal)
    context = {
        "title": "导出代表名册",
        "form": form,
        "count": deputies.count(),
        "is_filtered": bool(request.GET),
    }
    return show(desk, request, "deputy/export", context)
