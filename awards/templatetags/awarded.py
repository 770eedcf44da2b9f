"""What the pages of other rooms may put in: cases that won an award.

Campaigns and the home page know no awards; their templates compose.
"""

from typing import Any

from django import template
from django.db.models import Subquery

from awards.models import AwardCase, AwardRound
from liaison.pages.parts import shown

register = template.Library()
BAND = 3


@register.simple_tag
@shown("public/awards/home.html")
def award_case(city: int) -> dict[str, Any]:
    """`{% award_case city.pk %}`: the top case of the newest published award; nothing before any."""
    newest = AwardRound.objects.published().filter(city=city).values("pk")[:1]
    cases = AwardCase.objects.public().filter(round=Subquery(newest)).with_places().with_photos().by_prize()
    return {"case": cases.first()}


@register.inclusion_tag("public/awards/band.html")
def award_cases(year: int) -> dict[str, Any]:
    """`{% award_cases campaign.year %}`: some cases of that year's award, or of the last before it."""
    award = AwardRound.objects.published().filter(year__lte=year).first()
    cases = AwardCase.objects.public().filter(round=award).with_places().with_photos().by_prize()
    return {"award": award, "cases": list(cases[:BAND]) if award else [], "year": year}
