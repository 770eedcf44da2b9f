"""The component tags. Each has a stylesheet of the same name in `static/css/ui/`.

The library is a template builtin: no `{% load %}` is needed. `/styleguide/` shows
every tag in every state.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from liaison.ui import hexmap as hexagons
from liaison.ui import icons
from liaison.ui.forms import FieldParts, faults, parts
from liaison.ui.marking import mark as marked

register = template.Library()

STATUS_TONES = {
    "preparing": "",
    "opened": "info",
    "running": "ok",
    "closed": "err",
    "siting": "",
    "building": "warn",
    "accepted": "ok",
}
"""How the words of a station's status and stage look; a word not listed stays neutral."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "pin" %}`: a line icon; a word must stand beside it."""
    return icons.icon(name)


@register.filter
def mark(text: str, query: str) -> SafeString:
    """`{{ station.name|mark:query }}`: the searched words marked."""
    return marked(text, query)


@register.filter
def thousands(value: int) -> str:
    """`{{ bulletin.reads|thousands }}`: 1,284."""
    return f"{value:,}"


PHOTO_WIDTHS = "(max-width: 899px) 94vw, 680px"


@register.simple_tag
def srcset(photo: Any, widths: str = PHOTO_WIDTHS) -> SafeString:
    """`<img src=… {% srcset photo %}>`: both sizes to choose from; `widths` says how wide it stands."""
    return format_html(
        'srcset="{} {}w, {} {}w" sizes="{}"',
        photo.thumbnail_url, photo.thumbnail_width, photo.image_url, photo.width, widths,
    )  # fmt: skip


@register.simple_tag
def tag(text: str, tone: str = "", symbol: str = "") -> SafeString:
    """`{% tag "今天开门" "ok" "check" %}`: a small label; tones ok, warn, err, info, lv."""
    drawing = icons.icon(symbol) if symbol else ""
    return format_html('<span class="tag{}">{}{}</span>', f" tag-{tone}" * bool(tone), drawing, text)


@register.simple_tag
def status(value: str, label: str) -> SafeString:
    """`{% status station.status station.get_status_display %}`: a state in its fixed tone."""
    return tag(label, STATUS_TONES.get(value, ""))


@register.simple_tag
def stat(value: float | str, unit: str, label: str) -> SafeString:
    """`{% stat 128 "个" "服务中的联络站" %}`: one large figure with its unit and what it counts."""
    figure = f"{value:,}" if isinstance(value, int | float) else value
    return format_html('<p class="stat"><b>{}<small>{}</small></b><span>{}</span></p>', figure, unit, label)


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*steps: str, root: str = "首页", root_name: str = "home") -> dict[str, Any]:
    """`{% crumbs "找联络站" list_url station.name %}`: label, address, …, and last where we are.

    Staff pages start from their own desk: `root="待办" root_name="work:home"`.
    """
    links = list(zip(steps[:-1:2], steps[1::2], strict=False))
    return {"steps": links, "here": steps[-1], "root": root, "root_name": root_name}


@register.inclusion_tag("ui/slip.html")
def slip(day: date, with_year: bool = False) -> dict[str, Any]:
    """`{% slip day %}`: the calendar slip, wherever "when" matters."""
    return {"day": day, "with_year": with_year}


@register.simple_tag
def spans(texts: Sequence[str], joint: str = "，") -> SafeString:
    """`{% spans door.hours %}`: spans of time; a line may end between two, never within one."""
    return format_html_join(joint, '<span class="nw">{}</span>', ((text,) for text in texts))


@register.inclusion_tag("ui/hexmap.html")
def hexmap(cells: Sequence[hexagons.Hexagon], label: str = "按县（市、区）找联络站") -> dict[str, Any]:
    """`{% hexmap cells %}`: the county diagram, and large buttons in 长辈版."""
    return {"map": hexagons.layout(cells), "label": label}


@register.inclusion_tag("ui/stages.html")
def stages(years: Iterable[Any], label: str = "三年行动阶段") -> dict[str, Any]:
    """`{% stages years %}`: the three-year bar from `liaison.ui.charts.Stage` rows."""
    return {"years": years, "label": label}


@register.inclusion_tag("ui/bars.html")
def bars(rows: Iterable[Any], narrow: bool = False) -> dict[str, Any]:
    """`{% bars rows %}`: horizontal bars with a target tick from `liaison.ui.charts.Bar` rows."""
    return {"rows": rows, "narrow": narrow}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: template.Context, page: Page) -> dict[str, Any]:
    """`{% pager page %}`: page links that keep the other parameters; nothing for a single page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context["request"]}


@register.inclusion_tag("ui/qr.html")
def qr(src: str, title: str, alt: str) -> dict[str, Any]:
    """`{% qr address "微信扫一扫" "某站二维码" %}`: a code big enough to press and hold."""
    return {"src": src, "title": title, "alt": alt}


@register.inclusion_tag("ui/person.html")
def person(name: str, role: str, note: str = "") -> dict[str, Any]:
    """`{% person "赵秀兰" "站长" %}`: a surname tile with name and role."""
    return {"name": name, "role": role, "note": note}


@register.simple_block_tag
def note(content: str, tone: str = "", title: str = "") -> SafeString:
    """`{% note "warn" "快到期" %}…{% endnote %}`: a remark beside what it is about."""
    bold = format_html("<strong>{}</strong>　", title) if title else ""
    return format_html('<div class="note{}">{}{}</div>', f" note-{tone}" * bool(tone), bold, content)


@register.simple_block_tag
def state(content: str, title: str, level: int = 3) -> SafeString:
    """`{% state "这天没有接待安排" %}…{% endstate %}`: empty or failed, always with a way on."""
    return format_html('<div class="state"><h{0}>{1}</h{0}>{2}</div>', level, title, content)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, optional: str = "选填") -> dict[str, FieldParts]:
    """`{% field form.name %}`: label, hint, error and control, tied together for screen readers."""
    return {"field": parts(bound, optional)}


@register.inclusion_tag("ui/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """`{% errors form %}`: the summary above h1; every line repeats and links its field's message."""
    return {"faults": faults(form)}
