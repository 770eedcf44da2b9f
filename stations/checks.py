"""Looked at whenever the site starts."""

from typing import Any

from django.core.checks import CheckMessage, Error, register


@register()
def every_rule_is_answered(**kwargs: Any) -> list[CheckMessage]:
    """Each automatic rule of the checklist has somebody who answers it."""
    from stations.checklist import RULES
    from stations.models import AutoRule

    return [
        Error(f"建站标准的自动判断“{rule.label}”没有人回答", hint="见 stations.checklist", id="stations.E001")
        for rule in AutoRule
        if rule not in RULES
    ]
