"""Tasks of staff with contributions: register, submit, review, commend."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from campaigns import actions
from campaigns.filters import DeskChoice
from campaigns.forms import ContributionForm, NoteForm, WhoForm
from campaigns.models import Campaign, Contribution
from campaigns.moves import CONTRIBUTION_MOVES
from campaigns.stats import standing
from deputies.models import Deputy
from liaison.divisions.filters import counties_of
from liaison.lib.workflow import open_to
from liaison.ui.paging import CappedPaginator

PER_PAGE = 30
FOUND = 20
"""People offered for a name; who is not among them is looked for more exactly."""

CONFLICT = 409


class Access(LoginRequiredMixin, PermissionRequiredMixin):
    """Staff with one right."""

    permission_required = "campaigns.view_contribution"
    raise_exception = False

    def handle_no_permission(self) -> HttpResponse:
        """Strangers sign in; colleagues without the right are told so."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()


class OneContribution(Access):
    """Pages about one contribution in the scope of whoever asks."""

    @cached_property
    def contribution(self) -> Contribution:
        """The contribution of the address, or 404."""
        visible = Contribution.objects.for_staff(self.request.user).with_staff_parts()
        return get_object_or_404(visible.select_related("author", "reviewer"), pk=self.kwargs["pk"])


class ContributionListView(Access, TemplateView):
    """What was registered in the person's scope, and how the running campaign stands there."""

    template_name = "work/campaigns/contributions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        areas = counties_of(user)
        campaigns = list(Campaign.objects.for_staff(user).public().select_related("city"))
        choice = DeskChoice(self.request.GET, areas, campaigns=campaigns)
        mine = Contribution.objects.for_staff(user)
        page = CappedPaginator(choice.apply(mine).with_staff_parts().order_by("-pk"), PER_PAGE)
        running = next((c for c in campaigns if not c.is_concluded), None)
        return super().get_context_data(
            choice=choice,
            page=page.get_page(self.request.GET.get("page")),
            running=running,
            standing=standing(running, today, areas) if running and areas else None,
            waiting=mine.waiting()[:1000].count(),
            **kwargs,
        )


class PickDeputyView(Access, TemplateView):
    """Whose contribution: found by name or pinyin among the deputies in scope."""

    template_name = "work/campaigns/pick.html"
    permission_required = "campaigns.add_contribution"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = WhoForm(self.request.GET)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        people = Deputy.objects.for_staff(self.request.user).serving().select_related("division__county")
        people = people.matching(words) if words else people
        rows = people.in_reading_order().prefetch_related("mandates", "assignments__station")
        found = list(rows[: FOUND + 1])
        return super().get_context_data(
            form=WhoForm(initial={"q": words}),
            q=words,
            found=found[:FOUND],
            more=len(found) > FOUND,
            **kwargs,
        )


class EditView(Access, FormView):
    """The form of a contribution; what was typed stays when something is wrong."""

    template_name = "work/campaigns/edit.html"
    form_class = ContributionForm
    permission_required = "campaigns.change_contribution"

    def get_form_kwargs(self) -> dict[str, Any]:
        running = Campaign.objects.for_staff(self.request.user).running()
        return super().get_form_kwargs() | {"campaigns": running}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look for a second editor and write in one transaction."""
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def form_valid(self, form: ContributionForm) -> HttpResponse:
        try:
            with transaction.atomic():
                saved = self.write(form)
                if "submit" in self.request.POST:
                    actions.submit(saved, by=self.request.user)
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.form_invalid(form)
        word = "已提交审核" if "submit" in self.request.POST else "已保存为草稿"
        messages.success(self.request, f"{word}：{saved.title}")
        return redirect(saved)

    def form_invalid(self, form: ContributionForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = CONFLICT if form.is_outdated else response.status_code
        return response

    def write(self, form: ContributionForm) -> Contribution:
        """Register or revise."""
        raise NotImplementedError


class RegisterView(EditView):
    """A new contribution of one deputy in scope; anybody else's deputy does not exist here."""

    permission_required = "campaigns.add_contribution"

    @cached_property
    def deputy(self) -> Deputy:
        """The serving deputy of the address, or 404."""
        people = Deputy.objects.for_staff(self.request.user).serving()
        return get_object_or_404(people.select_related("division"), pk=self.kwargs["deputy"])

    def get_form_kwargs(self) -> dict[str, Any]:
        deputy = self.deputy
        draft = Contribution(deputy=deputy, division=deputy.division)
        return super().get_form_kwargs() | {"instance": draft}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(deputy=self.deputy, contribution=None, **kwargs)

    def write(self, form: ContributionForm) -> Contribution:
        token = form.cleaned_data["token"]
        return actions.register(self.deputy, form.facts(), token=token, by=self.request.user)


