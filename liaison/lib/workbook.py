"""Write a table as .xlsx: text stays text, whatever it begins with."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from liaison.lib.csvtext import STARTS_A_FORMULA

WIDEST = 40


def workbook(title: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet with a bold heading that stays in sight."""
    stream = BytesIO()
    write_workbook(stream, title, heading, rows)
    return stream.getvalue()


def write_workbook(
    stream: IO[bytes], title: str, heading: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """The same into a stream, row by row, for a table too long to hold."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(heading, 1):
        width = min(max(len(name) * 2 + 2, 10), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_bold(sheet, name) for name in heading])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(stream)


def _cell(sheet: object, value: object) -> object:
    """The value itself, which is the quickest; text that a spreadsheet would take for a formula is quoted."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith(STARTS_A_FORMULA):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _bold(sheet: object, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=name)
    cell.data_type = "s"
    cell.font = Font(bold=True)
    return cell
