"""What the pages of other rooms may put in: cases that won an award.

Campaigns and the home page know no awards; their templates compose.
"""

from typing import Any

from django import template

from awards.models import AwardCase, AwardRound
from liaison.divisions.models import Division

register = template.Library()
BAND = 3


@register.inclusion_tag("public/awards/home.html")
def award_case(city: Division | None) -> dict[str, Any]:
    """`{% award_case city %}`: the top case of the newest published award; nothing before any."""
    newest = AwardRound.objects.published().filter(city=city).first() if city else None
    cases = AwardCase.objects.public().filter(round=newest).with_places().with_photos().by_prize()
    return {"case": cases.first() if newest else None}


@register.inclusion_tag("public/awards/band.html")
def award_cases(year: int) -> dict[str, Any]:
    """`{% award_cases campaign.year %}`: some cases of that year's award, or of the last before it."""
    award = AwardRound.objects.published().filter(year__lte=year).first()
    cases = AwardCase.objects.public().filter(round=award).with_places().with_photos().by_prize()
    return {"award": award, "cases": list(cases[:BAND]) if award else [], "year": year}