class ReviseView(EditView, OneContribution):
    """A draft, or what was returned, put right."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What was submitted already is looked at, not changed."""
        may_change = request.user.is_authenticated and self.has_permission()
        if may_change and not self.contribution.is_open:
            return redirect(self.contribution)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.contribution}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deputy=self.contribution.deputy, contribution=self.contribution, **kwargs
        )

    def write(self, form: ContributionForm) -> Contribution:
        return actions.revise(form.instance, by=self.request.user)


class ContributionView(OneContribution, TemplateView):
    """One contribution as staff see it, with the steps open to this person."""

    template_name = "work/campaigns/contribution.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contribution, user = self.contribution, self.request.user
        steps = open_to(CONTRIBUTION_MOVES, contribution.state, user)
        if contribution.is_commended:
            steps.pop("return", None)
        kwargs.setdefault("form", NoteForm())
        return super().get_context_data(
            contribution=contribution,
            steps=steps,
            may_change=contribution.is_open and user.has_perm("campaigns.change_contribution"),
            **kwargs,
        )


class MoveView(ContributionView):
    """Submit, confirm, return or discard: one POST, one action."""

    http_method_names = ["post"]

    def has_permission(self) -> bool:
        """Whoever may take any step; whether this one is open to them is the action's question."""
        return any(self.request.user.has_perm(move.permission) for move in CONTRIBUTION_MOVES.values())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contribution, move = self.contribution, request.POST.get("move", "")
        form = NoteForm(request.POST)
        if move not in STEPS or not form.is_valid():
            return self.again(form, "没有这个办理步骤" if move not in STEPS else "")
        try:
            word = STEPS[move](contribution, form.cleaned_data["note"], request.user)
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.again(form)
        messages.success(request, f"{word}：{contribution.title}")
        return redirect("work:contributions") if move == "discard" else redirect(contribution)

    def again(self, form: NoteForm, objection: str = "") -> HttpResponse:
        """The page with what is wrong; what was typed is kept."""
        if objection:
            form.add_error(None, objection)
        return self.render_to_response(self.get_context_data(form=form))


def _submit(contribution: Contribution, note: str, by: Any) -> str:
    actions.submit(contribution, by=by)
    return "已提交审核"


def _confirm(contribution: Contribution, note: str, by: Any) -> str:
    actions.confirm(contribution, by=by)
    return "已确认，群众可以看到"


def _send_back(contribution: Contribution, note: str, by: Any) -> str:
    actions.send_back(contribution, note, by=by)
    return "已退回"


def _discard(contribution: Contribution, note: str, by: Any) -> str:
    actions.discard(contribution, by=by)
    return "已删除草稿"


STEPS = {"submit": _submit, "confirm": _confirm, "return": _send_back, "discard": _discard}


def put_at_fields(form: Any, objection: ValidationError) -> None:
    """Put an action's objection at the field it names, else over the whole form."""
    named = objection.error_dict if hasattr(objection, "error_dict") else {None: objection.error_list}
    for name, errors in named.items():
        form.add_error(name if name in form.fields else None, errors)


class EvidenceView(OneContribution, View):
    """The paper that proves a contribution; only for staff who see it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        file = self.contribution.evidence
        if not file:
            raise Http404("没有佐证")
        extension = file.name.rpartition(".")[2]
        try:
            content = file.open()
        except FileNotFoundError as problem:
            raise Http404("没有佐证") from problem
        response = FileResponse(content, as_attachment=True, filename=f"佐证-{pk}.{extension}")
        response.headers["Cache-Control"] = "private, no-store"
        return response
