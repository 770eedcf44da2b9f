"""Tasks of townships and counties with award cases: write, submit, forward, return."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from awards import actions
from awards.filters import Choice
from awards.forms import CaseForm
from awards.models import AwardCase, AwardRound, CasePhoto
from awards.stats import quotas
from campaigns.work import CONFLICT, Access, put_at_fields
from liaison.divisions.filters import counties_of
from liaison.divisions.models import Division
from liaison.lib.pictures import sent
from liaison.ui.paging import CappedPaginator
from stations.models import Station

PER_PAGE = 30


class AwardAccess(Access):
    """Staff who may look at the award."""

    permission_required = "awards.view_awardcase"


class OneCase(AwardAccess):
    """Pages about one case in the scope of whoever asks."""

    @cached_property
    def case(self) -> AwardCase:
        """The case of the address, or 404."""
        visible = AwardCase.objects.for_staff(self.request.user).with_places().with_photos()
        return get_object_or_404(visible.select_related("author"), pk=self.kwargs["pk"])


def places_of(user: Any) -> Any:
    """Where this person may send a case from: a keeper's places, an officer's county and its townships."""
    places = Division.objects.current().for_staff(user).with_places().order_by("code")
    if user.has_perm("awards.forward_awardcase"):
        return places.filter(level__in=("county", "township"), is_real=True)
    return places.filter(pk__in=Station.objects.for_staff(user).values("division"))


class CaseListView(AwardAccess, TemplateView):
    """Cases in the person's scope, the round that is open, and how many the county may still send."""

    template_name = "work/awards/cases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        areas = counties_of(user)
        rounds = list(AwardRound.objects.for_staff(user).called())
        choice = Choice(self.request.GET, areas, years=[one.year for one in rounds])
        mine = AwardCase.objects.for_staff(user)
        page = CappedPaginator(choice.apply(mine).with_places().order_by("-pk"), PER_PAGE)
        running = next((r for r in rounds if r.state in ("open", "judging")), None)
        return super().get_context_data(
            choice=choice,
            page=page.get_page(self.request.GET.get("page")),
            running=running,
            quotas=quotas(running, areas) if running else [],
            **kwargs,
        )


class EditView(AwardAccess, FormView):
    """The writing form; what was typed stays when something is wrong."""

    template_name = "work/awards/edit.html"
    form_class = CaseForm
    permission_required = "awards.write_awardcase"

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        rounds = AwardRound.objects.for_staff(user).open()
        return super().get_form_kwargs() | {"rounds": rounds, "places": places_of(user)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look for a second editor and write in one transaction."""
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def form_valid(self, form: CaseForm) -> HttpResponse:
        is_sent = "submit" in self.request.POST
        try:
            with transaction.atomic():
                case = self.write(form)
                self.keep_photos(form, case)
                if is_sent:
                    actions.submit(case, by=self.request.user)
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.form_invalid(form)
        messages.success(self.request, f"{'已报送' if is_sent else '已保存为草稿'}：{case.title}")
        return redirect("work:award_case", case.pk)

    def keep_photos(self, form: CaseForm, case: AwardCase) -> None:
        """Take out what was ticked, describe what stays, add what was chosen."""
        said, by = form.cleaned_data, self.request.user
        for photo in form.photos_now:
            if said.get(f"remove_{photo.pk}"):
                actions.remove_photo(photo, by=by)
            else:
                actions.describe_photo(photo, said.get(f"alt_{photo.pk}", ""), by=by)
        for prepared in said["photos"]:
            actions.add_photo(case, prepared, by=by)

    def form_invalid(self, form: CaseForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = CONFLICT if form.is_outdated else response.status_code
        return response

    def write(self, form: CaseForm) -> AwardCase:
        """Begin or revise."""
        raise NotImplementedError


class WriteView(EditView):
    """A new case."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        award = AwardRound.objects.for_staff(self.request.user).open().first()
        return super().get_context_data(award=award, case=None, **kwargs)

    def write(self, form: CaseForm) -> AwardCase:
        said, user = form.cleaned_data, self.request.user
        stations = Station.objects.for_staff(user).in_service().stations().filter(division=said["place"])
        known = AwardCase.objects.filter(token=said["token"] or None, author=user).first()
        if known:
            # Sent twice: the photos are there already.
            said["photos"] = []
            return known
        return actions.write(
            said["round"],
            form.facts(),
            division=said["place"],
            station=stations.first(),
            token=said["token"],
            by=user,
        )


class ReviseView(EditView, OneCase):
    """A draft, or what was returned, put right."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What was sent already is looked at, not changed."""
        may_change = request.user.is_authenticated and self.has_permission()
        if may_change and not self.case.is_open:
            return redirect("work:award_case", self.case.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.case}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(award=self.case.round, case=self.case, **kwargs)

    def write(self, form: CaseForm) -> AwardCase:
        return actions.revise(form.instance, by=self.request.user)


class PhotoView(AwardAccess, View):
    """A photo that is not public yet, or one that is; only for staff who see the case."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int, photo: int) -> HttpResponseBase:
        found = CasePhoto.objects.for_staff(request.user).filter(case=pk, pk=photo).first()
        if found is None:
            raise Http404("没有这张照片")
        return sent(found.image if "full" in request.GET else found.thumbnail)
