"""The city brings a month's sheet of all counties: choose a file, look at every row, confirm."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from liaison.divisions.models import Division
from progress.actions import OutdatedError
from progress.countysheet import keep
from progress.countysheet.apply import Outcome, take_over
from progress.countysheet.forms import SheetForm
from progress.countysheet.read import CountyRow, CountySheet
from progress.countysheet.vocabulary import INDICATOR_OF
from progress.indicators import BY_CODE
from progress.months import reportable
from progress.overview import Overview

MEANWHILE = "刚刚有人保存了其中一份月报，一行也没有写入。请再上传一次核对"
STALE = "这次预览已经过期，请重新上传"


@dataclass(frozen=True)
class Shown:
    """One row of the preview: what the sheet says, and what would become of it."""

    row: CountyRow
    word: str
    tone: str
    why: str

    @property
    def figures(self) -> list[tuple[str, int | None]]:
        """Label and figure of each indicator."""
        return [(BY_CODE[code].label, self.row.figures.get(key)) for key, code in INDICATOR_OF.items()]


def shown(found: CountySheet, outcome: Outcome) -> list[Shown]:
    """The rows in the order of the file."""
    return [_shown(row, outcome) for row in found.rows]


def _shown(row: CountyRow, outcome: Outcome) -> Shown:
    if row.number in outcome.refused:
        return Shown(row, "不读入", "err", outcome.refused[row.number])
    word, tone = ("没有变化", "") if row.number in outcome.same else ("写入草稿", "ok")
    return Shown(row, word, "warn" if row.warning else tone, row.warning)


class CountySheetView(Overview):
    """GET: choose a file. POST: the rows of it; with a sealed sheet, take them over."""

    permission_required = "progress.import_monthlyreport"
    http_method_names = ("get", "head", "post")

    @cached_property
    def month(self) -> date:
        """The month of the address, or 404 where it has not begun."""
        return reportable(self.kwargs["month"], timezone.localdate(self.now))

    @cached_property
    def town_hall(self) -> Division:
        """The city that brings the sheet, or 404."""
        if self.city is None:
            raise Http404
        return self.city

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(SheetForm(self.town_hall, self.month))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "sheet" in request.POST:
            return self.take(request.POST["sheet"])
        form = SheetForm(self.town_hall, self.month, request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        outcome = self.decide(form.found, writes=False)
        return self.show(
            SheetForm(self.town_hall, self.month),
            rows=shown(form.found, outcome),
            others=len(form.found.others),
            outcome=outcome,
            name=form.cleaned_data["file"].name,
            sealed=keep.seal(form.found, self.town_hall, by=request.user),
        )

    def decide(self, found: CountySheet, *, writes: bool) -> Outcome:
        """What becomes of each row."""
        return take_over(found, self.town_hall, by=self.request.user, now=self.now, writes=writes)

    def take(self, sealed: str) -> HttpResponse:
        """Write what was looked at; a row that may not be written any more is said."""
        found = keep.unseal(sealed, self.town_hall, self.month, by=self.request.user)
        if found is None:
            messages.error(self.request, STALE)
            return redirect("work:reports_countysheet", self.month)
        try:
            outcome = self.decide(found, writes=True)
        except OutdatedError:
            messages.error(self.request, MEANWHILE)
            return redirect("work:reports_countysheet", self.month)
        written = [row for row in found.rows if row.number in outcome.written]
        messages.success(
            self.request, f"已写入 {len(written)} 个单位的草稿：{'、'.join(map(_name, written)) or '没有'}"
        )
        for row in found.rows:
            if row.number in outcome.refused:
                messages.warning(self.request, f"{_name(row)}没有写入：{outcome.refused[row.number]}")
        return redirect("work:reports")

    def show(self, form: SheetForm, **more: Any) -> HttpResponse:
        """The page; nothing is shown below the form until a file was read."""
        nothing = {"rows": [], "others": 0, "outcome": None, "name": "", "sealed": ""}
        context = {"month": self.month, "form": form, "labels": LABELS, **nothing, **more}
        return render(self.request, "work/progress/countysheet.html", context)


LABELS = [BY_CODE[code].label for code in INDICATOR_OF.values()]


def _name(row: CountyRow) -> str:
    return str(row.unit or row.name)
