"""What the pages of other rooms may put in: what deputies got done."""

from typing import Any

from django import template

from campaigns.models import Contribution, Post
from campaigns.shown import Deed, deed
from liaison.pages.parts import shown

register = template.Library()
CARDS, LOOKED_AT = 3, 24
PLACE = ("code", "division__name", "division__level", "division__county__name")


@register.simple_tag
@shown("public/campaigns/done.html")
def deeds_done(city: int) -> dict[str, Any]:
    """`{% deeds_done city.pk %}`: the newest things done as a deputy, from different counties. One query."""
    rows = Contribution.objects.public().filter(post=Post.DEPUTY, campaign__city=city, station__isnull=False)
    whole = rows.with_public_parts("campaign__year", *(f"station__{name}" for name in PLACE))
    newest = whole.select_related("campaign", "station__division__county").order_by("-done_on", "-pk")
    return {"deeds": _apart([deed(row) for row in newest[:LOOKED_AT]])}


def _apart(deeds: list[Deed]) -> list[Deed]:
    """The first ones that neither share a county nor say the same."""
    chosen: list[Deed] = []
    for one in deeds:
        told = {one.contribution.title, one.county}
        if len(chosen) < CARDS and not any(told & {c.contribution.title, c.county} for c in chosen):
            chosen.append(one)
    return chosen
