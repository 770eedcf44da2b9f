"""Tasks of staff with one county's report: fill it, check it, send it on, decide about it."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import View

from liaison.audit import record
from liaison.divisions.models import Division
from liaison.lib.documents import handed_over
from liaison.lib.workflow import open_to
from progress import actions, desk, files, page, reminders, sheet
from progress.actions import OutdatedError
from progress.forms import ReportForm, ReturnForm, ReviseForm, SureForm
from progress.models import MonthlyReport, ReportMove, State
from progress.months import reportable
from progress.moves import FLOW, MOVES
from stations.work import ImportAccess

FILL = "progress.fill_monthlyreport"


class ReportAccess(ImportAccess):
    """Staff who may see reports."""

    permission_required = "progress.view_monthlyreport"


class OneMonth(ReportAccess, View):
    """Pages about one county's month; a county that is not the person's own does not exist."""

    @cached_property
    def now(self) -> datetime:
        """The moment of the request."""
        return timezone.now()

    @cached_property
    def today(self) -> date:
        """The Chinese day of the request."""
        return timezone.localdate(self.now)

    @cached_property
    def unit(self) -> Division:
        """The reporting unit of the address, or 404."""
        user = self.request.user
        city = user.division.city if user.division else Division.objects.at_top()
        found = desk.units_for(user, city).select_related("city", "county").find(self.kwargs["county"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def month(self) -> date:
        """The month of the address, or 404 where it has not begun."""
        return reportable(self.kwargs["month"], self.today)

    @cached_property
    def report(self) -> MonthlyReport | None:
        """The newest revision; an older one where the address names it."""
        rows = MonthlyReport.objects.for_staff(self.request.user).with_places()
        rows = rows.filter(county=self.unit, month=self.month).order_by("-revision")
        asked = self.request.GET.get("revision", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 4:
            return get_object_or_404(rows, revision=int(asked))
        return rows.first()

    @property
    def written(self) -> MonthlyReport:
        """The report, or 404 while nobody began it."""
        if self.report is None:
            raise Http404
        return self.report

    @property
    def may_write(self) -> bool:
        """Whether this person may type into this revision now."""
        is_open = self.report is None or self.report.is_open
        return is_open and self.request.user.has_perm(FILL)

    def look(self, **how: Any) -> sheet.Sheet:
        """The figures of the month."""
        return sheet.look(self.unit, self.month, self.report, self.today, **how)

    def context(self, **more: Any) -> dict[str, Any]:
        """What every page about the month shows at its head."""
        state = self.report.state if self.report else State.DRAFT
        return {
            "unit": self.unit,
            "month": self.month,
            "words": sheet.words(self.month),
            "report": self.report,
            "cell": desk.cell_of(self.unit, self.month, self.report, self.now),
            "flow": [(label, state in states) for label, states in FLOW],
            "moves": list(self.report.moves.all()) if self.report else [],
            "revisions": self._revisions(),
            **more,
        }

    def _revisions(self) -> list[MonthlyReport]:
        rows = MonthlyReport.objects.filter(county=self.unit, month=self.month)
        return list(rows.with_places().order_by("revision"))

    def back(self) -> HttpResponse:
        """To the month's own page."""
        return redirect("work:report", self.unit.code, self.month)


