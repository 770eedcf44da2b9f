"""Tasks of staff with deputies: importing the roster that a county has."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView, View

from deputies.models import RosterImport
from deputies.roster import desk
from deputies.roster.forms import AnswersForm, LeaveForm, RosterColumnsForm, UploadForm
from deputies.roster.undo import can_undo, undo
from liaison.divisions.models import Division
from liaison.lib import meter
from liaison.lib.sheets import Fate
from stations.work import ImportAccess, OneImport

LINES_A_PAGE = 100
RECENT = 10
METERS = settings.VAR_DIR / "progress"


def counties_of(user: Any) -> QuerySet[Division]:
    """The counties whose rosters this person may bring in."""
    return Division.objects.counties().for_staff(user).order_by("code")


class RosterAccess(ImportAccess):
    """Staff who may import rosters."""

    permission_required = "deputies.import_deputy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Long steps say how far they are to the page that waits."""
        with meter.metered(METERS, request.POST.get("meter", "")):
            return super().dispatch(request, *args, **kwargs)


class ProgressView(RosterAccess, View):
    """How far the import is that a page waits for; nothing when it is done or unknown."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(meter.look(METERS, request.GET.get("token", "")))


class OneRoster(RosterAccess, OneImport):
    """Pages about one roster of the division of whoever asks."""

    model = RosterImport
    heavy = ("tables", "preview", "journal")

    def elsewhere(self) -> HttpResponse | None:
        """Where an import that is decided already is looked at."""
        return None if self.is_waiting else redirect("work:roster_result", self.kept.pk)


class RosterListView(RosterAccess, FormView):
    """Upload a roster; below it, what was uploaded lately."""

    template_name = "work/deputies/rosters.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"counties": counties_of(self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recent = RosterImport.objects.for_staff(self.request.user).select_related("division", "user")
        heavy = ("tables", "preview", "journal", "answers", "mapping")
        return super().get_context_data(**kwargs) | {
            "recent": recent.defer(*heavy)[:RECENT],
            "has_counties": counties_of(self.request.user).exists(),
        }

    def form_valid(self, form: UploadForm) -> HttpResponse:
        said = form.cleaned_data
        kept = desk.receive(
            form.reading,
            said["file"].name,
            county=said["county"],
            on=said["on"],
            token=said["token"],
            by=self.request.user,
        )
        return redirect("work:roster_columns", kept.pk)


class RosterColumnsView(OneRoster, FormView):
    """Which column became what; the clerk may change it."""

    template_name = "work/deputies/roster_columns.html"
    form_class = RosterColumnsForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.elsewhere() or super().post(request, *args, **kwargs)

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

    def form_valid(self, form: RosterColumnsForm) -> HttpResponse:
        desk.choose_columns(self.kept, form.choices_by_table)
        return redirect("work:roster_preview", self.kept.pk)


class RosterPreviewView(OneRoster, TemplateView):
    """Every change and every question before anything is written; answers compare anew."""

    template_name = "work/deputies/roster_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if moved := self.elsewhere():
            return moved
        if "forget" in request.POST:
            desk.forget_answers(self.kept)
            messages.info(request, "已清除回答，请重新回答")
            return redirect("work:roster_preview", self.kept.pk)
        form = AnswersForm(self.questions, self.kept.answers, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        desk.answer(self.kept, form.answers)
        messages.success(request, "已按您的回答重新核对")
        return redirect("work:roster_preview", self.kept.pk)

    @property
    def preview(self) -> dict[str, Any]:
        """What was computed; computed now when it never was."""
        if not self.kept.preview:
            desk.refresh(self.kept)
        return self.kept.preview

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The questions that wait for an answer."""
        return self.preview["questions"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        preview, lines = self.preview, self.preview["lines"]
        groups = {group for group, _, _ in preview["filters"]}
        chosen = self.request.GET.get("show", "")
        chosen = chosen if chosen in groups else ""
        shown = [line for line in lines if chosen in line["groups"]] if chosen else lines
        page = Paginator(shown, LINES_A_PAGE).get_page(self.request.GET.get("page"))
        form = kwargs.pop("form", None) or AnswersForm(self.questions, self.kept.answers)
        said = self.kept.answers
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "preview": preview,
            "form": form,
            "leave_form": LeaveForm([], initial={"end": said.get("end", "other")}),
            "leave": set(said.get("leave", [])),
            "answered": desk.answered(self.kept),
            "chosen": chosen,
            "line_count": len(lines),
            "page": page,
            "has_former": bool(preview["turnover"].get("former")),
            "writes": preview["writes"] + len(said.get("leave", [])),
        }


class RosterLeaveView(OneRoster, View):
    """Note who has left; nothing ends before the import is applied."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if moved := self.elsewhere():
            return moved
        known = [line["deputy"] for line in self.kept.preview.get("lines", []) if "deputy" in line]
        form = LeaveForm(known, request.POST)
        if form.is_valid():
            said = form.cleaned_data
            desk.tick(self.kept, said["shown"], said["leave"], said["end"])
            messages.success(request, f"已记下，写入时将终止 {len(self.kept.answers['leave'])} 人的任职")
        else:
            messages.error(request, "名单已有变化，请重新勾选")
        return redirect("work:roster_preview", self.kept.pk)


class RosterApplyView(OneRoster, View):
    """Write it; pressed twice it is written once."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            desk.confirm(
                self.kept,
                release="release" in request.POST,
                is_sure="sure" in request.POST,
                by=request.user,
            )
        except ValidationError as problem:
            messages.error(request, "；".join(problem.messages))
            return redirect("work:roster_preview", self.kept.pk)
        return redirect("work:roster_result", self.kept.pk)


class RosterDiscardView(OneRoster, View):
    """Throw it away."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        desk.discard(self.kept, by=request.user)
        messages.info(request, f"已放弃导入“{self.kept.file_name}”，没有写入任何内容")
        return redirect("work:rosters")


class RosterUndoView(OneRoster, View):
    """Take a whole import back, or say what stands in the way."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.kept.state == RosterImport.State.UNDONE:
            return redirect("work:roster_result", self.kept.pk)
        try:
            undo(self.kept, by=request.user)
        except ValidationError as problem:
            messages.error(request, "不能撤销：" + "；".join(problem.messages))
        else:
            messages.success(request, "已撤销，名册恢复到导入以前")
        return redirect("work:roster_result", self.kept.pk)


class RosterResultView(OneRoster, TemplateView):
    """What an import did, what it left out, and the way back."""

    template_name = "work/deputies/roster_result.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_waiting:
            return redirect("work:roster_columns", self.kept.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = dict.fromkeys(
            ("added", "changed", "moved", "unchanged", "ended", "released", "left_count"), 0
        )
        is_applied = self.kept.state == RosterImport.State.APPLIED
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "done": figures | {"left": []} | self.kept.summary,
            "terms": self.kept.terms.select_related("division__county"),
            "obstacles": can_undo(self.kept) if is_applied else [],
            "can_undo": is_applied and bool(self.kept.journal),
        }
