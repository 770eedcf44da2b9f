"""How the controls of forms are drawn: as Django draws them, but menus without a template for each line.

A menu of places has up to four hundred lines, and lists have three or four menus.
"""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.forms.widgets import Select
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Renderer(DjangoTemplates):
    """FORM_RENDERER of this project."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The control as markup."""
        if template_name == Select.template_name:
            return menu(context["widget"])
        return super().render(template_name, context, request)


def menu(widget: dict[str, Any]) -> SafeString:
    """The elements that `django/forms/widgets/select.html` makes."""
    groups = format_html_join(
        "", "{}", ((_group(name, _options(options)),) for name, options, _ in widget["optgroups"])
    )
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name: str | None, options: SafeString) -> SafeString:
    if not name:
        return options
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, options)


def _options(options: list[dict[str, Any]]) -> SafeString:
    return format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>',
        ((one["value"], flatatt(one["attrs"]), one["label"]) for one in options),
    )
