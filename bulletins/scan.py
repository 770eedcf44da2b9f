"""Looks through everything of an issue that the public would see for numbers of persons (trust.md R38)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from bulletins.models import Attachment, Bulletin, BulletinPhoto
from liaison.lib.office import FileError, words_of
from liaison.lib.personal import KINDS, find_personal, mask
from liaison.lib.richtext import paragraphs
from liaison.lib.text import tidy

TYPED = ("kicker", "title", "subtitle", "source", "summary")
OF_A_PHOTO = ("alt", "caption", "credit")
MOST = 20
"""More findings than this are not told: the first ones say enough."""
_LINKS = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class Planted:
    """One number of a person: where it stands, what it is, and its covered form."""

    place: str
    kind: str
    covered: str

    def __str__(self) -> str:
        return f"{self.place}有{self.kind} {self.covered}"


def planted(bulletin: Bulletin) -> list[Planted]:
    """The first numbers of persons in the texts, photo words and readable files of `bulletin`."""
    found: list[Planted] = []
    for place, text in _texts(bulletin):
        found += _in_text(place, text)
        if len(found) >= MOST:
            break
    return found[:MOST]


def planted_in_file(attachment: Attachment) -> list[Planted]:
    """The numbers in the title and the words of one file; a PDF's words are not read."""
    texts = _of_attachment(attachment)
    return [one for place, text in texts for one in _in_text(place, text)][:MOST]


def _in_text(place: str, text: str) -> list[Planted]:
    text = tidy(text)
    return [Planted(place, KINDS[one.kind], mask(text[one.start : one.end])) for one in find_personal(text)]


def _texts(bulletin: Bulletin) -> Iterator[tuple[str, str]]:
    """Every public text with the words for where it stands."""
    for name in TYPED:
        yield str(Bulletin._meta.get_field(name).verbose_name), getattr(bulletin, name)
    for number, text in enumerate(paragraphs(bulletin.body), 1):
        yield f"正文第{number}段", text
    for address in _LINKS.findall(bulletin.body):
        yield "正文的链接", unescape(address)
    if bulletin.pk:
        for number, photo in enumerate(bulletin.photos.all(), 1):
            yield from _of_photo(number, photo)
        for attachment in bulletin.attachments.all():
            yield from _of_attachment(attachment)


def _of_photo(number: int, photo: BulletinPhoto) -> Iterator[tuple[str, str]]:
    for name in OF_A_PHOTO:
        word = BulletinPhoto._meta.get_field(name).verbose_name
        yield f"第{number}张照片的“{word}”", getattr(photo, name)


def _of_attachment(attachment: Attachment) -> Iterator[tuple[str, str]]:
    yield "附件名称", attachment.title
    try:
        with attachment.file.open("rb") as stream:
            pieces = words_of(stream.read(), attachment.kind)
    except (FileError, FileNotFoundError):
        pieces = []
    for piece in pieces:
        yield f"附件“{attachment.title}”的内容", piece
