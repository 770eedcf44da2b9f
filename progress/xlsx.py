"""Spreadsheets: one month to fill offline and bring back, and a month's summary with sums that reckon."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from liaison.divisions.models import Division
from liaison.lib.csvtext import STARTS_A_FORMULA
from liaison.lib.office import XLSX
from liaison.lib.sheets import LEDGER, Field, SheetError, Vocabulary, read_tables
from liaison.lib.text import fold
from progress.desk import Summary
from progress.indicators import BY_CODE, INDICATORS, section_title
from progress.sheet import Sheet

BOLD, BIG = Font(bold=True), Font(bold=True, size=16)
LINE = Border(bottom=Side(style="thin", color="999999"))
TO_FILL = PatternFill("solid", fgColor="FFF4E0")


class SheetFaultError(Exception):
    """A file that is not this month's sheet; the message is for the person who chose it."""


def answer(content: bytes, name: str) -> HttpResponse:
    """A download that nothing keeps a copy of."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def _book(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book, book.create_sheet(title)


def _saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


HEADING = ("编号", "部分", "指标", "单位", "上月", "本月", "台账", "差异说明")
WIDTHS = (20, 14, 26, 8, 12, 14, 12, 40)


def month_sheet(sheet: Sheet) -> bytes:
    """One row for each indicator; the coloured column is the one to fill."""
    book, paper = _book("月报")
    paper.append([f"{sheet.unit} {sheet.month.year} 年 {sheet.month.month} 月进展月报"])
    paper.append(["只填“本月”和“差异说明”两列；没有开展的填 0，不要留空。与台账不同的写明原因。"])
    paper.append(HEADING)
    for one in INDICATORS:
        line = sheet.line(one)
        said = (one.code, section_title(one.section), one.label, one.unit)
        paper.append([*said, line.last, line.value, line.known])
        _write_text(paper, line.reason)
        paper.cell(paper.max_row, 6).fill = TO_FILL
    _dress(paper, heading_row=3, widths=WIDTHS)
    return _saved(book)


def _write_text(paper: Worksheet, text: str) -> None:
    """What somebody typed, in the row's last column, never as a formula."""
    cell = paper.cell(paper.max_row, len(HEADING), ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(STARTS_A_FORMULA)


def _dress(paper: Worksheet, *, heading_row: int, widths: Sequence[int]) -> None:
    paper.cell(1, 1).font = BIG
    for cell in paper[heading_row]:
        cell.font, cell.border, cell.alignment = BOLD, LINE, Alignment(wrap_text=True, vertical="center")
    paper.freeze_panes = paper.cell(heading_row + 1, 1)
    for number, width in enumerate(widths, 1):
        paper.column_dimensions[get_column_letter(number)].width = width


VOCABULARY = Vocabulary(
    fields=(
        Field("code", "编号", names=("编号",)),
        Field("value", "本月", names=("本月",)),
        Field("reason", "差异说明", names=("差异说明",)),
    ),
    required=("code", "value"),
)


def read_sheet(upload: Any, unit: Division, month: date) -> dict[str, Any]:
    """The figures and reasons of a filled sheet, by the names of the form's fields.

    Raises SheetFaultError when there is no file, no table in it, or it is another month's.
    """
    if upload is None:
        raise SheetFaultError("请选择填好的表格")
    try:
        table = read_tables(upload, VOCABULARY, LEDGER).tables[0]
    except SheetError as problem:
        raise SheetFaultError(f"{problem}。可以先下载本月表格，填好再上传") from problem
    title = f"{unit} {month.year} 年 {month.month} 月"
    if not any(fold(title) in fold(one) for one in table.titles):
        raise SheetFaultError(f"这不是{unit} {month.month} 月的表格，先下载本月表格，填好再上传")
    found: dict[str, Any] = {}
    for row in table.rows:
        code = table.value(row, "code")
        if code in BY_CODE:
            found[str(code)] = table.value(row, "value")
            found[f"{code}_reason"] = table.value(row, "reason") or ""
    return found


def summary_book(summary: Summary) -> bytes:
    """Counties across, indicators down; the totals are formulas, so that a corrected cell corrects them."""
    book, paper = _book(f"{summary.month:%Y-%m}")
    units = [str(cell.unit) for cell in summary.cells]
    paper.append([f"{summary.month.year} 年 {summary.month.month} 月各县（市、区）进展汇总表"])
    paper.append(["部分", "指标", "单位", *units, "合计"])
    paper.append(["", "状态", "", *(cell.label for cell in summary.cells), ""])
    last = get_column_letter(3 + len(units))
    for line in summary.lines:
        one = line.indicator
        row = paper.max_row + 1
        total = f"=SUM(D{row}:{last}{row})"
        paper.append([section_title(one.section), one.label, one.unit, *line.values, total])
        paper.cell(row, 4 + len(units)).font = BOLD
    _dress(paper, heading_row=2, widths=(14, 26, 8, *(11 for _ in units), 12))
    paper.freeze_panes = "D4"
    return _saved(book)
