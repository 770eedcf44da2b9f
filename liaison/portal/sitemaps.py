"""The map for search engines: standing pages and every station the public may see."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from stations.models import Station


class Pages(Sitemap):
    """Pages that always stand."""

    def items(self) -> list[str]:
        return ["home", "stations:list", "progress", "find", "accessibility", "privacy"]

    def location(self, item: str) -> str:
        return reverse(item)


class Stations(Sitemap):
    """Stations in service, with the day they last changed."""

    limit = 5000

    def items(self) -> Any:
        return Station.objects.in_service().order_by("pk").only("code", "updated_at")

    def lastmod(self, station: Station) -> Any:
        return station.updated_at


SITEMAPS = {"pages": Pages, "stations": Stations}
