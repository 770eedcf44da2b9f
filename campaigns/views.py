"""The public door: a year's campaign, its documents, and what deputies contributed."""

from functools import cached_property
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from campaigns import shown
from campaigns.filters import Choice
from campaigns.models import Campaign, CampaignDocument, Contribution
from campaigns.stats import standing
from liaison.divisions.models import Division
from liaison.ui.paging import CappedPaginator

PER_PAGE = 20
SOME = 4
"""Examples that the campaign's page shows."""

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class CampaignsView(TemplateView):
    """The way to the newest campaign; a word where none was proclaimed yet."""

    template_name = "public/campaigns/none.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        newest = Campaign.objects.public().first()
        return redirect(newest) if newest else super().get(request, *args, **kwargs)


class OneCampaign(TemplateView):
    """Pages about the proclaimed campaign of one year."""

    http_method_names = ["get", "head", "options"]

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign of the address, or 404."""
        found = Campaign.objects.public().select_related("city").filter(year=self.kwargs["year"]).first()
        if found is None:
            raise Http404("这一年没有双岗建功活动")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The campaign and the years to turn to."""
        years = Campaign.objects.public().filter(city=self.campaign.city_id).values_list("year", flat=True)
        return super().get_context_data(campaign=self.campaign, years=list(years), **kwargs)


class CampaignView(OneCampaign):
    """Theme, stages, what comes next, how far each county is, documents, examples, the plan."""

    template_name = "public/campaigns/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, today = self.campaign, timezone.localdate()
        now = standing(campaign, today)
        steps = shown.steps(campaign, today)
        rows = Contribution.objects.public().filter(campaign=campaign).with_public_parts()
        some = rows.commended() if campaign.is_concluded else rows
        return super().get_context_data(
            standing=now,
            day=min(today, campaign.until),
            stages=shown.stages(campaign, today),
            over=[one for one in steps if one.is_over],
            ahead=[one for one in steps if not one.is_over],
            bars=shown.bars(campaign, now),
            documents=campaign.documents.select_related("campaign"),
            examples=[shown.deed(row) for row in some[:SOME]],
            plan=shown.plan(campaign),
            **kwargs,
        )


class ContributionListView(OneCampaign):
    """Confirmed contributions, narrowed by county, post and commendation."""

    template_name = "public/campaigns/contributions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        areas = list(Division.objects.counties().within(self.campaign.city).order_by("code"))
        choice = Choice(self.request.GET, areas)
        rows = choice.apply(Contribution.objects.public().filter(campaign=self.campaign))
        page = CappedPaginator(rows.with_public_parts(), PER_PAGE).get_page(self.request.GET.get("page"))
        deeds = [shown.deed(row) for row in page]
        return super().get_context_data(choice=choice, page=page, deeds=deeds, **kwargs)


class DocumentView(View):
    """A document of a proclaimed campaign, to keep."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, year: int, pk: int) -> HttpResponseBase:
        """The file under its title; nothing of a campaign that is still a draft."""
        campaigns = Campaign.objects.public().filter(year=year)
        documents = CampaignDocument.objects.filter(campaign__in=campaigns.values("pk"))
        document = documents.filter(pk=pk).first()
        if document is None:
            raise Http404("没有这个文件")
        return sent(document)


def sent(document: CampaignDocument) -> HttpResponseBase:
    """The file itself, never shown inside the site."""
    try:
        content = document.file.open()
    except FileNotFoundError as problem:
        raise Http404("没有这个文件") from problem
    kind = CONTENT_TYPES.get(document.extension, "application/octet-stream")
    name = f"{document.title}.{document.extension}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind)
