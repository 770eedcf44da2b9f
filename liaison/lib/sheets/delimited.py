"""Read text tables: comma, tab or semicolon; UTF-8, UTF-16 or the GBK of Chinese Windows."""

import codecs
import csv
import io
import re

from .errors import UNKNOWN_ENCODING, UNREADABLE, SheetError
from .grid import CellReader, Sheet
from .limits import Limits, check_time

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_DELIMITERS = ",\t;，"
_LONGEST_FIELD = 100_000


def read_delimited(content: bytes, limits: Limits, reader: CellReader) -> Sheet:
    """The table as one sheet; SheetError when the bytes are no text."""
    text = _decode(content)
    rows = []
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        for number, values in enumerate(lines):
            if number >= limits.rows:
                raise SheetError(f"表格超过{limits.rows}行，请分成几份上传")
            if number % 100 == 0:
                check_time()
            rows.append(reader.row(values))
    except csv.Error as problem:
        raise SheetError(UNREADABLE) from problem
    while rows and not rows[-1]:
        rows.pop()
    return Sheet("", rows)


def _decode(content: bytes) -> str:
    """The text: by its mark, else UTF-8 if it is that, else GB 18030."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise SheetError(UNREADABLE)
        return text
    raise SheetError(UNKNOWN_ENCODING)


def _delimiter(text: str) -> str:
    """The separator that the first lines use most."""
    head = text[:5_000]
    return max(_DELIMITERS, key=head.count)
