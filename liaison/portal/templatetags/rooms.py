"""`{% rooms %}`: the navigation of the staff side."""

from typing import Any

from django import template

from liaison.portal.rooms import places

register = template.Library()


@register.inclusion_tag("ui/work_nav.html", takes_context=True)
def rooms(context: dict[str, Any]) -> dict[str, Any]:
    """Where this person can go from here."""
    request = context["request"]
    visible, folded = places(request.user, request.path)
    return {"visible": visible, "folded": folded, "is_inside": any(place.mark for place in folded)}
