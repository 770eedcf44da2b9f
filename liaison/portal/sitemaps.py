"""The map for search engines: standing pages, stations, deputies who serve, and issues."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from awards.models import AwardCase
from bulletins.models import Bulletin
from campaigns.models import Campaign
from deputies.models import Deputy
from stations.models import Station


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


class Stations(Sitemap):
    """Stations in service, with the day they last changed."""

    limit = 5000

    def items(self) -> Any:
        return Station.objects.in_service().order_by("pk").only("code", "updated_at")

    def lastmod(self, station: Station) -> Any:
        return station.updated_at


class Deputies(Sitemap):
    """Serving deputies; the pages of former ones answer, but nobody is led to them."""

    limit = 50_000

    def items(self) -> Any:
        return Deputy.objects.serving().order_by("pk").only("pk", "updated_at")

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


class Activities(Sitemap):
    """Published activities."""

    limit = 50_000

    def items(self) -> Any:
        return Activity.objects.public().order_by("pk").only("pk", "updated_at")

    def lastmod(self, activity: Activity) -> Any:
        return activity.updated_at


class Bulletins(Sitemap):
    """Issues that are public now."""

    limit = 5000

    def items(self) -> Any:
        return Bulletin.objects.public(timezone.now()).for_lists().order_by("pk")

    def lastmod(self, bulletin: Bulletin) -> Any:
        return max(bulletin.updated_at, bulletin.published_at)


SITEMAPS = {
    "pages": Pages,
    "stations": Stations,
    "deputies": Deputies,
    "activities": Activities,
    "campaigns": Campaigns,
    "bulletins": Bulletins,
    "cases": Cases,
}
