"""Tasks of staff with all reports: the matrix, one month of all counties, the summary as a spreadsheet."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from liaison.audit import record
from liaison.divisions.models import Division
from progress import desk
from progress.cells import Cell
from progress.models import MonthlyReport, State
from progress.months import first_of, reportable
from progress.work import FILL, ReportAccess

ALL = "all"
FILTERS = (
    ("none", "没有开始"),
    *((state.value, str(state.label)) for state in State),
    ("late", "逾期"),
)


class Overview(ReportAccess, View):
    """Pages over the reporting units that the person may see."""

    http_method_names = ("get", "head")

    @cached_property
    def now(self) -> datetime:
        """The moment of the request."""
        return timezone.now()

    @cached_property
    def city(self) -> Division | None:
        """The city whose counties report."""
        division = self.request.user.division
        return (division.city or division) if division else Division.objects.at_top()

    @property
    def units(self) -> Any:
        """The reporting units in sight."""
        return desk.units_for(self.request.user, self.city)


class DeskView(Overview):
    """Who is late, on one screen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = desk.matrix(self.units, self.city, self.now)
        asked = request.GET.get("state", "")
        counts = {key: sum(_belongs(cell, key) for cell in found.of_last) for key, _ in FILTERS}
        chosen = asked if asked in counts else ALL
        user = request.user
        context = {
            "matrix": found,
            "noun": "县（市、区）",
            "submitted": found.count(State.SUBMITTED, State.CONFIRMED) if found.rows else 0,
            "confirmed": found.count(State.CONFIRMED) if found.rows else 0,
            "running": self._running(),
            "filters": [(ALL, "全部", len(found.rows))]
            + [(key, label, counts[key]) for key, label in FILTERS if counts[key] or key == chosen],
            "chosen": chosen,
            "unknown": bool(asked) and asked not in (*counts, ALL),
            "shown": [cell for cell in found.of_last if chosen == ALL or _belongs(cell, chosen)],
            "may_remind": user.has_perm("progress.remind_outboxmessage"),
            "may_review": user.has_perm("progress.review_monthlyreport"),
            "may_sign": user.has_perm("progress.sign_monthlyreport"),
            "may_fill": user.has_perm(FILL),
        }
        return render(request, "work/progress/reports.html", context)

    def _running(self) -> Cell | None:
        """The month that is not over yet, for whoever fills one county's report."""
        if not self.request.user.has_perm(FILL) or self.request.user.is_superuser:
            return None
        unit = self.units.select_related("city").first()
        if unit is None:
            return None
        month = first_of(timezone.localdate(self.now))
        report = MonthlyReport.objects.latest().filter(county=unit, month=month).first()
        return desk.cell_of(unit, month, report, self.now)


def _belongs(cell: Cell, key: str) -> bool:
    return cell.is_overdue if key == "late" else cell.key == key


class MonthView(Overview):
    """One month of all counties, every figure with its total."""

    def get(self, request: HttpRequest, month: date) -> HttpResponse:
        found = self.summary(month)
        return render(request, "work/progress/month.html", {"month": found.month, "summary": found})

    def summary(self, month: date) -> desk.Summary:
        """The month, or 404 where it has not begun."""
        month = reportable(month, timezone.localdate(self.now))
        return desk.summary(self.units, self.city, month, self.now)


class MonthXlsxView(MonthView):
    """The same as a spreadsheet whose totals are formulas."""

    def get(self, request: HttpRequest, month: date) -> HttpResponse:
        from progress import xlsx

        found = self.summary(month)
        record(request.user, "导出月报汇总表", self.city, month=f"{month:%Y-%m}")
        return xlsx.answer(xlsx.summary_book(found), f"progress-{month:%Y-%m}.xlsx")
