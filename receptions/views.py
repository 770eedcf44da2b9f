"""The public door: a station's month, the poster with who is on duty, calendars to subscribe to."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from deputies.faces import face_of
from deputies.models import Deputy
from liaison.workdays.calendar import Calendar
from receptions import months, notices, stats
from receptions.models import Reception
from receptions.notices import REMEMBERED, Notice
from stations.models import Station
from stations.sheet import Sheet

KNOWN = ("month", "lg", "hc")
FOREIGN = ("from", "isappinstalled", "scene", "utm_", "_")
MOST_EVENTS = 300
LARGEST_ID = 2**63 - 1


def public_station(code: str) -> Station:
    """The public station with this code, in capitals or not, or 404."""
    station = Station.objects.public().with_place().filter(code=code.upper()[:12]).first()
    if station is None:
        raise Http404("没有这个联络站")
    return station


class MonthView(TemplateView):
    """What a station announced for one month, and what came of it."""

    template_name = "public/receptions/month.html"
    http_method_names = ["get", "head", "options"]
    name = "receptions:month"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Codes are printed in capitals; other spellings lead to the one address."""
        self.station = public_station(kwargs["code"])
        if self.station.code != kwargs["code"]:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return redirect(reverse(self.name, args=[self.station.code]) + query, permanent=True)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime()
        query = self.request.GET
        month, was_odd = months.read(query.get("month", ""), now.date())
        is_strange = any(key not in KNOWN and not key.startswith(FOREIGN) for key in query)
        found = notices.of_month(self.station, month.first, month.last, now)
        is_ahead = month.last >= now.date()
        return super().get_context_data(
            station=self.station,
            month=month,
            was_wrong=was_odd or is_strange,
            coming=[n for n in found if not n.is_over],
            past=[n for n in found if n.is_over],
            rules=list(self.station.reception_rules.on(max(month.first, min(now.date(), month.last)))),
            is_ahead=is_ahead,
            is_unknown=is_ahead and not Calendar.load(month.first, month.last).is_known(month.first.year),
            **kwargs,
        ) | self.figures(now)

    def figures(self, now: Any) -> dict[str, Any]:
        """How much of this year was announced in time."""
        since = now.date().replace(month=1, day=1)
        year = stats.of_station(self.station, since, since.replace(month=12, day=31), now.date())
        return {"year": since.year, "figures": year}


class PosterView(MonthView):
    """The month on one A4 page, for the door."""

    template_name = "public/receptions/poster.html"
    name = "receptions:poster"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sheet=Sheet(self.station, timezone.localtime()), **kwargs)

    def figures(self, now: Any) -> dict[str, Any]:
        """A poster shows none."""
        return {}


class CalendarView(View):
    """A calendar file."""

    http_method_names = ["get", "head", "options"]

    def answer(self, name: str, receptions: Any) -> HttpResponse:
        """The public sessions among `receptions`, from a quarter ago on."""
        from receptions import ics

        now = timezone.localtime()
        rows = receptions.public().filter(day__gte=now.date() - REMEMBERED).with_duty()
        rows = rows.select_related("station__division__county", "station__division__city", "moved_to")
        origin = settings.PUBLIC_ORIGIN.rstrip("/") or self.request.build_absolute_uri("/").rstrip("/")
        found = [Notice(one, now) for one in rows.order_by("day", "opens", "pk")[:MOST_EVENTS]]
        body = ics.calendar(name, found, origin)
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
        response["Cache-Control"] = "public, max-age=600"
        return response


class StationCalendarView(CalendarView):
    """The receptions of one station."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        station = public_station(code)
        return self.answer(f"{station.short_name}接待日", Reception.objects.filter(station=station))


class DeputyCalendarView(CalendarView):
    """The receptions at which one deputy is on duty, or was and came."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        deputy = Deputy.objects.public().filter(pk=pk).first() if pk <= LARGEST_ID else None
        if deputy is None:
            raise Http404("没有这位代表")
        mine = Reception.objects.filter(
            duty_slots__in=deputy.duty_slots.exclude(attendance__in=notices.AWAY).values("pk")
        )
        return self.answer(f"{face_of(deputy).name}代表接待日", mine)
