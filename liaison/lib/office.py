"""Files that an office hands out: what they are, by content, and the words in those that can be read."""

import io
import re
import zipfile
from html import unescape

from django.db import models

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a spreadsheet that is handed out."""
MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_MEMBERS = 2000
MOST_UNPACKED = 60 * MEGABYTE
MOST_TEXT = 20 * MEGABYTE

TOO_LARGE = "文件不能超过 10 MB"
WRONG_TYPE = "文件只支持 PDF、OFD、Word、Excel、PPT 文件"
MACROS = "文件里有宏，另存为不带宏的 .docx 或 .xlsx 后再上传"
BROKEN = "文件无法识别或已损坏，重新保存后再上传"
ENCRYPTED = "文件有密码，去掉密码后再上传"


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    OFD = "ofd", "OFD"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PPTX = "pptx", "PPT"
    DOC = "doc", "Word"
    XLS = "xls", "Excel"
    PPT = "ppt", "PPT"


READABLE = {FileKind.DOCX, FileKind.XLSX, FileKind.PPTX}
"""Kinds whose words `words_of` reads."""
_MEMBERS = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
    "ofd.xml": FileKind.OFD,
}
_OLD = {"doc": FileKind.DOC, "wps": FileKind.DOC, "xls": FileKind.XLS, "et": FileKind.XLS}
_OLD |= {"ppt": FileKind.PPT, "dps": FileKind.PPT}
_TEXT_PARTS = re.compile(
    r"(?:word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)|xl/sharedStrings"
    r"|xl/worksheets/sheet\d+|ppt/slides/slide\d+|ppt/notesSlides/notesSlide\d+)\.xml$"
)
# A paragraph, a cell or a line break ends a piece of text; every other tag may cut a word in two.
_ENDS = re.compile(r"</(?:w:p|a:p|si|c|is|row)>|<w:br\b[^>]*>|<w:tab\b[^>]*>")
_TAGS = re.compile(r"<[^<>]*>")


class FileError(ValueError):
    """A file that cannot be handed out; the message is for the person who chose it."""


def kind_of(content: bytes, name: str) -> FileKind:
    """What the file is. FileError when it is none of the kinds, too large, locked or has macros."""
    if len(content) > MOST_BYTES:
        raise FileError(TOO_LARGE)
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old(content, name)
    raise FileError(WRONG_TYPE)


def _packed(content: bytes) -> FileKind:
    names = {member.filename.lower() for member in _members(content)}
    if any("vbaproject" in name for name in names):
        raise FileError(MACROS)
    found = next((kind for member, kind in _MEMBERS.items() if member in names), None)
    if found is None:
        raise FileError(WRONG_TYPE)
    return found


def _old(content: bytes, name: str) -> FileKind:
    """The old Office container does not say what it holds; a locked new file is one as well."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileError(ENCRYPTED)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FileError(MACROS)
    kind = _OLD.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise FileError(WRONG_TYPE)
    return kind


def _members(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except Exception as problem:  # zipfile raises many kinds on broken files
        raise FileError(BROKEN) from problem
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise FileError(BROKEN)
    return members


def words_of(content: bytes, kind: str) -> list[str]:
    """The pieces of text (paragraphs, cells) of a Word, Excel or PPT file; none for other kinds.

    Raises FileError where it cannot be unpacked. No XML parser is involved, so no
    entity of a hostile file can grow.
    """
    if kind not in READABLE:
        return []
    found: list[str] = []
    left = MOST_TEXT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in filter(_TEXT_PARTS.match, package.namelist()):
                with package.open(name) as stream:
                    part = stream.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise FileError(BROKEN)
                found += _pieces(part.decode("utf-8", "replace"))
    except FileError:
        raise
    except Exception as problem:  # zipfile and zlib raise many kinds on broken files
        raise FileError(BROKEN) from problem
    return found


def _pieces(xml: str) -> list[str]:
    plain = (unescape(_TAGS.sub("", piece)) for piece in _ENDS.sub("\f", xml).split("\f"))
    return [" ".join(piece.split()) for piece in plain if piece.strip()]
