"""The privacy lens on forms: beside each field, how far it may travel."""

from typing import Any

from django import template
from django.utils.html import format_html

from deputies.privacy import DEPUTY, Reach

register = template.Library()

CLASSES = {Reach.PUBLIC: "public", Reach.OPTIONAL: "optional", Reach.INTERNAL: "internal"}
SAME_AS = {"photo_view": "photo"}


@register.simple_tag
def reach(field: Any) -> str:
    """The reach of an admin form's field as a word beside it; nothing for what is no field of a deputy."""
    about = field.field
    name = about["name"] if field.is_readonly else about.name
    found = DEPUTY.get(SAME_AS.get(name, name))
    if found is None:
        return ""
    return format_html('<span class="reach reach-{}">{}</span>', CLASSES[found], found)
