"""What the pages of other rooms may put in: the deputies of a station.

The station's view knows no deputies (it stands left of them); its template composes.
"""

from typing import Any

from django import template

from deputies import faces
from stations.models import Station

register = template.Library()
A_FEW = 6


@register.inclusion_tag("public/deputies/at_station.html")
def deputies_at(station: Station) -> dict[str, Any]:
    """`{% deputies_at station %}`: everybody to be met there, by level. One query."""
    return {"roll": faces.roll(station), "station": station}


@register.inclusion_tag("public/deputies/some_at_station.html")
def some_deputies_at(station: Station) -> dict[str, Any]:
    """`{% some_deputies_at station %}`: the first few names and how many there are. One query."""
    found = faces.roll(station)
    return {"roll": found, "some": found.first(A_FEW), "station": station}
