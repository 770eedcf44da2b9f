"""What the pages of other rooms may put in: what people said and what came of it."""

from typing import Any

from django import template
from django.utils import timezone

from liaison.divisions.models import area
from liaison.pages.parts import shown
from opinions import stats
from opinions.line import line
from opinions.models import Opinion
from stations.models import Station

register = template.Library()
A_FEW = 3


@register.inclusion_tag("public/opinions/at_station.html")
def opinions_at(station: Station) -> dict[str, Any]:
    """`{% opinions_at station %}`: this year's counts and the last few public ones. Two queries."""
    today = timezone.localdate()
    mine = Opinion.objects.filter(station=station)
    return {
        "station": station,
        "tally": stats.tally(mine.in_year(today.year), today),
        "rows": [(one, line(one, today)) for one in mine.told()[:A_FEW]],
    }


@register.simple_tag
@shown("public/opinions/home.html")
def opinions_heard(city: int) -> dict[str, Any]:
    """`{% opinions_heard city.pk %}`: three that got an answer, the newest first. One query."""
    today = timezone.localdate()
    rows = Opinion.objects.told().heard().within(area(city))[:A_FEW]
    return {"rows": [(one, line(one, today)) for one in rows]}
