"""Rich text that came from anywhere — an editor, Word, a web page — made fit to be shown to everybody.

One allow-list decides. What it does not name is dropped with its styles, scripts,
comments and far-away pictures; the words stay.
"""

import re
from html import escape
from html.parser import HTMLParser

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = set(
    "p br hr h2 h3 h4 strong b em i u s sub sup a ul ol li blockquote "
    "table caption thead tbody tfoot tr th td".split()
)
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# Not only their tags go: nothing in them is text for readers.
GONE = {"script", "style", "xml", "title", "head", "template", "noscript", "object", "iframe", "svg", "math"}
GONE |= {"button", "select", "textarea"}
SCHEMES = {"http", "https", "mailto", "tel"}
# Elements that begin a line of their own.
BLOCKS = set("p h2 h3 h4 li blockquote tr caption hr ul ol table".split())

_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=GONE,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)
_IS_HTML = re.compile(r"</?[a-zA-Z][^<>]*>")
_BOXES = re.compile(r"<(/?)(?:div|section|article|header|footer|main|figure)\b[^<>]*>", re.IGNORECASE)
_TITLES = re.compile(r"<(/?)h[1-6]\b", re.IGNORECASE)
_LEVELS = {"1": "2", "2": "2", "3": "3", "4": "4", "5": "4", "6": "4"}
_BLANK = "(?:\\s|&nbsp;|\u3000|<br>)"
_EMPTY = re.compile(f"<(p|h2|h3|h4|li|blockquote|strong|em|u|s|ul|ol)>{_BLANK}*</\\1>")
_INDENT = re.compile(f"<(p|li|h2|h3|h4)>{_BLANK}+")
_TRAILING = re.compile(f"{_BLANK}+</(p|li|h2|h3|h4)>")
_LEADING_NOWHERE = re.compile(r'<a rel="[^"]*">(.*?)</a>', re.DOTALL)
_SAME = {"b": "strong", "i": "em"}
_LINES = re.compile(r"\n+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_html(text: str) -> str:
    """`text` with nothing in it but what the allow-list names; plain text becomes paragraphs.

    Safe to put on a page as it is. Cleaning what is clean changes nothing.
    """
    text = _UNPRINTABLE.sub("", text)
    html = text if _IS_HTML.search(text) else _paragraphs_of(text)
    html = _TITLES.sub(_lower_title, _BOXES.sub(r"<\1p>", html))
    return _tidied(_CLEANER.clean(html)).strip()


def _paragraphs_of(text: str) -> str:
    """One paragraph for each line that says something."""
    lines = (line.strip() for line in _LINES.split(text.replace("\r", "\n")))
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _lower_title(found: re.Match[str]) -> str:
    """The page's own title is its only first heading."""
    level = found.group()[-1]
    return f"<{found[1]}h{_LEVELS[level]}"


def _tidied(html: str) -> str:
    """Clean HTML without the blank paragraphs and typed indents that offices leave."""
    for short, full in _SAME.items():
        html = html.replace(f"<{short}>", f"<{full}>").replace(f"</{short}>", f"</{full}>")
    html = _LEADING_NOWHERE.sub(r"\1", html)
    before = ""
    while before != html:
        before = html
        html = _EMPTY.sub("", html)
    html = _TRAILING.sub(r"</\1>", _INDENT.sub(r"<\1>", html))
    return html.replace("&nbsp;", " ")


class _Reader(HTMLParser):
    """Collects the words of each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.blocks.append("")
        elif tag in {"td", "th", "br"}:
            self.blocks[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


def paragraphs(html: str) -> list[str]:
    """The words of clean HTML, one entry for each block that holds any."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = (" ".join(block.split()) for block in reader.blocks)
    return [block for block in found if block]


def plain_text(html: str) -> str:
    """The words alone, a line for each block."""
    return "\n".join(paragraphs(html))


def excerpt(html: str, length: int = 80) -> str:
    """The first words, cut after `length` characters where there are more."""
    text = ""
    for block in paragraphs(html):
        text += block
        if len(text) > length:
            return f"{text[: length - 1]}…"
    return text


def shown(html: str) -> SafeString:
    """Stored rich text for a page: cleaned once more, wide tables able to scroll by themselves."""
    box = '<div class="scroll" role="region" aria-label="表格" tabindex="0"><table>'
    html = clean_html(html).replace("<table>", box).replace("</table>", "</table></div>")
    return mark_safe(html)  # noqa: S308 -- clean_html leaves only the allow-list
