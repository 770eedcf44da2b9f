"""The month's documents on the city's desk: read the notes, download, change the templates."""

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from liaison.audit import record
from progress.models import PaperTemplate
from progress.months import reportable
from progress.overview import Overview
from progress.papers import actions, filling
from progress.papers.facts import facts, gather
from progress.papers.filling import LARGEST, TemplateFaultError
from progress.papers.kinds import ABOUT, PaperKind

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHANGE = "progress.change_papertemplate"


class Papers(Overview):
    """Pages about the documents of one month; they are the city's, a county has no business here."""

    permission_required = "progress.view_papertemplate"

    @cached_property
    def month(self) -> date:
        """The month of the address, or 404 where it has not begun."""
        return reportable(self.kwargs["month"], timezone.localdate(self.now))

    @cached_property
    def kind(self) -> PaperKind:
        """The document of the address, or 404."""
        if self.kwargs["kind"] not in PaperKind.values:
            raise Http404
        return PaperKind(self.kwargs["kind"])

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What the documents of this month can say."""
        if self.city is None:
            raise Http404
        return facts(gather(self.units, self.city, self.month, self.now))

    def must_change(self) -> None:
        """Templates are changed by whoever has the right."""
        if not self.request.user.has_perm(CHANGE):
            raise PermissionDenied

    def back(self) -> HttpResponse:
        """To the list of documents."""
        return redirect("work:papers", self.month)


class PapersView(Papers):
    """The documents of the month and the notes for the meeting."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, *, refused: str = "", why: str = "") -> HttpResponse:
        """The page; `refused` is the document whose new template was not taken, and `why`."""
        own = {one.kind: one for one in PaperTemplate.objects.filter(city=self.city).defer("content")}
        context = {
            "month": self.month,
            "facts": self.facts,
            "papers": [
                (kind, ABOUT[kind], own.get(kind), why if kind == refused else "") for kind in PaperKind
            ],
            "fault": why,
            "may_change": self.request.user.has_perm(CHANGE),
        }
        return render(self.request, "work/progress/papers.html", context)


class PaperView(Papers):
    """One document as a Word file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            content = filling.fill(actions.template_of(self.city, self.kind), self.facts)
        except TemplateFaultError as problem:
            messages.error(request, f"{self.kind.label}没有生成。{problem}")
            return self.back()
        record(
            request.user, "下载月度文件", self.city, kind=str(self.kind.label), month=f"{self.month:%Y-%m}"
        )
        return word_file(content, f"{self.month.year}年{self.month.month}月{self.kind.label}.docx")


class TemplateView(PapersView):
    """The template in force: GET takes it home, POST brings another or goes back to the built-in one."""

    http_method_names = ("get", "head", "post")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.must_change()
        content = actions.template_of(self.city, self.kind)
        record(request.user, "下载文件模板", self.city, kind=str(self.kind.label))
        return word_file(content, f"模板-{self.kind.label}.docx")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.must_change()
        if request.POST.get("do") == "built-in":
            if actions.give_up(self.city, self.kind, by=request.user):
                messages.success(request, f"{self.kind.label}已恢复内置模板")
            return self.back()
        upload = request.FILES.get("template")
        if upload is None:
            return self.show(refused=self.kind, why="请选择改好的模板（.docx）")
        try:
            content = upload.read(LARGEST + 1)
            actions.use(self.city, self.kind, content, upload.name or "", by=request.user)
        except TemplateFaultError as problem:
            return self.show(refused=self.kind, why=str(problem))
        messages.success(request, f"{self.kind.label}已改用 {upload.name}")
        return self.back()


def word_file(content: bytes, name: str) -> HttpResponse:
    """A download that nothing keeps a copy of."""
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store, private"
    return response
