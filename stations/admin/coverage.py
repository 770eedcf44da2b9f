"""Coverage on the desk: every township by law, above all those without a station."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from liaison.divisions.models import Division
from stations.admin.rights import oversees
from stations.stats import Coverage, Tally, coverage

SHOWN = {"gaps": "还没有开门的", "none": "没有登记联络站的", "planned": "筹建中的", "all": "全部"}


def area_of(user: Any) -> Division | None:
    """What this person answers for; for a superuser the first city."""
    return user.division or Division.objects.at_top()


def coverage_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """Sums by county and zone, then the townships that the address asks for."""
    if not oversees(request.user):
        raise PermissionDenied
    area = area_of(request.user)
    figures = coverage(area) if area else None
    chosen = _chosen(figures, request.GET.get("area", "")) if figures else None
    shown = request.GET.get("show", "gaps")
    was_wrong = shown not in SHOWN or ("area" in request.GET and request.GET["area"] and not chosen)
    shown = shown if shown in SHOWN else "gaps"
    context = {
        **desk.admin_site.each_context(request),
        "title": "建站覆盖",
        "opts": desk.opts,
        "area": area,
        "figures": figures,
        "chosen": chosen,
        "rows": _rows(chosen or figures.total, shown) if figures else [],
        "shown": shown,
        "choices": SHOWN.items(),
        "was_wrong": was_wrong,
        "may_establish": request.user.has_perm("stations.establish_station"),
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/stations/station/coverage.html", context)


def _chosen(figures: Coverage, code: str) -> Tally | None:
    """The county or zone with this code."""
    tallies = (*figures.counties, *figures.zones)
    return next((tally for tally in tallies if tally.division.code == code), None)


def _rows(tally: Tally, shown: str) -> list[Any]:
    if shown == "all":
        return list(tally.rows)
    if shown == "none":
        return [row for row in tally.gaps if row.planned is None]
    if shown == "planned":
        return [row for row in tally.gaps if row.planned]
    return list(tally.gaps)
