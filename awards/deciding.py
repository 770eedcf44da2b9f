"""One case as staff see it, with every decision about it; and the city's judging, prizes and publication."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.generic import TemplateView

from awards import actions, actions_city
from awards.forms import MarkForm, NoteForm, PrizeForm
from awards.models import AwardCase, AwardRound, JudgeMark
from awards.moves import CASE_MOVES, ROUND_MOVES
from awards.stats import Result, results
from awards.work import AwardAccess, OneCase
from campaigns.work import put_at_fields
from liaison.divisions.filters import ListChoice, counties_of
from liaison.lib.workflow import open_to

MOST = 500
"""Cases, and rounds, on one page."""


class CaseView(OneCase, TemplateView):
    """A case with the steps open to this person, the own mark, and for those who decide all marks."""

    template_name = "work/awards/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.case, self.request.user
        award = case.round
        is_judged = award.state == "judging" and case.state == "forwarded"
        own = JudgeMark.objects.filter(case=case, judge=user).first()
        kwargs.setdefault("form", NoteForm())
        kwargs.setdefault("mark_form", _mark_form(own))
        kwargs.setdefault("prize_form", PrizeForm(initial={"prize": case.prize, "citation": case.citation}))
        may_decide = user.has_perm("awards.decide_awardround")
        return super().get_context_data(
            case=case,
            steps={} if award.state == "published" else open_to(CASE_MOVES, case.state, user),
            may_change=case.is_open and award.state == "open" and user.has_perm("awards.write_awardcase"),
            may_mark=is_judged and user.has_perm("awards.judge_awardcase"),
            may_decide=is_judged and may_decide,
            shows_prize=case.publicised_at is not None or user.has_perm("awards.view_judgemark"),
            may_conceal=may_decide and case.publicised_at is not None,
            may_restore=may_decide and actions_city.may_be_restored(case),
            marks=JudgeMark.objects.for_staff(user).filter(case=case).select_related("judge"),
            **kwargs,
        )


def _mark_form(own: JudgeMark | None) -> MarkForm:
    return MarkForm(initial={"score": own.score, "remark": own.note} if own else None)


class DecisionView(CaseView):
    """One POST, one action; what is wrong stands at its field and what was typed is kept."""

    http_method_names = ["post"]
    form_class: type[forms.Form] = NoteForm
    form_name = "form"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        case = self.case
        if form.is_valid():
            try:
                messages.success(request, f"{self.decide(case, form.cleaned_data)}：{case.title}")
                return redirect("work:award_case", case.pk)
            except ValidationError as objection:
                put_at_fields(form, objection)
        return self.render_to_response(self.get_context_data(**{self.form_name: form}))

    def decide(self, case: AwardCase, said: dict[str, Any]) -> str:
        """Act, and say what was done."""
        raise NotImplementedError


class MoveView(DecisionView):
    """Submit, forward, return, or take off the public pages."""

    def has_permission(self) -> bool:
        """Whoever may take any step; whether this one is open to them is the action's question."""
        return any(self.request.user.has_perm(move.permission) for move in CASE_MOVES.values())

    def decide(self, case: AwardCase, said: dict[str, Any]) -> str:
        move = STEPS.get(self.request.POST.get("move", ""))
        if move is None:
            raise ValidationError("没有这个办理步骤")
        return move(case, said["note"], self.request.user)


def _submit(case: AwardCase, note: str, by: Any) -> str:
    actions.submit(case, by=by)
    return "已报送"


def _forward(case: AwardCase, note: str, by: Any) -> str:
    actions.forward(case, by=by)
    return "已推荐到市"


def _send_back(case: AwardCase, note: str, by: Any) -> str:
    actions.send_back(case, note, by=by)
    return "已退回"


def _conceal(case: AwardCase, note: str, by: Any) -> str:
    actions_city.conceal(case, note, by=by)
    return "已从公开页面撤下"


