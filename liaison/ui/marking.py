"""Mark the searched words in a text, safely."""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def mark(text: str, query: str) -> SafeString:
    """`text` escaped, with each word of `query` that stands in it inside `<mark>`."""
    words = sorted({word.lower() for word in query.split()}, key=len, reverse=True)
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text, words)))


def _pieces(text: str, words: list[str]) -> Iterator[str]:
    """The text cut where words begin and end; no pattern is built from what people type."""
    lower = text.lower()
    if len(lower) != len(text):
        yield text
        return
    start = here = 0
    while here < len(text):
        word = next((w for w in words if lower.startswith(w, here)), "")
        if not word:
            here += 1
            continue
        yield text[start:here]
        yield format_html("<mark>{}</mark>", text[here : here + len(word)])
        start = here = here + len(word)
    yield text[start:]
