"""What the pages of other rooms may put in: the latest issues, the issues of a year."""

from typing import Any

from django import template
from django.utils import timezone

from bulletins.covers import cover_of
from bulletins.models import Bulletin
from liaison.pages.parts import shown

register = template.Library()
OF_A_YEAR = 8


@register.simple_tag
@shown("public/bulletins/latest.html")
def latest_bulletins(most: int = 5) -> dict[str, Any]:
    """`{% latest_bulletins 5 %}`: the newest issues of all series, by title and day. One query."""
    return {"rows": Bulletin.objects.public(timezone.now()).for_lists().newest_first()[:most]}


@register.inclusion_tag("public/bulletins/of_year.html")
def bulletins_of_year(year: int, most: int = OF_A_YEAR) -> dict[str, Any]:
    """`{% bulletins_of_year 2026 %}`: the year's issues of the main series, the newest with its picture.

    With their number and a link to the rest. Three queries.
    """
    found = Bulletin.objects.public(timezone.now()).filter(series__is_main=True, year=year)
    rows = list(found.for_lists().newest_first()[:most])
    return {
        "rows": rows,
        "count": found.count(),
        "year": year,
        "cover": cover_of(rows),
    }