def _restore(case: AwardCase, note: str, by: Any) -> str:
    actions_city.restore(case, by=by)
    return "已重新公布"


STEPS: dict[str, Callable[[AwardCase, str, Any], str]] = {
    "submit": _submit,
    "forward": _forward,
    "return": _send_back,
    "conceal": _conceal,
    "restore": _restore,
}


class MarkView(DecisionView):
    """The own score of a judge."""

    permission_required = "awards.judge_awardcase"
    form_class = MarkForm
    form_name = "mark_form"

    def decide(self, case: AwardCase, said: dict[str, Any]) -> str:
        actions_city.mark(case, said["score"], said["remark"], by=self.request.user)
        return "已打分"


class PrizeView(DecisionView):
    """The prize of a case, decided by the city editor."""

    permission_required = "awards.decide_awardround"
    form_class = PrizeForm
    form_name = "prize_form"

    def decide(self, case: AwardCase, said: dict[str, Any]) -> str:
        done = actions_city.decide_prize(case, said["prize"], said["citation"], by=self.request.user)
        return f"已定为{done.get_prize_display()}" if done.prize else "已定为不获奖"


class JudgingView(AwardAccess, TemplateView):
    """The cases that are judged, with the own marks; for those who decide, everybody's together."""

    template_name = "work/awards/judging.html"
    permission_required = "awards.view_awardcase"

    def has_permission(self) -> bool:
        """Judges, and those who see all marks."""
        user = self.request.user
        return user.has_perm("awards.judge_awardcase") or user.has_perm("awards.view_judgemark")

    @cached_property
    def rounds(self) -> list[AwardRound]:
        """Rounds that are judged or were, the newest first."""
        rounds = AwardRound.objects.for_staff(self.request.user)
        return list(rounds.filter(state__in=("judging", "published"))[:MOST])

    @cached_property
    def choice(self) -> ListChoice:
        """County and year as the address asks for them."""
        years = [one.year for one in self.rounds]
        return ListChoice(self.request.GET, counties_of(self.request.user), years=years)

    @property
    def award(self) -> AwardRound | None:
        """The round of the year asked for; else the one that is judged, else the last one that was."""
        asked = [one for one in self.rounds if one.year == self.choice.year]
        running = [one for one in self.rounds if one.state == "judging"]
        return next(iter(asked or running or self.rounds), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        award, user = self.award, self.request.user
        visible = AwardCase.objects.for_staff(user).forwarded().filter(round=award)
        chosen = self.choice.in_place(visible).with_places().with_photos()
        cases = list(chosen.by_prize()[:MOST]) if award else []
        sees_all = user.has_perm("awards.view_judgemark")
        own = dict(JudgeMark.objects.filter(judge=user, case__in=cases).values_list("case", "score"))
        rows = results(cases) if sees_all else [Result(case, []) for case in cases]
        return super().get_context_data(
            award=award,
            choice=self.choice,
            rows=[(row, own.get(row.case.pk)) for row in rows],
            sees_all=sees_all,
            steps=open_to(ROUND_MOVES, award.state, user) if award else {},
            marked=len(own),
            winners=[case for case in cases if case.prize],
            **kwargs,
        )


class PubliciseView(JudgingView):
    """Look at everything that goes out, then publicise it all at once."""

    template_name = "work/awards/publicise.html"

    @cached_property
    def choice(self) -> ListChoice:
        """Nothing is narrowed here: what is confirmed is everything."""
        return ListChoice(QueryDict(), [])

    def has_permission(self) -> bool:
        """Only those who decide."""
        return self.request.user.has_perm("awards.decide_awardround")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        award = self.award
        if award is None:
            raise PermissionDenied
        try:
            count = actions_city.publicise(award, by=request.user)
        except ValidationError as objection:
            messages.error(request, "；".join(objection.messages))
            return redirect("work:award_judging")
        messages.success(request, f"已公布 {count} 件获奖案例，群众可以看到")
        return redirect("work:award_judging")
