"""The public door: the list, a station's page, its poster and its code."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import DetailView, TemplateView, View

from liaison.divisions.models import Division, areas_offered
from liaison.lib import qr
from liaison.pages.parts import part
from liaison.ui.paging import CappedPaginator
from stations import hours, sheet
from stations.filters import Choice
from stations.hexagons import county_hexagons
from stations.models import Station
from stations.models.querysets import page_parts

PER_PAGE = 20
MOST = 5000
"""Stations that pages lead to; beyond, one narrows the question."""


class StationListView(TemplateView):
    """Every station in service, narrowed by county, words, time and facilities."""

    template_name = "public/stations/list.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An old county code leads to the new one; anything else is shown."""
        code = request.GET.get("county", "")
        areas = areas_offered(code)
        if code and code not in {area.code for area in areas}:
            area = Division.objects.find(code[:12])
            if area and area in areas:
                query = request.GET.copy()
                query["county"] = area.code
                return redirect(f"{request.path}?{query.urlencode()}", permanent=True)
        return self.render_to_response(self.get_context_data(choice=Choice(request.GET, areas)))

    def get_context_data(self, *, choice: Choice, **kwargs: Any) -> dict[str, Any]:
        """The page of stations with each door's next opening, and the county diagram."""
        now = timezone.localtime()
        stations = Station.objects.all()
        found = choice.apply(stations, now.date()).with_place().with_hours(now.date())
        found = found.with_next_duty(now)
        pages = CappedPaginator(found.in_place_order(), PER_PAGE, cap=MOST)
        page = pages.get_page(self.request.GET.get("page"))
        # Where there are too many counties to be offered, those that are not are not counted either.
        counts, points = in_service(*sorted(city for city in choice.cities if city))
        return super().get_context_data(
            choice=choice,
            page=page,
            rows=[(s, hours.door(s.opening_hours.all(), s.closures.all(), now)) for s in page],
            cells=county_hexagons(choice.counties, counts, chosen=choice.area),
            total=sum(counts.values()),
            points=points,
            **kwargs,
        )


@part
def in_service(*cities: int) -> tuple[dict[int | None, int], int]:
    """How many stations serve in each county of these cities, and how many points in all of them."""
    rows = Station.objects.in_service().filter(division__city__in=cities)
    return rows.stations().count_by_county(), rows.points().count()


class StationView(DetailView):
    """A station's page: where, when, who, and everything a citizen wants first."""

    template_name = "public/stations/detail.html"
    context_object_name = "station"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Codes are printed in capitals; other spellings lead to the one address."""
        self.object = self.get_object()
        if self.object.code != self.kwargs["code"]:
            return redirect(self.canonical(), permanent=True)
        return self.render_to_response(self.get_context_data(object=self.object))

    def canonical(self) -> str:
        """The one address of this page."""
        return self.object.get_absolute_url()

    def get_object(self, queryset: Any = None) -> Station:
        """The public station with this code, in capitals or not."""
        code = self.kwargs["code"].upper()
        rows = list(Station.objects.public().with_place().with_its_points(code).order_by("name"))
        station = next((row for row in rows if row.code == code), None)
        if station is None:
            raise Http404("没有这个联络站")
        prefetch_related_objects([station], *page_parts(timezone.localdate()))
        self.points = [row for row in rows if row is not station and row.in_service]
        return station

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The station's sheet: its rows put into the words of the page."""
        station: Station = self.object
        return super().get_context_data(
            sheet=sheet.of(station, timezone.localtime()),
            points=self.points,
            successor=None if station.in_service else station.successor(),
            **kwargs,
        )


class PosterView(StationView):
    """One A4 page for the door: name, code, hours, telephone."""

    template_name = "public/stations/poster.html"

    def canonical(self) -> str:
        return reverse("stations:poster", args=[self.object.code])


class ShortView(View):
    """What a code on a wall points to; temporary, because a wall outlives an address.

    The page is told that it was reached from a wall: an opinion left there counts as 扫码.
    """

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        station = Station.objects.public().filter(code=code.upper()).first()
        if station is None:
            raise Http404("没有这个联络站")
        return redirect(f"{station.get_absolute_url()}?via=qr")


@method_decorator(cache_control(public=True, max_age=86400), name="dispatch")
class QrView(View):
    """The station's short address as a QR code in SVG."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if not Station.objects.public().filter(code=code).exists():
            raise Http404("没有这个联络站")
        return qr.answer(request, reverse("stations:short", args=[code]))
