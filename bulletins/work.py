"""Staff tasks with issues: the list, writing, preview, release, withdrawal."""

from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import FormView, TemplateView, View
from js_asset import Media

from bulletins import actions
from bulletins.actions import CHANGE, CONFIRM, MOVES
from bulletins.desk import WorkChoice, gaps_of
from bulletins.forms import BulletinForm, PublishForm, WithdrawForm
from bulletins.models import WORDS, Bulletin, Series
from bulletins.scan import planted
from bulletins.views import page_of
from liaison.lib.workflow import Move, open_to
from liaison.ui.paging import CappedPaginator

PER_PAGE = 30
CONFLICT = 409


class BulletinAccess(LoginRequiredMixin, PermissionRequiredMixin):
    """Staff of the city with the right that the page asks for."""

    permission_required: Any = "bulletins.view_bulletin"
    raise_exception = False

    def handle_no_permission(self) -> HttpResponse:
        """Strangers sign in; colleagues without the right are told so."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()


class OneBulletin(BulletinAccess):
    """Pages about one issue, which must lie within the scope of whoever asks."""

    @property
    def bulletin(self) -> Bulletin:
        """The issue of the address, or 404."""
        if not hasattr(self, "_bulletin"):
            visible = Bulletin.objects.for_staff(self.request.user)
            rows = visible.select_related("series", "author", "edited_by", "reviewer")
            self._bulletin = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._bulletin

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The issue, how it stands, and the steps open to this person."""
        standing = self.bulletin.standing(timezone.now())
        page = "bulletin" if self.request.user.has_perm(CHANGE) else "bulletin_preview"
        return super().get_context_data(**kwargs) | {
            "bulletin": self.bulletin,
            "standing": standing,
            "standing_word": WORDS[standing],
            "desk_url": reverse(f"work:{page}", args=[self.bulletin.pk]),
            "moves": self.moves(standing),
        }

    def moves(self, standing: str) -> dict[str, Move]:
        """The steps open to this person now; what was public once is not thrown away."""
        found = open_to(MOVES, standing, self.request.user)
        if "discard" in found and actions.was_public(self.bulletin):
            del found["discard"]
        return found


class BulletinListView(BulletinAccess, TemplateView):
    """Every issue with state, number, moment and reads; missing numbers are named."""

    template_name = "work/bulletins/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = timezone.now(), self.request.user
        choice = WorkChoice(self.request.GET, user, now)
        page = CappedPaginator(choice.rows(), PER_PAGE).get_page(self.request.GET.get("page"))
        rows = [(one, one.standing(now), WORDS[one.standing(now)]) for one in page]
        year = choice.year or timezone.localtime(now).year
        return super().get_context_data(**kwargs) | {
            "choice": choice,
            "page": page,
            "rows": rows,
            "gaps": gaps_of(choice.all_series, year),
            "gap_year": year,
        }


@method_decorator(csp_update({"script-src": [NONCE]}), name="dispatch")
class WritingView(BulletinAccess, FormView):
    """The page with the editor: the only one whose policy carries a nonce, for its import map."""

    template_name = "work/bulletins/form.html"
    form_class = BulletinForm

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        more = {"instance": self.instance, "user": user, "may_confirm": user.has_perm(CONFIRM)}
        return super().get_form_kwargs() | more

    @property
    def instance(self) -> Bulletin:
        """The row that the form fills."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        needs_confirming = "confirmed" in form.fields and getattr(form, "is_planted", False)
        nonce = self.request.csp_nonce
        return context | {
            "media": Media.from_media(form.media, nonce=nonce),
            "needs_confirming": needs_confirming,
        }

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One transaction: the form locks the row that it compares, the action writes it."""
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: BulletinForm) -> HttpResponse:
        confirmed = bool(form.cleaned_data.get("confirmed"))
        try:
            saved = actions.save_text(form.instance, by=self.request.user, confirmed=confirmed)
        except ValidationError as objection:
            form.is_planted = isinstance(objection, actions.PlantedError)
            form.add_error(None, objection)
            return self.form_invalid(form)
        messages.success(self.request, f"已保存：{saved}")
        return redirect("work:bulletin", saved.pk)

    def form_invalid(self, form: BulletinForm) -> HttpResponse:
        """What was typed stays; where a colleague was faster the answer is 409."""
        answer = self.render_to_response(self.get_context_data(form=form))
        answer.status_code = CONFLICT if form.is_outdated else answer.status_code
        return answer


