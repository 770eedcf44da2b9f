"""The map for search engines: standing pages, stations, deputies who serve, and issues."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from awards.models import AwardCase
from bulletins.models import Bulletin
from campaigns.models import Campaign
from deputies.models import Deputy
from stations.models import Station

PART = 10_000
"""Numbers in one file of a site map that is too large for one."""


class Pages(Sitemap):
    """Pages that always stand."""

    def items(self) -> list[str]:
        return [
            "home",
            "stations:list",
            "deputies:list",
            "campaigns:list",
            "awards:list",
            "activities:list",
            "bulletins:list",
            "opinions:list",
            "progress",
            "find",
            "accessibility",
            "privacy",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class Many(Sitemap):
    """Rows of a table that may grow large: all of them, or those whose numbers lie in one range.

    A range is found by the key, however many rows lie before it.
    """

    limit = 50_000
    model: type[models.Model]

    def __init__(self, part: int | None = None) -> None:
        self.part = part

    @classmethod
    def parts(cls) -> int:
        """How many ranges the table has."""
        last = cls.model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        return last // PART + 1

    def rows(self) -> Any:
        """What there is to be listed."""
        raise NotImplementedError

    def items(self) -> Any:
        rows = self.rows().order_by("pk")
        if self.part is None:
            return rows
        return rows.filter(pk__gte=self.part * PART, pk__lt=(self.part + 1) * PART)


class Stations(Many):
    """Stations in service, with the day they last changed."""

    model = Station

    def rows(self) -> Any:
        return Station.objects.in_service().only("code", "updated_at")

    def lastmod(self, station: Station) -> Any:
        return station.updated_at


class Deputies(Many):
    """Serving deputies; the pages of former ones answer, but nobody is led to them."""

    model = Deputy

    def rows(self) -> Any:
        return Deputy.objects.serving().only("pk", "updated_at")

    def lastmod(self, deputy: Deputy) -> Any:
        return deputy.updated_at


class Campaigns(Sitemap):
    """Campaigns that the city has proclaimed."""

    def items(self) -> Any:
        return Campaign.objects.public().order_by("pk").only("year", "updated_at")

    def lastmod(self, campaign: Campaign) -> Any:
        return campaign.updated_at


class Cases(Sitemap):
    """Cases that won an award."""

    limit = 5000

    def items(self) -> Any:
        return AwardCase.objects.public().select_related("round").order_by("pk")

    def lastmod(self, case: AwardCase) -> Any:
        return case.updated_at


class Activities(Many):
    """Published activities."""

    model = Activity

    def rows(self) -> Any:
        return Activity.objects.public().only("pk", "updated_at")

    def lastmod(self, activity: Activity) -> Any:
        return activity.updated_at


class Bulletins(Sitemap):
    """Issues that are public now."""

    limit = 5000

    def items(self) -> Any:
        return Bulletin.objects.public(timezone.now()).for_lists().order_by("pk")

    def lastmod(self, bulletin: Bulletin) -> Any:
        return max(bulletin.updated_at, bulletin.published_at)


FEW = {"pages": Pages, "campaigns": Campaigns, "bulletins": Bulletins, "cases": Cases}
MANY: dict[str, type[Many]] = {"stations": Stations, "deputies": Deputies, "activities": Activities}


def site_map(request: HttpRequest) -> HttpResponse:
    """Everything in one file, or, where that would be too much, a list of the files it is in."""
    parts = {name: one.parts() for name, one in MANY.items()}
    if set(parts.values()) == {1}:
        return sitemap(request, FEW | MANY)
    names = [*FEW, *(f"{name}-{part}" for name, count in parts.items() for part in range(count))]
    found = [
        {"location": request.build_absolute_uri(reverse("sitemap_part", args=[name])), "last_mod": None}
        for name in names
    ]
    return render(request, "sitemap_index.xml", {"sitemaps": found}, content_type="application/xml")


def site_map_part(request: HttpRequest, name: str) -> HttpResponse:
    """One file of several: `pages`, `deputies-12`."""
    kind, _, part = name.partition("-")
    is_number = part.isascii() and part.isdigit() and len(part) < 7
    if kind in MANY and is_number and int(part) < MANY[kind].parts():
        return sitemap(request, {kind: MANY[kind](int(part))})
    if name in FEW:
        return sitemap(request, {name: FEW[name]})
    raise Http404("没有这个文件")
