"""Tasks of staff with assessments: the list, one sheet, evidence for a point."""

import re
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from liaison.divisions.filters import counties_of
from liaison.lib.workflow import open_to
from liaison.ui.paging import CappedPaginator
from standing import actions, actions_judging, evidence, stats
from standing.filters import Choice
from standing.forms import PointEvidenceForm, SheetForm
from standing.models import Assessment, AssessmentItem, AssessmentRound, total
from standing.moves import MOVES
from standing.sheet import cards, evidence_of

PER_PAGE = 50
WRITING = ("answer", "review", "weigh")
TURNING_BACK = ("return", "send_back", "reconsider")
FLOW = (
    ("自评", ("draft", "returned")),
    ("县级复核", ("submitted",)),
    ("市级评定", ("reviewed",)),
    ("公布", ("decided",)),
)


class StandingAccess(LoginRequiredMixin, PermissionRequiredMixin):
    """Staff who may see assessments."""

    permission_required: Any = "standing.view_assessment"
    raise_exception = False

    def handle_no_permission(self) -> HttpResponse:
        """Strangers sign in; colleagues without the right are told so."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()


def rounds_of(user: Any) -> list[AssessmentRound]:
    """The years of this person's city, the newest first."""
    rounds = AssessmentRound.objects.select_related("city", "standard")
    city = user.division.city_id if user.division else None
    return list(rounds if user.is_superuser else rounds.filter(city=city))


class ListView(StandingAccess, TemplateView):
    """The sheets of a year, by county and state."""

    template_name = "work/standing/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        choice = Choice(self.request.GET, rounds_of(user), counties_of(user))
        seen = Assessment.objects.for_staff(user)
        found = choice.apply(seen).select_related("round", "station", "county")
        page = CappedPaginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        sums = AssessmentItem.objects.filter(assessment__in=[sheet.pk for sheet in page]).totals()
        return super().get_context_data(
            choice=choice,
            page=page,
            rows=[(sheet, sums.get(sheet.pk)) for sheet in page],
            states=stats.by_state(choice.in_county(seen)).items() if choice.round else (),
            **kwargs,
        )