class BulletinNewView(WritingView):
    """A new issue under the next number of its series."""

    permission_required = "bulletins.add_bulletin"

    @property
    def instance(self) -> Bulletin:
        return Bulletin()

    def get_initial(self) -> dict[str, Any]:
        choices = Series.objects.for_staff(self.request.user)
        series = choices.filter(slug=self.request.GET.get("series", "")[:30]).first() or choices.first()
        year = timezone.localdate().year
        number = Bulletin.objects.next_number(series, year) if series else 1
        return {"series": series, "year": year, "number": number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "series_list": Series.objects.for_staff(self.request.user)
        }


class BulletinEditView(OneBulletin, WritingView):
    """Change an issue; what is out already is checked for persons' numbers at once."""

    permission_required = CHANGE

    @property
    def instance(self) -> Bulletin:
        return self.bulletin


class BulletinPreviewView(OneBulletin, TemplateView):
    """The public page as it would look; only staff see it."""

    template_name = "public/bulletins/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | page_of(self.bulletin) | {"is_preview": True}


class BulletinPublishView(OneBulletin, FormView):
    """Release now or later; what stands in the way is named before and after the button."""

    permission_required = actions.PUBLISH
    template_name = "work/bulletins/publish.html"
    form_class = PublishForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"may_confirm": self.request.user.has_perm(CONFIRM)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"found": planted(self.bulletin), "needs_review": self._lacks_review()}

    def _lacks_review(self) -> bool:
        return self.bulletin.series.needs_review and self.bulletin.reviewer_id is None

    def form_valid(self, form: PublishForm) -> HttpResponse:
        by, confirmed = self.request.user, bool(form.cleaned_data.get("confirmed"))
        try:
            if form.moment is None:
                done = actions.publish(self.bulletin, by=by, confirmed=confirmed)
                said = f"已发布：{done}"
            else:
                done = actions.schedule(self.bulletin, form.moment, by=by, confirmed=confirmed)
                said = f"{timezone.localtime(done.published_at):%Y-%m-%d %H:%M} 自动发布：{done}"
        except ValidationError as objection:
            form.add_error(None, objection)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect("work:bulletins")


class Step(OneBulletin, View):
    """One button, one action."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What no longer fits is said; the page after is the issue's own."""
        try:
            messages.success(request, self.take())
        except ValidationError as objection:
            messages.error(request, "；".join(objection.messages))
        return redirect("work:bulletins")

    def take(self) -> str:
        """Do it; returns what to say."""
        raise NotImplementedError


class BulletinDiscardView(Step):
    """“删除草稿”."""

    permission_required = CHANGE

    def take(self) -> str:
        return f"已删除草稿：{actions.discard(self.bulletin, by=self.request.user)}"


class BulletinReviewView(Step):
    """“审核通过”."""

    permission_required = actions.REVIEW

    def take(self) -> str:
        return f"已审核通过：{actions.review(self.bulletin, by=self.request.user)}"


class BulletinUnscheduleView(Step):
    """“取消定时”."""

    permission_required = actions.PUBLISH

    def take(self) -> str:
        return f"已取消定时，回到草稿：{actions.unschedule(self.bulletin, by=self.request.user)}"


class BulletinWithdrawView(OneBulletin, FormView):
    """Take an issue off, with a reason that its address then shows."""

    permission_required = actions.PUBLISH
    template_name = "work/bulletins/withdraw.html"
    form_class = WithdrawForm

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        try:
            done = actions.withdraw(self.bulletin, form.cleaned_data["note"], by=self.request.user)
        except ValidationError as objection:
            form.add_error("note", objection.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"已撤下：{done}")
        return redirect("work:bulletins")
