"""A table of stations that somebody brings: read, put through `StationResource`, told row by row."""

from dataclasses import dataclass
from typing import Any

import tablib
from django.core.exceptions import ValidationError

from liaison.lib.sheets import LEDGER, SheetError
from liaison.lib.sheets.grid import CellReader
from liaison.lib.sheets.limits import time_limit
from liaison.lib.sheets.reading import read_sheets
from stations.resources import LABELS, NAME, StationResource

MOST_SHOWN = 300
ROW = "表格行号"


def read_table(content: bytes) -> tablib.Dataset:
    """The first sheet with its heading row; blank rows are left out, row numbers kept."""
    with time_limit(LEDGER):
        sheets, _ = read_sheets(content, LEDGER, CellReader(LEDGER))
    rows = next((sheet.rows for sheet in sheets if sheet.rows), [])
    start = next((i for i, row in enumerate(rows) if NAME in row), None)
    if start is None:
        raise SheetError(f"没有找到表头：表格应有“{NAME}”一列，可先导出一份作为样式")
    headings = [str(cell or f"第{i}列") for i, cell in enumerate(rows[start], 1)]
    if len(set(headings)) < len(headings):
        raise SheetError("表头有重复的列名，请改正后重试")
    table = tablib.Dataset(headers=[*headings, ROW])
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if any(cell is not None for cell in row):
            cells = (list(row) + [None] * len(headings))[: len(headings)]
            table.append([*cells, number])
    if not len(table):
        raise SheetError("表格只有表头，没有数据行")
    return table


def from_rows(rows: list[dict[str, Any]]) -> tablib.Dataset:
    """The table again, as it was kept between preview and confirmation."""
    table = tablib.Dataset()
    table.dict = rows
    return table


@dataclass(frozen=True)
class Fate:
    """What becomes of one row: its number in the file, a word, and the changes or the errors."""

    number: int
    name: str
    word: str
    changes: list[tuple[str, str, str]]
    errors: list[str]


@dataclass(frozen=True)
class Outcome:
    """What an import did or would do."""

    rows: list[Fate]
    added: int
    changed: int
    unchanged: int
    unknown: list[str]

    @property
    def wrong(self) -> list[Fate]:
        """Rows that cannot be taken."""
        return [row for row in self.rows if row.errors]

    @property
    def shown(self) -> list[Fate]:
        """Rows that change something, as many as a page can hold."""
        return [row for row in self.rows if row.changes and not row.errors][:MOST_SHOWN]

    @property
    def may_go_on(self) -> bool:
        """Nothing is wrong and something would change."""
        return not self.wrong and bool(self.added + self.changed)


WORDS = {"new": "新增", "update": "更新", "skip": "未变"}


def run(table: tablib.Dataset, user: Any, *, dry_run: bool) -> Outcome:
    """Put the table through the resource; errors or a dry run leave nothing behind."""
    resource = StationResource(user=user)
    result = resource.import_data(
        table, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True
    )
    invalid = {row.number: row.error for row in result.invalid_rows}
    failed = {row.number: [error.error for error in row.errors] for row in result.error_rows}
    cells = table.dict
    rows = [
        _fate(cells[i - 1], row, invalid.get(i), failed.get(i, [])) for i, row in enumerate(result.rows, 1)
    ]
    known = {*LABELS.values(), *(field.column_name for field in resource.fields.values()), ROW}
    return Outcome(
        rows=rows,
        added=result.totals["new"],
        changed=result.totals["update"],
        unchanged=result.totals["skip"],
        unknown=[name for name in table.headers or [] if name not in known],
    )


def _fate(cells: dict[str, Any], row: Any, invalid: Any, failed: list[Any]) -> Fate:
    errors = [told for problem in failed for told in _sentences(problem)]
    if invalid is not None:
        errors += _sentences(invalid)
    return Fate(
        number=int(cells.get(ROW) or 0),
        name=str(cells.get(NAME) or ""),
        word=WORDS.get(row.import_type, "有误"),
        changes=row.diff or [],
        errors=errors,
    )


def _sentences(problem: Exception) -> list[str]:
    """Errors with the column they are about; anything unforeseen stays one plain sentence."""
    if not isinstance(problem, ValidationError):
        return ["这一行无法导入，请核对后重试"]
    if not hasattr(problem, "error_dict"):
        return list(problem.messages)
    return [
        f"{LABELS.get(name, name)}：{told}".removeprefix("：")
        for name, messages_of in problem.message_dict.items()
        for told in messages_of
    ]


def writable_columns() -> list[str]:
    """Headings that a table may bring."""
    resource = StationResource(user=None)
    skipped = ("建设阶段",)
    return [field.column_name for field in resource.get_import_fields() if field.column_name not in skipped]
