"""Read .xlsx within bounds: openpyxl for values, a second pass for merged cells.

openpyxl knows merged cells only in its normal mode, which builds a sheet as
large as its farthest cell: 4.9 KB can take 8 GB. So the values come from its
streaming mode, and the merged blocks straight from the XML.
"""

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, range_boundaries

from .errors import UNPACKED_TOO_LARGE, UNREADABLE, SheetError
from .grid import CellReader, Merge, Sheet
from .limits import Limits, check_time
from .package import open_package, pieces

_MOST_MERGES = 50_000
_MOST_LETTERS = 3


@dataclass
class Outline:
    """What a worksheet says beside its values."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: int = 0
    is_cut: bool = False


def read_xlsx(content: bytes, limits: Limits, reader: CellReader) -> tuple[list[Sheet], list[str]]:
    """The visible sheets, and the names of the hidden ones, which are not read."""
    package = open_package(content, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return _read_sheets(workbook, package, limits, reader)
            finally:
                workbook.close()
    except SheetError:
        raise
    except Exception as problem:  # openpyxl lets through whatever a broken file causes
        raise SheetError(UNREADABLE) from problem


def _read_sheets(
    workbook: Any, package: zipfile.ZipFile, limits: Limits, reader: CellReader
) -> tuple[list[Sheet], list[str]]:
    """Sheets in the order of their tabs."""
    if len(workbook.worksheets) > limits.sheets:
        raise SheetError(UNPACKED_TOO_LARGE)
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    return [_read_sheet(sheet, package, limits, reader) for sheet in shown], hidden


def _read_sheet(worksheet: Any, package: zipfile.ZipFile, limits: Limits, reader: CellReader) -> Sheet:
    """One worksheet: values, merged blocks, and a note on whatever was left unread."""
    outline = _outline(package, worksheet._worksheet_path, limits)
    worksheet.reset_dimensions()
    rows = []
    for number, values in enumerate(
        worksheet.iter_rows(max_row=limits.rows, max_col=limits.columns, values_only=True)
    ):
        if number % 100 == 0:
            check_time()
        rows.append(reader.row(values))
    if len(rows) >= limits.rows and rows[-1]:
        raise SheetError(f"工作表“{worksheet.title}”超过{limits.rows}行，请分成几份上传")
    while rows and not rows[-1]:
        rows.pop()
    sheet = Sheet(worksheet.title, rows, outline.merges)
    if outline.hidden_rows:
        sheet.notes.append(f"工作表“{sheet.name}”有{outline.hidden_rows}行在表中被隐藏，已一并读取")
    if outline.is_cut:
        sheet.notes.append(f"工作表“{sheet.name}”第{limits.rows}行、第{limits.columns}列以外的内容未读取")
    return sheet


def _outline(package: zipfile.ZipFile, path: str, limits: Limits) -> Outline:
    """Merged blocks and hidden rows, from the worksheet's own XML."""
    outline = Outline()
    parser = expat.ParserCreate(namespace_separator=" ")
    place = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place
        name = name.rpartition(" ")[2]
        if name == "mergeCell":
            _add_merge(outline, attributes.get("ref", ""), limits)
        elif name == "row" and attributes.get("hidden") in {"1", "true"}:
            outline.hidden_rows += 1
        elif name == "c":
            place = attributes.get("r", "")
        elif name in {"v", "is"} and not outline.is_cut:
            outline.is_cut = _is_outside(place, limits)

    parser.StartElementHandler = start
    for piece in pieces(package, path.lstrip("/")):
        parser.Parse(piece)
    parser.Parse(b"", True)
    return outline


def _is_outside(place: str, limits: Limits) -> bool:
    """Whether a cell lies beyond what is read."""
    letters = place.rstrip("0123456789")
    if len(letters) > _MOST_LETTERS or int(place[len(letters) :] or 1) > limits.rows:
        return True
    return bool(letters) and column_index_from_string(letters) > limits.columns


def _add_merge(outline: Outline, reference: str, limits: Limits) -> None:
    """Notes a merged block, cut to the part of the sheet that is read."""
    left, top, right, bottom = range_boundaries(reference)
    if left > limits.columns or top > limits.rows:
        return
    if len(outline.merges) >= _MOST_MERGES:
        raise SheetError(UNPACKED_TOO_LARGE)
    right, bottom = min(right, limits.columns), min(bottom, limits.rows)
    outline.merges.append(Merge(top - 1, left - 1, bottom - 1, right - 1))
