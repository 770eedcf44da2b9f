"""The zip around an .xlsx, opened with suspicion.

Nothing is handed to a parser before the whole package was unpacked once, piece
by piece and counted: a file of half a megabyte can hold half a gigabyte.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from .errors import MACROS, NOT_A_SHEET, UNPACKED_TOO_LARGE, UNREADABLE, SheetError
from .limits import Limits, check_time

_CHUNK = 64 * 1024
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_XML_ENDINGS = (".xml", ".rels", ".vml")


def open_package(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The package, or SheetError when it is too large, has macros or is no workbook."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        _check_contents(package, limits)
        left = limits.unpacked
        for member in package.infolist():
            left = _check_member(package, member, left)
    except SheetError:
        raise
    except Exception as problem:  # zipfile and zlib raise many kinds on broken files
        raise SheetError(UNREADABLE) from problem
    return package


def pieces(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The content of one member, piece by piece."""
    with package.open(name) as stream:
        while piece := stream.read(_CHUNK):
            check_time()
            yield piece


def _check_contents(package: zipfile.ZipFile, limits: Limits) -> None:
    """What the table of contents alone tells."""
    members = package.infolist()
    names = {member.filename.lower() for member in members}
    if not any(name.startswith("xl/workbook") for name in names):
        raise SheetError(NOT_A_SHEET)
    if any("vbaproject" in name or name.startswith("xl/macrosheets") for name in names):
        raise SheetError(MACROS)
    if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked:
        raise SheetError(UNPACKED_TOO_LARGE)
    if any(member.flag_bits & 1 or member.compress_type not in _METHODS for member in members):
        raise SheetError(UNREADABLE)


def _check_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Unpacks a member once; what is left of the allowance after it."""
    parser = _doctype_guard() if member.filename.lower().endswith(_XML_ENDINGS) else None
    for piece in pieces(package, member.filename):
        left -= len(piece)
        if left < 0:
            raise SheetError(UNPACKED_TOO_LARGE)
        if parser:
            parser.Parse(piece)
    if parser:
        parser.Parse(b"", True)
    return left


def _doctype_guard() -> expat.XMLParserType:
    """A parser that refuses a document type: entities can blow up or reach outside."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise SheetError(UNREADABLE)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser
