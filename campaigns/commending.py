"""The city commends many contributions at once: choose, look at the list, then confirm."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from campaigns import actions
from campaigns.filters import CommendChoice
from campaigns.forms import ChosenForm
from campaigns.models import Campaign, Contribution
from campaigns.work import Access, put_at_fields
from liaison.divisions.filters import counties_of
from liaison.ui.paging import CappedPaginator

PER_PAGE = 50


class CommendView(Access, TemplateView):
    """Confirmed contributions of one campaign to tick; nothing is written before the preview is confirmed."""

    template_name = "work/campaigns/commend.html"
    permission_required = "campaigns.commend_contribution"

    @property
    def campaigns(self) -> Any:
        """Proclaimed campaigns of the city."""
        return Campaign.objects.for_staff(self.request.user).public()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaigns = list(self.campaigns)
        choice = CommendChoice(self.request.GET, counties_of(self.request.user), campaigns=campaigns)
        year = choice.values.get("year")
        campaign = next((c for c in campaigns if not year or str(c.year) == year), None)
        rows = Contribution.objects.for_staff(self.request.user).confirmed().filter(campaign=campaign)
        page = CappedPaginator(choice.apply(rows).with_staff_parts(), PER_PAGE)
        kwargs.setdefault("form", ChosenForm(campaigns=self.campaigns))
        return super().get_context_data(
            campaign=campaign,
            choice=choice,
            page=page.get_page(self.request.GET.get("page")),
            commended=rows.commended().count() if campaign else 0,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what is about to happen; with `confirm`, do it."""
        form = ChosenForm(request.POST, campaigns=self.campaigns)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        ids, campaign = form.cleaned_data["chosen"], form.cleaned_data["campaign"]
        is_back = "undo" in request.POST
        if "confirm" not in request.POST and ids:
            return self.preview(form, campaign, ids, is_back)
        try:
            act = actions.uncommend if is_back else actions.commend
            count = act(campaign, ids, by=request.user)
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, f"已{'撤销' if is_back else ''}表彰 {count} 件建功")
        return redirect(f"{request.path}?year={campaign.year}")

    def preview(self, form: ChosenForm, campaign: Campaign, ids: list[int], is_back: bool) -> HttpResponse:
        """The chosen ones, to be looked at before they are commended."""
        rows = Contribution.objects.for_staff(self.request.user).confirmed().filter(campaign=campaign)
        chosen = list(rows.filter(pk__in=ids[: actions.MOST_AT_ONCE]).with_staff_parts())
        context = {"campaign": campaign, "chosen": chosen, "is_back": is_back, "form": form}
        self.template_name = "work/campaigns/commend_preview.html"
        return self.render_to_response(super().get_context_data(**context))
