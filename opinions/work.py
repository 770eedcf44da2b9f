"""Tasks of stations, counties and the city with opinions: see what is due, enter, decide, publish."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from campaigns.work import Access, put_at_fields
from liaison.divisions.filters import counties_of
from liaison.lib.pictures import sent
from liaison.lib.sealed import SealError
from liaison.lib.text import find_personal, mask
from liaison.lib.workflow import open_to
from liaison.ui.paging import CappedPaginator
from opinions import actions, actions_public, stats
from opinions.filters import DeskChoice
from opinions.likeness import similar
from opinions.line import line
from opinions.models import Opinion, OpinionPhoto, Phrase
from opinions.moves import MOVES
from opinions.steps import STEPS
from opinions.work_forms import PublicForm, RegisterForm, StepForm
from stations.models import Station

PER_PAGE = 30


class OpinionAccess(Access):
    """Staff who may look at opinions."""

    permission_required = "opinions.view_opinion"


class OneOpinion(OpinionAccess):
    """Pages about one opinion in the scope of whoever asks."""

    @cached_property
    def opinion(self) -> Opinion:
        """The opinion of the address, or 404."""
        return get_object_or_404(
            Opinion.objects.for_staff(self.request.user).with_staff_parts(), pk=self.kwargs["pk"]
        )


class OpinionListView(OpinionAccess, TemplateView):
    """What came in, the most pressing first, and how it stands."""

    template_name = "work/opinions/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        choice = DeskChoice(self.request.GET, counties_of(user), today)
        mine = Opinion.objects.for_staff(user)
        rows = choice.apply(mine).select_related("station__division__county")
        in_hand = choice.values.get("state") in ("hand", "late", "submitted")
        rows = rows.order_by("due_on", "pk") if in_hand else rows.order_by("-pk")
        page = CappedPaginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        year = mine.in_year(today.year)
        return super().get_context_data(
            choice=choice,
            page=page,
            rows=[(one, line(one, today)) for one in page],
            tally=stats.tally(year, today),
            channels=stats.by_channel(year),
            today=today,
            **kwargs,
        )


class RegisterView(OpinionAccess, FormView):
    """A visit, a call or a letter."""

    template_name = "work/opinions/new.html"
    form_class = RegisterForm
    permission_required = "opinions.handle_opinion"

    def get_form_kwargs(self) -> dict[str, Any]:
        stations = Station.objects.for_staff(self.request.user).in_service().order_by("division__code", "pk")
        return super().get_form_kwargs() | {"stations": stations}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        said = form.cleaned_data
        facts = {k: said[k] for k in ("channel", "received_on", "solved", "topic", "place", "token")}
        try:
            opinion = actions.register(
                said["station"], said["text"], contact=form.contact(), by=self.request.user, **facts
            )
        except ValidationError as objection:
            put_at_fields(form, _renamed(objection))
            return self.form_invalid(form)
        messages.success(self.request, f"已登记：意见 {opinion.pk}，{opinion.get_state_display()}")
        return (
            redirect("work:opinion_new")
            if "again" in self.request.POST
            else redirect("work:opinion", opinion.pk)
        )


def _renamed(objection: ValidationError) -> ValidationError:
    """The answer of a matter settled on the spot was typed as `solved`."""
    if not hasattr(objection, "error_dict"):
        return objection
    names = {"answer": "solved", "raw_text": "text"}
    return ValidationError({names.get(name, name): said for name, said in objection.error_dict.items()})


class OpinionView(OneOpinion, TemplateView):
    """One matter: what was said (numbers covered), every step, and the steps open to this person."""

    template_name = "work/opinions/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one, user = self.opinion, self.request.user
        may_publish = (
            user.has_perm("opinions.publish_opinion") and one.state not in actions_public.NOT_FOR_THE_PUBLIC
        )
        return super().get_context_data(
            one=one,
            masked=mask(one.raw_text),
            has_numbers=bool(find_personal(one.raw_text)),
            line=line(one, timezone.localdate()),
            steps=self.steps(kwargs.pop("bound", None)),
            likes=similar(one) if one.state in ("submitted", "accepted") else [],
            photos=list(one.photos.all()),
            may_open=user.has_perm("opinions.view_contact_opinion"),
            has_contact=hasattr(one, "contact"),
            may_publish=may_publish,
            **{"public_form": self.public_form() if may_publish else None, "opened": None} | kwargs,
        )

    def public_form(self) -> PublicForm:
        """Starts from the covered text: nothing goes out that nobody read."""
        one = self.opinion
        start = (
            {}
            if one.public_text
            else {"public_text": mask(one.raw_text)[:400], "public_answer": one.answer[:400]}
        )
        return PublicForm(instance=one, initial=start)

    def steps(
        self, bound: tuple[str, StepForm] | None = None
    ) -> list[tuple[str, str, StepForm, list[Phrase]]]:
        """Name, word, form and wording of each step that is open; `bound` is the form that was sent."""
        user = self.request.user
        open_steps = open_to(MOVES, self.opinion.state, user)
        wanted = {STEPS[name].phrases for name in open_steps} - {""}
        phrases = list(Phrase.objects.for_staff(user).filter(use__in=wanted)) if wanted else []
        return [
            (
                name,
                move.label,
                self._form(name, bound, phrases),
                [p for p in phrases if p.use == STEPS[name].phrases],
            )
            for name, move in open_steps.items()
        ]

    def _form(self, name: str, bound: tuple[str, StepForm] | None, phrases: list[Phrase]) -> StepForm:
        if bound and bound[0] == name:
            return bound[1]
        return step_form(name, initial=self._start(name, phrases))

    def _start(self, name: str, phrases: list[Phrase]) -> dict[str, Any]:
        """The topic that is known, and the wording that was picked (`?phrase=`)."""
        asked = self.request.GET.get("phrase", "")
        picked = next((p.text for p in phrases if str(p.pk) == asked and p.use == STEPS[name].phrases), "")
        return {"topic": self.opinion.topic, STEPS[name].words: picked}


def step_form(name: str, data: Any = None, initial: Any = None) -> StepForm:
    """The form of one step with its own fields only."""
    form = StepForm(data, initial=initial, auto_id=f"{name}-%s")
    for field in set(form.fields) - set(STEPS[name].fields):
        del form.fields[field]
    for field in set(form.fields) - {"topic", "note"}:
        form.fields[field].required = True
    return form


class DecisionView(OpinionView):
    """One POST, one action; what is wrong stands at its field and what was typed is kept."""

    http_method_names = ["post"]


class MoveView(DecisionView):
    """The next step."""

    permission_required = "opinions.handle_opinion"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name, one = request.POST.get("move", ""), self.opinion
        if name not in STEPS:
            raise Http404("没有这个办理步骤")
        form = step_form(name, request.POST)
        if form.is_valid():
            blank = dict.fromkeys(StepForm.base_fields, "")
            try:
                done = STEPS[name].act(one, blank | form.cleaned_data, request.user)
                messages.success(request, f"已{MOVES[name].label}：意见 {done.pk}")
                return redirect("work:opinion", one.pk)
            except ValidationError as objection:
                put_at_fields(form, objection)
        return self.render_to_response(self.get_context_data(bound=(name, form), failed=form))


class PublishView(DecisionView):
    """Put the moderated words on the public pages, or take them off."""

    permission_required = "opinions.publish_opinion"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one = self.opinion
        if "conceal" in request.POST:
            actions_public.conceal(one, by=request.user)
            messages.success(request, f"已从公开页面撤下：意见 {one.pk}")
            return redirect("work:opinion", one.pk)
        form = PublicForm(request.POST, instance=Opinion.objects.get(pk=one.pk))
        if form.is_valid():
            try:
                actions_public.publish(one, form.cleaned_data, by=request.user)
                messages.success(request, f"已公开：{form.cleaned_data['public_title']}")
                return redirect("work:opinion", one.pk)
            except ValidationError as objection:
                put_at_fields(form, objection)
        return self.render_to_response(self.get_context_data(public_form=form, failed=form))


class OpenView(DecisionView):
    """The contact or the words as written: shown once, and on the trail each time."""

    permission_required = "opinions.view_contact_opinion"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one = self.opinion
        try:
            opened = self._opened(one, request)
        except (ValidationError, SealError) as problem:
            messages.error(
                request, "；".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
            )
            return redirect("work:opinion", one.pk)
        return self.render_to_response(self.get_context_data(opened=opened))

    @staticmethod
    def _opened(one: Opinion, request: HttpRequest) -> dict[str, Any]:
        """What was asked for."""
        if request.POST.get("what") == "text":
            return {"text": actions.show_text(one, by=request.user)}
        if request.POST.get("what") != "contact":
            raise Http404("没有这个办理步骤")
        said = actions.show_contact(one, by=request.user)
        return {"contact": said, "tells_deputy": one.contact.tells_deputy}


class PhotoView(OpinionAccess, View):
    """A photo that came with an opinion; only for staff who see the opinion."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int, photo: int) -> HttpResponseBase:
        found = OpinionPhoto.objects.for_staff(request.user).filter(opinion=pk, pk=photo).first()
        if found is None:
            raise Http404("没有这张照片")
        return sent(found.image if "full" in request.GET else found.thumbnail)
