"""“履职提醒”: every township that lacks something, and what."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone

from deputies.admin.pages import must
from duties.stats import WORDS, Lack, TownRow, judged_year, tally, town_rows
from duties.todo import sentence
from liaison.divisions.filters import ListChoice, ListFilter, counties_of
from liaison.divisions.models import Division
from liaison.lib.years import FIRST_YEAR, back_to, whole
from stations.admin.coverage import area_of


class ShortfallFilter(ListFilter):
    """By what is lacking too."""

    what = forms.ChoiceField(label="提醒", required=False, choices=[("", "各种提醒"), *WORDS.items()])


class ShortfallChoice(ListChoice):
    """The filter as understood; nonsense shows all and is said."""

    kind = ShortfallFilter

    def __init__(self, query: QueryDict, areas: list[Division], today: date) -> None:
        self.today = today
        super().__init__(query, areas, years=back_to(FIRST_YEAR, judged_year(today)))

    @property
    def lack(self) -> Lack | None:
        """The one thing asked for."""
        return Lack(self.values["what"]) if "what" in self.values else None

    @property
    def day(self) -> date:
        """Today, or the last day of an earlier year."""
        is_earlier = self.year is not None and self.year < judged_year(self.today)
        return whole(self.year)[1] if self.year and is_earlier else self.today


def shortfalls_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """The person's area or a county of it, this year or as an earlier one ended, all or one thing lacking."""
    must(desk.has_view_permission(request))
    choice = ShortfallChoice(request.GET, counties_of(request.user), timezone.localdate())
    area, day, chosen = choice.area or area_of(request.user), choice.day, choice.lack
    rows = town_rows(area, day) if area else []
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": f"{area.name if area else ''}履职提醒",
        "rows": [row for row in rows if _is_shown(row, chosen)],
        "towns": len(rows),
        "year": judged_year(day),
        "tally": [(lack, sentence(lack, n, day)) for lack, n in tally(rows).items()],
        "chosen": WORDS[chosen] if chosen else "",
        "choice": choice,
        "may_add": desk.has_add_permission(request),
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/duties/townshipsession/shortfalls.html", context)


def _is_shown(row: TownRow, chosen: Lack | None) -> bool:
    return chosen in row.lacks if chosen else bool(row.lacks)
