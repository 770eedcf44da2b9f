"""Staff read Chinese: no English word is left on a page of the desk."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.guards.walking import READER, Walk

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

# What Chinese offices write in Latin letters, an example of pinyin initials, demo accounts, and the
# names of series in addresses.
ALLOWED = set(
    "xlsx xls CSV csv tsv json Excel WPS GBK UTF BOM ICP QR GPS WGS GCJ BD PDF JPG JPEG PNG WebP MB KB SVG "
    "ID IP Ctrl Control Command Mac mzz zxl city reviewer auditor huixian leader yuanyang mengzhuang "
    "example gov cn https www docx Word PPT OFD WEBP doc ppt topics notices".split()
)
WORD = re.compile(r"[A-Za-z]{2,}")
CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{6}\b|\b[0-9a-f]{12,}\b|\S+@\S+|https?://\S+")
QUIET = {"script", "style", "template", "code"}
"""What nobody reads as words; a key to be typed stands in `code`."""
SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description"}


class Reader(HTMLParser):
    """Collects what a person sees or hears: text, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.silent += tag in QUIET
        self.heard += [value for name, value in attributes if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in QUIET

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.heard.append(data)


def english(page: str) -> set[str]:
    """The Latin words on this page that nobody allowed."""
    reader = Reader()
    reader.feed(page)
    return {word for text in reader.heard for word in WORD.findall(CODE.sub(" ", text))} - ALLOWED


def pages(desk: Client, walked: Walk) -> dict[str, str]:
    """Every page of the desk that opens for this account, by address; a way elsewhere is followed."""
    found = {}
    for (who, address), seen in walked.items():
        if who != READER:
            continue
        if seen.page is not None:
            found[address] = seen.page
        elif seen.noted == "302":
            response = desk.get(address, follow=True)
            if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
                found[address] = response.content.decode()
    return found


@pytest.mark.once  # the words of the pages are not the database's
def test_no_english_is_left_on_the_desk(desks: dict[str, Client], walked: Walk) -> None:
    seen = pages(desks[READER], walked)
    assert len(seen) > 20
    left = [f"{address} {sorted(words)}" for address, page in seen.items() if (words := english(page))]
    assert not left, "\n".join(left)
