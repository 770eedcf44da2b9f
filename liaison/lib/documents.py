"""Files that people attach for everybody to read: of a kind wanted, under a name nobody can guess."""

import secrets
from typing import Any

from django.http import FileResponse

from liaison.lib.headers import UPLOADED
from liaison.lib.office import MOST_BYTES, TOO_LARGE, WRONG_TYPE, FileError, FileKind, kind_of, words_of
from liaison.lib.personal import find_personal, mask
from liaison.lib.room import NO_ROOM, has_room

PDF, WORD, JPEG, PNG = str(FileKind.PDF), str(FileKind.DOCX), "jpg", "png"
LABELS = {PDF: "PDF", WORD: "Word", JPEG: "照片", PNG: "照片"}
_PICTURES = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}


def take_document(upload: Any, kinds: tuple[str, ...]) -> str:
    """Give `upload` a name nobody can guess and return its kind.

    Raises FileError for files over 10 MB, of a kind not among `kinds`, broken, locked,
    with macros, or, for Word, holding the number of a person (trust.md R38),
    and for every file when the disk is nearly full.
    """
    if not has_room():
        raise FileError(NO_ROOM)
    if upload.size > MOST_BYTES:
        raise FileError(TOO_LARGE)
    content = upload.read(MOST_BYTES + 1)
    upload.seek(0)
    kind = _picture(content) or _office(content, upload.name)
    if kind not in kinds:
        raise FileError(_only(kinds))
    _must_hold_no_number(content, kind)
    upload.name = f"{secrets.token_hex(16)}.{kind}"
    return kind


def handed_over(content: Any, name: str) -> FileResponse:
    """An open file for somebody who may have it: always saved under `name`, never shown inside the site."""
    answer = FileResponse(content, as_attachment=True, filename=name)
    answer.headers["Content-Type"] = "application/octet-stream"
    answer.headers["Content-Security-Policy"] = UPLOADED
    return answer


def _only(kinds: tuple[str, ...]) -> str:
    return f"只支持 {'、'.join(dict.fromkeys(LABELS[one] for one in kinds))} 文件"


def _picture(content: bytes) -> str:
    return next((kind for start, kind in _PICTURES.items() if content.startswith(start)), "")


def _office(content: bytes, name: str) -> str:
    """The kind of an office file; nothing for anything else, which `kinds` then refuses by name."""
    try:
        return str(kind_of(content, name))
    except FileError as problem:
        if str(problem) == WRONG_TYPE:
            return ""
        raise


def _must_hold_no_number(content: bytes, kind: str) -> None:
    text = "\n".join(words_of(content, kind))
    if found := find_personal(text):
        number = mask(text[found[0].start : found[0].end])
        raise FileError(f"文件里有个人号码 {number}，公开文件不登个人号码，请删除后再上传")