class ReportView(OneMonth):
    """The month: a form for whoever writes it, a page for whoever reads it."""

    http_method_names = ("get", "head", "post")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_write:
            return read_page(self)
        return self.form_page(ReportForm(self.look(), initial=self._who()))

    def _who(self) -> dict[str, str]:
        """Whoever opens the form is the one who fills it, until somebody writes another name."""
        return {"filled_by": str(self.request.user)}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(FILL):
            raise PermissionDenied
        form = ReportForm(self.look(), request.POST, request.FILES)
        if not form.is_valid():
            return self.refuse(form, len(form.errors))
        try:
            saved = self.save(form)
        except OutdatedError as meanwhile:
            return self.outdated(form, meanwhile.report)
        except ValidationError as objection:
            form.add_error(None, objection)
            return self.refuse(form, 1, status=409)
        return self.saved(saved)

    def save(self, form: ReportForm) -> MonthlyReport:
        """Figures, words and files of one sending."""
        seen = self.request.POST.get("version", "")
        seen_version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
        saved = actions.save(
            self.unit, self.month, form.draft, seen=seen_version, by=self.request.user, now=self.now
        )
        files.attach(saved, form.cleaned_data.get("files") or [])
        files.detach(saved, self.request.POST.get("remove", ""))
        self.__dict__["report"] = MonthlyReport.objects.with_places().get(pk=saved.pk)
        return saved

    def saved(self, report: MonthlyReport) -> HttpResponse:
        """On to the check, or back to the form."""
        do = self.request.POST.get("do")
        if self.is_auto:
            at = timezone.localtime(self.now)
            return JsonResponse({"version": report.version, "message": f"{at:%H:%M} 已自动保存到草稿"})
        if do != "check":
            messages.success(self.request, "已保存到草稿")
            return self.back()
        form = ReportForm(self.look(), self.request.POST, is_full=True)
        if form.is_valid():
            return redirect("work:report_check", self.unit.code, self.month)
        return self.form_page(form)

    @property
    def is_auto(self) -> bool:
        """Sent by the page itself, not by a person."""
        return self.request.headers.get("X-Autosave") == "1"

    def refuse(self, form: ReportForm, count: int, status: int = 200) -> HttpResponse:
        """What cannot even be kept as a draft goes back as it was typed."""
        if self.is_auto:
            message = f"没有保存：有 {count} 处格式不对，改好后自动保存"
            return JsonResponse({"message": message}, status=422)
        return self.form_page(form, status=status)

    def outdated(self, form: ReportForm, stored: MonthlyReport) -> HttpResponse:
        """Nothing is overwritten: the page shows what the other wrote beside what was typed."""
        found = page.conflict(stored, form)
        if self.is_auto:
            at = f" {found.at:%H:%M}" if found.at else ""
            message = f"没有保存：{found.who}{at} 改过这份月报"
            return JsonResponse({"message": message, "conflict": True}, status=409)
        self.__dict__["report"] = MonthlyReport.objects.with_places().get(pk=stored.pk)
        return self.form_page(form, status=409, conflict=found)

    def form_page(self, form: ReportForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """The form with its contents."""
        comments = returned(self.report)
        found = page.sections(form, comments.comments if comments else {})
        texts = [form[name] for name in ("practice", "filled_by")]
        context = self.context(
            form=form,
            sections=found,
            returned=comments,
            fault_count=sum(len(errors) for errors in form.errors.values()) if form.is_bound else 0,
            words_missing=sum(not field.value() for field in texts),
            words_wrong=sum(bool(field.errors) for field in texts),
            version=self.report.version if self.report else 0,
            attachments=list(self.report.attachments.all()) if self.report else [],
            **{"conflict": None, "uploaded": 0} | more,
        )
        return render(self.request, "work/progress/form.html", context, status=status)


def returned(report: MonthlyReport | None) -> ReportMove | None:
    """Why the report came back, while it is the county's again."""
    if report is None or report.state != State.RETURNED:
        return None
    return report.moves.filter(target=State.RETURNED).order_by("-pk").first()


def read_page(view: OneMonth, *, form: ReturnForm | None = None, name: str = "") -> HttpResponse:
    """The report as it stands, with the steps that the reader may take."""
    report, user = view.report, view.request.user
    steps = open_to(MOVES, report.state, user) if report else {}
    is_newest = report is not None and not report.is_open and report == newest(view)
    sections = read_sections(view) if report else []
    lines = [line for _, some in sections for line in some]
    context = view.context(
        sections=sections,
        notable=[line for line in lines if line.value is not None and (line.is_changed or line.warning)],
        steps=steps if is_newest else {},
        return_form=form or ReturnForm(),
        returning=name or next((key for key in steps if MOVES[key].needs_note), ""),
        may_revise=is_newest and report.state == State.CONFIRMED and user.has_perm(FILL),
        may_remind=user.has_perm("progress.remind_outboxmessage"),
        may_fill=user.has_perm(FILL),
        revise_form=ReviseForm(),
        attachments=list(report.attachments.all()) if report else [],
    )
    return render(view.request, "work/progress/read.html", context)


def newest(view: OneMonth) -> MonthlyReport | None:
    """The revision that can be decided about."""
    rows = MonthlyReport.objects.filter(county=view.unit, month=view.month)
    return rows.order_by("-revision").first()


def read_sections(view: OneMonth) -> list[tuple[str, list[sheet.Line]]]:
    """Titles and lines of all sections as they were saved."""
    looked = view.look(as_saved=True)
    return [
        (page.section_title(number), [looked.line(one) for one in page.of_section(number)])
        for number in page.SECTIONS
        if page.of_section(number)
    ]


class CheckView(OneMonth):
    """Every figure once more before it goes to be signed, each with a way back to its field."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(SureForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SureForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        seen = request.POST.get("version", "")
        try:
            version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
            actions.move(self.written, "sign", by=request.user, now=self.now, seen=version)
        except ValidationError as objection:
            form.add_error(None, objection)
            self.__dict__.pop("report")
            return self.show(form)
        return redirect("work:report_receipt", self.unit.code, self.month)

    def show(self, form: SureForm) -> HttpResponse:
        """The list; whoever may not write has no business here."""
        report = self.written
        if not self.may_write:
            if self.request.user.has_perm(FILL):
                return self.back()
            raise PermissionDenied
        looked = self.look(as_saved=True)
        context = self.context(
            form=form, sections=read_sections(self), faults=looked.faults(), version=report.version
        )
        return render(self.request, "work/progress/check.html", context)


class MoveView(OneMonth):
    """One step on the way: a POST of a few words."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *, name: str, **kwargs: Any) -> HttpResponse:
        if name not in MOVES or name == "sign":
            raise Http404
        step, report = MOVES[name], self.written
        form = ReturnForm(request.POST)
        is_good = form.is_valid() or not step.needs_note
        if not request.user.has_perm(step.permission):
            raise PermissionDenied
        if not is_good:
            return read_page(self, form=form, name=name)
        said = {"note": form.cleaned_data["note"], "comments": form.comments} if step.needs_note else {}
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None
        try:
            actions.move(report, name, by=request.user, now=self.now, seen=version, **said)
        except ValidationError as objection:
            messages.error(request, "；".join(objection.messages))
            return self.back()
        if name == "submit":
            return redirect("work:report_receipt", self.unit.code, self.month)
        messages.success(request, f"已{step.label}{self.unit} {self.month.month} 月月报")
        return redirect("work:reports") if name == "confirm" else self.back()


class ReviseView(OneMonth):
    """Open a correction of a confirmed report."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(FILL):
            raise PermissionDenied
        try:
            actions.revise(self.written, request.POST.get("note", "")[:200], by=request.user, now=self.now)
        except ValidationError as objection:
            messages.error(request, "；".join(objection.messages))
        else:
            messages.success(request, "已开始更正，原来确认的数据在新版确认以前继续有效")
        return self.back()


class ReceiptView(OneMonth):
    """It arrived: number, time, and what happens next."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.written.state not in (State.SIGNING, State.SUBMITTED):
            return self.back()
        return render(request, "work/progress/receipt.html", self.context())


class PrintView(OneMonth):
    """The paper form: A4, with lines to sign on."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = self.context(sections=read_sections(self))
        record(request.user, "打印月报", self.written)
        return render(request, "work/progress/print.html", context)


class AttachmentView(OneMonth):
    """A supporting file, for those who see the report."""

    def get(self, request: HttpRequest, *, pk: int, **kwargs: Any) -> HttpResponseBase:
        if pk > 2**63 - 1:
            raise Http404
        rows = MonthlyReport.objects.filter(county=self.unit, month=self.month)
        found = next((one for r in rows for one in r.attachments.filter(pk=pk)), None)
        if found is None or not found.file.storage.exists(found.file.name):
            raise Http404
        suffix = found.file.name.rpartition(".")[2]
        name = found.name if found.name.lower().endswith(f".{suffix}") else f"{found.name}.{suffix}"
        return handed_over(found.file.open(), name)


class RemindView(OneMonth):
    """催报: the words to copy, and a message in the outbox."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("progress.remind_outboxmessage"):
            raise PermissionDenied
        cell = desk.cell_of(self.unit, self.month, self.report, self.now)
        text = reminders.remind(cell, by=request.user, now=self.now)
        people = reminders.recipients(cell)
        context = self.context(text=text, people=people)
        return render(request, "work/progress/reminded.html", context)


class SheetView(OneMonth):
    """The month's sheet as .xlsx, filled in as far as it is, to be filled offline."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        from progress import xlsx

        name = f"{self.unit.code}-{self.month:%Y-%m}.xlsx"
        record(request.user, "下载月报表格", self.unit, month=f"{self.month:%Y-%m}")
        return xlsx.answer(xlsx.month_sheet(self.look()), name)


class UploadView(ReportView):
    """A filled sheet comes back: the form shows what it says, nothing is saved until somebody does."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(FILL):
            raise PermissionDenied
        if not self.may_write:
            return self.back()
        from progress import xlsx

        looked = self.look()
        try:
            read = xlsx.read_sheet(request.FILES.get("sheet"), self.unit, self.month)
        except xlsx.SheetFaultError as problem:
            messages.error(request, str(problem))
            return self.back()
        typed = ReportForm(looked, initial=self._who()).initial | read
        form = ReportForm(looked, {k: "" if v is None else str(v) for k, v in typed.items()}, is_full=True)
        form.is_valid()
        return self.form_page(form, uploaded=len(read))
