"""The portal's public pages: they compose what the other rooms know, and hold no rule."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.views.generic import TemplateView

from campaigns.stats import confirmed
from deputies.find import people
from liaison.divisions.filters import QUERY_LENGTH
from liaison.divisions.models import Division
from liaison.portal import board
from liaison.portal.context import site_of
from liaison.portal.search import Search
from liaison.ui import charts
from receptions import board as receptions
from receptions.stats import heard
from stations import stats
from stations.find import look_up
from stations.hexagons import county_hexagons
from stations.models import Station
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
        if self.city is None:
            return super().get_context_data(coverage=None, board=None, receiving=None, example="", **kwargs)
        now = timezone.localtime()
        coverage = stats.coverage(self.city)
        steps = stats.roadmap(self.city, now.date())
        receiving = receptions.today(self.city, now)
        if receiving:
            lit, why = receptions.counties_receiving(self.city, now.date()), "今天有联络站接待"
        else:
            lit = {tally.division.pk for tally in coverage.counties if tally.is_complete}
            why = "乡镇街道全部有站"
        counts = Station.objects.in_service().stations().within(self.city).count_by_county()
        counties = list(Division.objects.counties().within(self.city))
        return super().get_context_data(
            coverage=coverage,
            cells=county_hexagons(counties, counts, lit=lit, why=why),
            lit_because=why if lit else "",
            example=next((r.division.name for r in coverage.total.rows if r.is_covered), ""),
            receiving=receiving,
            board=None if receiving else board.of(self.city, now),
            stages=[charts.stage(s.title, s.target.year, now.date()) for s in steps],
            target=next((s.target for s in steps if s.is_now), None),
            heard=heard(self.city, date(now.year, 1, 1), now.date()),
            confirmed=confirmed(self.city, now.year),
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
