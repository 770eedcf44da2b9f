"""The yearly plan on the desk: kept as a record, proclaimed and concluded by decisions."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from campaigns import actions
from campaigns.admin.forms import CampaignForm, ConcludeForm, DocumentForm, ProclaimForm, StepForm
from campaigns.models import Campaign, CampaignDocument, CampaignStep, CampaignTarget
from campaigns.moves import CAMPAIGN_MOVES
from campaigns.views import sent
from deputies.admin.pages import decide, routes
from liaison.audit.desk import ChoicesFilter
from liaison.audit.years import year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.models import Division
from liaison.divisions.scoped import ScopedAdmin, ScopedInline
from liaison.lib.workflow import open_to


class StepInline(ScopedInline, admin.StackedInline):
    model = CampaignStep
    form = StepForm
    fields = ("title", "since", "until", "text")


class DocumentInline(ScopedInline, admin.TabularInline):
    model = CampaignDocument
    form = DocumentForm
    fields = ("title", "file", "download", "position")
    readonly_fields = ("download",)
    view_on_site = False

    @admin.display(description="已上传")
    def download(self, document: CampaignDocument) -> str:
        if not document.pk:
            return "保存后显示"
        address = reverse("admin:campaigns_campaign_document", args=[document.campaign_id, document.pk])
        return format_html('<a href="{}">{}，{}</a>', address, document.kind, document.size_text)


class TargetInline(ScopedInline, admin.TabularInline):
    model = CampaignTarget
    fields = ("county", "contributions")

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """Counties of the person's city."""
        return Division.objects.counties().for_staff(request.user).order_by("code")


@admin.register(Campaign)
class CampaignAdmin(HistoryMixin, ScopedAdmin):
    """Whoever keeps the campaign writes the plan; its state changes by decision only."""

    form = CampaignForm
    list_display = ("year", "theme", "state", "since", "until")
    list_display_links = ("year", "theme")
    list_filter = (year_of("year", "年度"), ("state", ChoicesFilter))
    ordering = ("-year",)
    actions = None
    inlines = (StepInline, DocumentInline, TargetInline)
    change_form_template = "admin/campaigns/campaign/change_form.html"
    readonly_fields = ("state",)
    fieldsets = (
        (None, {"fields": ("city", "year", "theme", "slogan", "state", "since", "until", "seen_at")}),
        ("方案", {"fields": ("aims", "methods", "organisation", "commendation")}),
        ("总结", {"fields": ("summary",)}),
    )

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        """The summary is written when the campaign is concluded, and corrected afterwards."""
        shown = self.fieldsets if obj and obj.is_concluded else self.fieldsets[:2]
        return [
            (title, {"fields": [n for n in options["fields"] if obj or n not in ("state", "seen_at")]})
            for title, options in shown
        ]

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("city", "year", "state") if obj else ("state",)

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """Campaigns belong to a city."""
        rows = super().choices_of(db_field, request)
        return rows.filter(level="city") if db_field.name == "city" else rows

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        steps = open_to(CAMPAIGN_MOVES, obj.state, request.user) if obj else {}
        context |= {"show_save_and_add_another": False, "steps": steps}
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list:
        own = [
            ("<int:pk>/proclaim/", proclaim_view, "proclaim"),
            ("<int:pk>/conclude/", conclude_view, "conclude"),
            ("<int:pk>/documents/<int:document>/", document_view, "document"),
        ]
        return [*routes(self, own), *super().get_urls()]


def proclaim_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“公布启动”: the plan goes out and registering begins."""
    campaign = _campaign(desk, request, pk, "proclaim")

    def act(values: dict[str, Any]) -> str:
        return f"已公布启动：{actions.proclaim(campaign, by=request.user)}"

    told = "公布后群众可以看到方案、步骤和文件，各县（市、区）可以登记建功。"
    return _decide(desk, request, campaign, ProclaimForm(_sent(request)), act, told, "proclaim")


def conclude_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“总结结束”: with the summary; registering ends."""
    campaign = _campaign(desk, request, pk, "conclude")
    form = ConcludeForm(_sent(request), initial={"summary": campaign.summary})

    def act(values: dict[str, Any]) -> str:
        return f"已总结：{actions.conclude(campaign, values['summary'], by=request.user)}"

    told = "总结后不能再登记建功；等待审核的仍可以确认，表彰仍可以办理。"
    return _decide(desk, request, campaign, form, act, told, "conclude")


def document_view(desk: Any, request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A file of the campaign, a draft's too, for those who see the campaign."""
    campaign = desk.object_or_404(request, str(pk))
    found = campaign.documents.filter(pk=document).first()
    if found is None:
        raise Http404
    return sent(found)


def _campaign(desk: Any, request: HttpRequest, pk: int, step: str) -> Campaign:
    """A campaign in scope that may take this step, for somebody who may take it."""
    campaign = desk.object_or_404(request, str(pk))
    if not desk.has_change_permission(request, campaign):
        raise PermissionDenied
    if campaign.state not in CAMPAIGN_MOVES[step].sources:
        raise Http404
    return campaign


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _decide(
    desk: Any, request: HttpRequest, campaign: Campaign, form: Any, act: Any, told: str, step: str
) -> HttpResponse:
    verb = CAMPAIGN_MOVES[step].label
    context = {"title": f"{verb}：{campaign}", "verb": verb, "record": campaign, "original": campaign}
    back = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    at = next(iter(form.fields), None)
    return decide(desk, request, form, act, back=back, at=at, context=context | {"help": told})
