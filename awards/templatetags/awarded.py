"""What the pages of other rooms may put in: cases that won an award."""

from django import template

register = template.Library()


@register.simple_tag
def award_cases(year: int) -> str:
    """`{% award_cases 2026 %}`."""
    return ""
