"""What the pages of other rooms may put in: how a station came to its grade."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from liaison.divisions.models import area
from liaison.pages.parts import shown
from liaison.ui.templatetags.ui import tag
from standing.models import Assessment, State
from standing.stats import grades

register = template.Library()


TONES = {
    State.SUBMITTED: "info",
    State.RETURNED: "err",
    State.REVIEWED: "warn",
    State.DECIDED: "warn",
    State.PUBLISHED: "ok",
}
"""How a state looks; one not listed stays neutral."""


@register.simple_tag
def assessment_tag(sheet: Assessment) -> SafeString:
    """`{% assessment_tag sheet %}`: the state in its fixed tone."""
    return tag(sheet.get_state_display(), TONES.get(State(sheet.state), ""))


@register.simple_tag
def standing_state(value: str) -> str:
    """`{% standing_state value as word %}`: the word for a state."""
    return str(State(value).label)


@register.simple_tag
@shown("public/standing/counts.html")
def grades_in(place: int) -> dict[str, Any]:
    """`{% grades_in city.pk %}`: one sentence on how many stations bear which grade. One query."""
    return {"grades": grades(area(place), timezone.localdate())}
