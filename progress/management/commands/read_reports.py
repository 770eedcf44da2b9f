"""`manage.py read_reports FILE --month YYYY-MM [--city CODE] [--apply] [--json]`: a county in each row."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from liaison.divisions.models import Division, Level
from liaison.lib.sheets import LEDGER, SheetError, read_tables
from progress.actions import OutdatedError
from progress.countysheet.apply import Outcome, take_over
from progress.countysheet.read import CountyRow, CountySheet, read
from progress.countysheet.vocabulary import VOCABULARY
from progress.months import FIRST_YEAR, LAST_YEAR


class Command(BaseCommand):
    """Without `--apply` nothing is written."""

    help = "读取一县一行的月报表（.xlsx 或 .csv）：先报告每行如何处理，加 --apply 才写入各县草稿"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="月报表文件")
        parser.add_argument("--month", required=True, type=_month, metavar="YYYY-MM", help="月份，如 2024-06")
        parser.add_argument("--city", metavar="CODE", help="市的区划代码；只装了一个市的可以不写")
        parser.add_argument("--apply", action="store_true", help="写入")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        city, now = _city(options["city"]), timezone.now()
        if options["month"] > timezone.localdate(now):
            raise CommandError("这个月还没有开始")
        found = _read(options["file"], city, options["month"])
        try:
            outcome = take_over(found, city, by=None, now=now, writes=options["apply"])
        except OutdatedError as problem:
            raise CommandError(f"{problem}刚刚有人保存，一行也没有写入，请再运行一次") from problem
        said = _as_json(found) if options["json"] else _in_words(found, outcome, writes=options["apply"])
        self.stdout.write(said)


def _month(text: str) -> date:
    try:
        month = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise CommandError(f"月份应写成 2024-06：{text}") from None
    if not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise CommandError(f"月份应在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间：{text}")
    return month


def _city(code: str | None) -> Division:
    """The city of that code; without one, the only city that is loaded."""
    if code:
        city = Division.objects.find(code)
        if city is None or city.level != Level.CITY:
            raise CommandError(f"没有代码为 {code} 的市，请先运行 load_divisions")
        return city
    cities = list(Division.objects.current().filter(level=Level.CITY)[:2])
    if len(cities) != 1:
        raise CommandError("请用 --city 写明是哪个市" if cities else "还没有区划，请先运行 load_divisions")
    return cities[0]


def _read(path: Path, city: Division, month: date) -> CountySheet:
    try:
        with path.open("rb") as file:
            return read(read_tables(file, VOCABULARY, LEDGER), city, month)
    except OSError as problem:
        raise CommandError(f"打不开文件：{path}") from problem
    except SheetError as problem:
        raise CommandError(str(problem)) from problem


def _as_json(found: CountySheet) -> str:
    """The file as it was read, whatever the drafts say."""
    rows = [_fate(row) for row in found.rows]
    rows += [{"row": number, "status": kind} for number, kind in found.others.items()]
    records = [_record(row, found.month) for row in found.rows if row.is_sound]
    said = {"rows": sorted(rows, key=lambda one: one["row"]), "records": records}
    return json.dumps(said, ensure_ascii=False, indent=1)


def _fate(row: CountyRow) -> dict[str, Any]:
    if row.is_sound:
        return {"row": row.number, "status": "ok", "warning": row.warning}
    return {"row": row.number, "status": "error", "field": row.field, "reason": row.reason}


def _record(row: CountyRow, month: date) -> dict[str, Any]:
    code = row.unit.code if row.unit else ""
    return {"row": row.number, "unit_code": code, "period": f"{month:%Y-%m}", **row.figures, "rate": row.rate}


def _in_words(found: CountySheet, outcome: Outcome, *, writes: bool) -> str:
    """One line a row, and one for all."""
    lines = [_line(row, outcome, writes=writes) for row in found.rows]
    done = "已写入" if writes else "可写入"
    written, same, refused = len(outcome.written), len(outcome.same), len(outcome.refused)
    counts = f"{done} {written} 行，没有变化 {same} 行，未读入 {refused} 行"
    return "\n".join([*lines, counts + ("" if writes else "；加 --apply 写入")])


def _line(row: CountyRow, outcome: Outcome, *, writes: bool) -> str:
    head = f"第 {row.number} 行 {row.unit or row.name}："
    if row.number in outcome.refused:
        return head + f"未读入，{outcome.refused[row.number]}"
    said = "没有变化" if row.number in outcome.same else "已写入草稿" if writes else "可写入草稿"
    return head + said + (f"（{row.warning}）" if row.warning else "")
