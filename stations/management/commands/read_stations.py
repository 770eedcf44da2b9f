"""`manage.py read_stations FILE --city CODE [--apply] [--json]`: the ledger of stations."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from liaison.divisions.models import Division
from liaison.lib.sheets import Reading, SheetError, read_tables
from stations.ledger import VOCABULARY, Applied, Ledger, apply, make_plan, read_ledger
from stations.ledger.rows import FATE_LABELS, LedgerRow


class Command(BaseCommand):
    """Without `--apply` nothing is written."""

    help = "读取联络站台账（.xlsx 或 .csv）：先报告每行如何处理，加 --apply 才写入"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="台账文件")
        parser.add_argument("--city", required=True, metavar="CODE", help="市或县的区划代码，如 410700")
        parser.add_argument("--apply", action="store_true", help="写入")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = Division.objects.find(options["city"])
        if scope is None:
            raise CommandError(f"没有代码为 {options['city']} 的区划，请先运行 load_divisions")
        reading = _read(options["file"])
        ledger = read_ledger(reading.tables, scope)
        applied = apply(ledger, by=None) if options["apply"] else None
        if applied is None:
            make_plan(ledger)
        said = report(reading, ledger, applied)
        text = json.dumps(said, ensure_ascii=False, indent=1) if options["json"] else _in_words(said)
        self.stdout.write(text)


def report(reading: Reading, ledger: Ledger, applied: Applied | None) -> dict[str, Any]:
    """All that the command knows, in the shape of the contract."""
    said: dict[str, Any] = {
        "summary": ledger.summary,
        "rows": [_row(row) for row in ledger.rows],
        "stations": [row.as_station() for row in ledger.stations],
        "columns": [
            {"sheet": t.sheet, "title": c.title, "field": c.key, "fate": c.fate.value}
            for t in reading.tables
            for c in t.columns
        ],
        "ignored_sheets": [*reading.ignored_sheets, *reading.hidden_sheets],
        "notes": list(reading.notes),
    }
    if applied is not None:
        said["applied"] = applied.summary
    return said


def _read(path: Path) -> Reading:
    """The tables of a file; what is wrong with it ends the command in one sentence."""
    try:
        with path.open("rb") as file:
            return read_tables(file, VOCABULARY)
    except OSError as problem:
        raise CommandError(f"打不开文件：{path}") from problem
    except SheetError as problem:
        raise CommandError(str(problem)) from problem


def _row(row: LedgerRow) -> dict[str, Any]:
    """One row of the report."""
    said = {
        "row": row.number,
        "sheet": row.sheet,
        "status": row.fate.value,
        "message": row.message,
        "field": row.field or None,
    }
    return said | ({"same_as_row": row.same_as} if row.same_as else {})


def _in_words(said: dict[str, Any]) -> str:
    """The report for a person at a terminal: figures, then every row that needs a look."""
    lines = ["　".join(f"{_LABELS[name]} {number}" for name, number in said["summary"].items())]
    lines += [
        f"{row['sheet']} 第{row['row']}行 {FATE_LABELS[row['status']]}：{row['message']}"
        for row in said["rows"]
        if row["message"]
    ]
    lines += [f"未读取的列：{c['title']}" for c in said["columns"] if c["fate"] in {"dropped", "unmapped"}]
    lines += said["notes"]
    if "applied" in said:
        lines.append("　".join(f"{_LABELS[name]} {number}" for name, number in said["applied"].items()))
    else:
        lines.append("以上为核对结果，没有写入。确认无误后加 --apply 写入。")
    return "\n".join(lines)


_LABELS = {
    "stations": "联络站",
    "duplicates": "重复",
    "subtotals": "小计行",
    "total_rows": "合计行",
    "merged": "并入",
    "errors": "有错误",
    "reviews": "待确认",
    "warnings": "有提示",
    "created": "新增",
    "updated": "修改",
    "unchanged": "不变",
}