class OneSheet(StandingAccess):
    """Pages about one sheet, which must lie in the division of whoever asks."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def sheet(self) -> Assessment:
        """The sheet of the address, or 404."""
        visible = Assessment.objects.for_staff(self.request.user).with_place().with_items()
        return get_object_or_404(visible.select_related("round__standard"), pk=self.kwargs["pk"])

    @cached_property
    def moves(self) -> dict[str, Any]:
        """The steps this person may take now."""
        return open_to(MOVES, self.sheet.state, self.request.user)


class SheetView(OneSheet, TemplateView):
    """One sheet: read it, write one's column, and send it on."""

    template_name = "work/standing/sheet.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form(None)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was written; then take the step of the button that was pressed."""
        form = self.form(request.POST)
        if form is None or not self.writes:
            return self._only_move()
        step = request.POST.get("step", "save")
        if form.is_valid():
            try:
                return self._take(form, step)
            except ValidationError as error:
                form.refuse(error)
        return self._again(form, HTTPStatus.CONFLICT if form.is_outdated else HTTPStatus.OK)

    @cached_property
    def writes(self) -> str:
        """The column that this person may fill in now: answer, review, weigh; none when only reading."""
        return next((move for move in WRITING if move in self.moves), "")

    def form(self, data: Any) -> SheetForm | None:
        """The columns of whoever may write now."""
        if not self.writes:
            return None
        return SheetForm(
            data,
            rows=self.sheet.items.all(),
            move=self.writes,
            version=self.sheet.version,
            evidence=evidence_of(self.sheet) if self.writes == "answer" else {},
        )

    def _take(self, form: SheetForm, step: str) -> HttpResponse:
        user, version = self.request.user, form.cleaned_data["version"]
        if self.writes == "answer":
            sheet = actions.answer(self.sheet, form.answers(), version=version, by=user)
        else:
            sheet = actions_judging.judge(
                self.sheet, self.writes, form.judgements(), version=version, by=user
            )
        return self._step(sheet, step, form.cleaned_data["reason"])

    def _step(self, sheet: Assessment, step: str, note: str) -> HttpResponse:
        user, today = self.request.user, timezone.localdate()
        if found := re.fullmatch(r"evidence_([0-9]{1,18})", step):
            return redirect("work:standing_evidence", sheet.pk, found[1])
        if step == "submit":
            actions.submit(sheet, today=today, by=user)
            messages.success(self.request, f"{sheet.station}的自评已提交，等待县级复核")
        elif step == "confirm":
            actions_judging.confirm(sheet, by=user)
            messages.success(self.request, f"已确认{sheet.station}的评价，等待市级评定")
        elif step in TURNING_BACK:
            actions_judging.turn_back(sheet, step, note=note, by=user)
            messages.success(self.request, f"{sheet.station}：已{MOVES[step].label}")
        elif step == "decide":
            (decided,) = actions_judging.decide([sheet], on=today, by=user)
            told = f"{decided.points} 分，{decided.get_grade_display()}"
            messages.success(self.request, f"已评定{sheet.station}：{told}。公布后对外显示")
        else:
            messages.success(self.request, "已保存")
        return redirect("work:standing", sheet.pk)

    def _only_move(self) -> HttpResponse:
        """Steps of a sheet in which there is nothing to write: publish, reconsider."""
        step, user = self.request.POST.get("step", ""), self.request.user
        self._must_have_the_right(step)
        try:
            if step == "publish":
                actions_judging.publish([self.sheet], by=user)
                messages.success(self.request, f"已公布{self.sheet.station}的等次")
            elif step == "reconsider":
                note = self.request.POST.get("reason", "")[:200].replace("\0", "")
                actions_judging.turn_back(self.sheet, step, note=note, by=user)
                messages.success(self.request, f"{self.sheet.station}：回到待评定")
            else:
                messages.error(self.request, "没有保存，这张评价表的状态已经变化")
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
        return redirect("work:standing", self.sheet.pk)

    def _must_have_the_right(self, step: str) -> None:
        """Whoever could take this step at another time is only told that the sheet has moved on."""
        steps = [MOVES[step]] if step in MOVES else [MOVES[move] for move in WRITING]
        if not any(self.request.user.has_perm(one.permission) for one in steps):
            raise PermissionDenied

    def _again(self, form: SheetForm, status: int) -> HttpResponse:
        """The same page with what was typed; the next try knows the present version."""
        # What was kept before the step was refused stands in the sums.
        del self.sheet
        form.data = form.data.copy()
        form.data["version"] = self.sheet.version
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, form, today = self.sheet, kwargs["form"], timezone.localdate()
        counted = total(sheet.items.all())
        return super().get_context_data(
            sheet=sheet,
            cards=cards(sheet, form, today),
            total=counted,
            proposed=sheet.round.grade_for(counted.points, counted.full).label,
            flow=[(name, sheet.state in states) for name, states in FLOW],
            moves=self.moves,
            writes=self.writes,
            due=sheet.round.self_due if self.writes == "answer" else sheet.round.county_due,
            today=today,
            **kwargs,
        )


class EvidenceView(OneSheet, FormView):
    """Evidence for one point, from a phone: a day, words, a photo or a PDF."""

    template_name = "work/standing/evidence.html"
    form_class = PointEvidenceForm
    permission_required = ("standing.answer_assessment", "stations.add_evidence")

    @cached_property
    def row(self) -> AssessmentItem:
        """The point, while the station may still answer."""
        if "answer" not in self.moves:
            raise PermissionDenied
        return get_object_or_404(self.sheet.items.select_related("item"), pk=self.kwargs["item"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": evidence.blank(self.row),
            "initial": {"met_on": timezone.localdate()},
        }

    def form_valid(self, form: PointEvidenceForm) -> HttpResponse:
        try:
            evidence.add(self.row, form, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"已给“{self.row.item.name}”添加佐证")
        return redirect("work:standing", self.sheet.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sheet": self.sheet, "row": self.row}
