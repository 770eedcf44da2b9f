"""“履职提醒”: every township that lacks something, and what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from deputies.admin.pages import must
from duties.stats import WORDS, Lack, TownRow, judged_year, tally, town_rows
from duties.todo import sentence
from stations.admin.coverage import area_of


def shortfalls_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """All of the person's area, or one thing that is lacking; nonsense shows all and is said."""
    must(desk.has_view_permission(request))
    area, day = area_of(request.user), timezone.localdate()
    rows = town_rows(area, day) if area else []
    asked = request.GET.get("what", "")
    chosen = Lack(asked) if asked in list(Lack) else None
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": f"{area.name if area else ''}履职提醒",
        "rows": [row for row in rows if _is_shown(row, chosen)],
        "towns": len(rows),
        "year": judged_year(day),
        "tally": [(lack, sentence(lack, n, day)) for lack, n in tally(rows).items()],
        "chosen": WORDS[chosen] if chosen else "",
        "was_wrong": bool(asked) and chosen is None,
        "may_add": desk.has_add_permission(request),
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/duties/townshipsession/shortfalls.html", context)


def _is_shown(row: TownRow, chosen: Lack | None) -> bool:
    return chosen in row.lacks if chosen else bool(row.lacks)
