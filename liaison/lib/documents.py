"""Files that people attach: told apart by what is in them, not by what they are called."""

import io
import re
import secrets
import zipfile
from typing import Any

from liaison.lib.personal import find_personal, mask

LARGEST = 10 * 1024 * 1024
UNPACKED = 20 * 1024 * 1024
PDF, WORD, JPEG, PNG = "pdf", "docx", "jpg", "png"
LABELS = {PDF: "PDF", WORD: "Word", JPEG: "照片", PNG: "照片"}
_BODY = "word/document.xml"
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"</w:p>")


class DocumentError(ValueError):
    """A file that cannot be taken; the message is for the person who chose it."""


def take_document(upload: Any, kinds: tuple[str, ...]) -> str:
    """Give `upload` a name nobody can guess and return its kind.

    Raises DocumentError for files over 10 MB, of a kind not among `kinds`, broken,
    or, for Word, holding the number of a person (trust.md R38).
    """
    if upload.size > LARGEST:
        raise DocumentError("文件不能超过 10 MB")
    content = upload.read(LARGEST + 1)
    upload.seek(0)
    kind = _kind(content)
    if kind not in kinds:
        words = "、".join(dict.fromkeys(LABELS[one] for one in kinds))
        raise DocumentError(f"只支持 {words} 文件")
    if kind == WORD:
        _must_hold_no_number(_word_text(content))
    upload.name = f"{secrets.token_hex(16)}.{kind}"
    return kind


def _kind(content: bytes) -> str:
    """What the file is by its first bytes; nothing for anything else."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return WORD if content.startswith(b"PK\x03\x04") and _has_a_body(content) else ""


def _has_a_body(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _BODY in archive.namelist() and "word/vbaProject.bin" not in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _word_text(content: bytes) -> str:
    """The running text of a Word file; a body that unpacks to more than 20 MB is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_BODY) as body:
            xml = body.read(UNPACKED + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as problem:
        raise DocumentError("文件无法读取或已损坏，请重新选择") from problem
    if len(xml) > UNPACKED:
        raise DocumentError("文件解压后过大")
    return _TAG.sub("", _PARAGRAPH.sub("\n", xml.decode("utf-8", "replace")))


def _must_hold_no_number(text: str) -> None:
    if found := find_personal(text):
        number = mask(text[found[0].start : found[0].end])
        raise DocumentError(f"文件里有个人号码 {number}，公开文件不登个人号码，请删除后再上传")
