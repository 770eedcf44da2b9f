"""The public door: how a station was built, what it has, and how it came to its grade."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from standing.models import Assessment, total
from stations import sheet
from stations.models import Station


class StandingView(TemplateView):
    """Points of each item, who decided when, how long the grade holds; earlier years below."""

    template_name = "public/standing/station.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Codes are printed in capitals; other spellings lead to the one address."""
        code = self.kwargs["code"]
        rows = Station.objects.public().with_place().with_record_parts(timezone.localdate())
        station = rows.filter(code=code.upper()).first()
        if station is None:
            raise Http404("没有这个联络站")
        if station.code != code:
            return redirect(reverse("standing:station", args=[station.code]), permanent=True)
        return self.render_to_response(self.get_context_data(station=station))

    def get_context_data(self, *, station: Station, **kwargs: Any) -> dict[str, Any]:
        published = Assessment.objects.public().filter(station=station).select_related("round__standard")
        years = list(published.order_by("-round__year")[:20])
        asked = self.request.GET.get("year", "")
        shown = next((one for one in years if str(one.round.year) == asked), None)
        chosen = shown or next(iter(years), None)
        rows = (
            list(chosen.items.select_related("item", "evidence__photo").order_by("item__number"))
            if chosen
            else []
        )
        return super().get_context_data(
            station=station,
            sheet=sheet.of(station, timezone.localtime()),
            chosen=chosen,
            was_wrong=bool(asked and not shown),
            holds=chosen.holds_on(timezone.localdate()) if chosen else False,
            rows=rows,
            total=total(rows),
            years=years,
            **kwargs,
        )
