"""What the pages of other rooms may put in: the next receptions of a station and of a deputy."""

from typing import Any

from django import template
from django.utils import timezone

from receptions import notices
from stations.models import Station

register = template.Library()


@register.simple_tag
def receptions_of(station: Station) -> notices.Coming:
    """`{% receptions_of station as coming %}`: the announced sessions ahead, and the rules. Four queries."""
    return notices.coming(station, timezone.localtime())


@register.simple_tag
def next_duty_of(deputy: Any) -> notices.Notice | None:
    """`{% next_duty_of deputy as duty %}`: the deputy's next announced session. Two queries."""
    return notices.next_duty(deputy, timezone.localtime())
