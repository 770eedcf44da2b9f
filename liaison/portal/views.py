"""The portal's public pages: they compose what the other rooms know, and hold no rule."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.views.generic import TemplateView

from deputies.find import people
from liaison.divisions.filters import QUERY_LENGTH
from liaison.divisions.models import Division
from liaison.portal import home
from liaison.portal.context import site_of
from liaison.portal.search import Search
from stations.find import look_up
from stations.sheet import Sheet


def question(request: HttpRequest) -> str:
    """What the reader typed, cut to a length that any database answers quickly."""
    return " ".join(request.GET.get("q", "").split())[:QUERY_LENGTH].strip()


class CityView(TemplateView):
    """A page about the one city this installation serves."""

    http_method_names = ["get", "head", "options"]

    @property
    def city(self) -> Division | None:
        """The city; None before any division was loaded."""
        return site_of(self.request).served_city


class HomeView(CityView):
    """The question first; then the counties, today's receptions, and how far the city is."""

    template_name = "public/portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        city = self.city
        return super().get_context_data(
            city=city,
            example=home.example(city.pk) if city else "",
            county_map=home.county_map(city.pk) if city else "",
            boards=home.boards(city.pk) if city else "",
            road=home.road(city.pk) if city else "",
            **kwargs,
        )


class FindView(CityView):
    """From the name of a village, unit or township to its station; from a person's name to the person."""

    template_name = "public/portal/find.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, words = timezone.localtime(), question(self.request)
        found = look_up(words, self.city, now.date()) if words and self.city else None
        return super().get_context_data(
            q=words,
            found=found,
            people=people(words, self.city) if words and self.city else [],
            sheets=[(match, Sheet(match.station, now)) for match in found.matches] if found else [],
            counties=Division.objects.counties().within(self.city) if self.city else [],
            **kwargs,
        )


class SearchView(CityView):
    """Everything public that holds the words, counted by kind."""

    template_name = "public/portal/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words, query = question(self.request), self.request.GET
        search = Search(words, query.get("kind", ""), self.city) if words and self.city else None
        page = search.page(query.get("page")) if search else None
        return super().get_context_data(q=words, search=search, page=page, **kwargs)


class PageView(CityView):
    """A page of words only."""


class PrivacyView(CityView):
    """What is done with personal data; says the retention period that is really in force."""

    template_name = "public/portal/privacy.html"
    extra_context = {"opinion_days": settings.OPINION_RETENTION_DAYS}


class StyleguideView(CityView):
    """Every component in every state, for those who build the next page."""

    template_name = "public/portal/styleguide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        from liaison.portal.styleguide import samples

        return super().get_context_data(**samples(timezone.localdate()), **kwargs)
