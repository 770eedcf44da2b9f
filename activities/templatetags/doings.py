"""What the pages of other rooms may put in: a station's latest activities, a deputy's duty record.

Their views know no activities (they stand left of them); their templates compose.
"""

from typing import Any

from django import template

from activities import record, story
from deputies.models import Deputy
from stations.models import Station

register = template.Library()


@register.inclusion_tag("public/activities/at_station.html")
def activities_at(station: Station) -> dict[str, Any]:
    """`{% activities_at station %}`: the last few published there. One query."""
    return {"activities": story.recent_at(station), "station": station}


@register.inclusion_tag("public/activities/duty_record.html")
def duty_record(deputy: Deputy) -> dict[str, Any]:
    """`{% duty_record deputy %}`: two posts, one account (履职档案). Three queries."""
    return {"record": record.of(deputy)}
