"""`manage.py read_roster FILE --county CODE [--apply] [--json]`: the roster of a county."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deputies.roster.apply import Applied, Choices, apply
from deputies.roster.changes import Plan
from deputies.roster.plan import make_plan
from deputies.roster.read import Roster, read_roster
from deputies.roster.report import in_words, report
from deputies.roster.vocabulary import VOCABULARY
from liaison.divisions.models import Division, Level
from liaison.lib.sheets import ROSTER, Reading, SheetError, read_tables


class Command(BaseCommand):
    """Without `--apply` nothing is written."""

    help = "读取代表名册（.xlsx 或 .csv）：先报告每行如何处理，加 --apply 才写入"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="名册文件")
        parser.add_argument(
            "--county", required=True, metavar="CODE", help="县（市、区）的区划代码，如 410724"
        )
        parser.add_argument("--apply", action="store_true", help="写入")
        parser.add_argument("--sure", action="store_true", help="看起来像别的县的名册也写入")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="疑问=回答",
            help="回答一个疑问，如 term:national:=14；疑问的写法见 JSON 中的 questions",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        county = _county(options["county"])
        answers = _answers(options["answer"])
        reading = _read(options["file"])
        roster = read_roster(reading.tables, county, answers)
        plan, applied = _plan(roster, answers, applies=options["apply"], is_sure=options["sure"])
        said = report(reading, roster, plan, applied)
        text = json.dumps(said, ensure_ascii=False, indent=1) if options["json"] else in_words(said)
        self.stdout.write(text)


def _plan(
    roster: Roster, answers: dict[str, str], *, applies: bool, is_sure: bool
) -> tuple[Plan, Applied | None]:
    if not applies:
        return make_plan(roster, answers), None
    if roster.doubt and not is_sure:
        raise CommandError(f"{roster.doubt}；没有选错的，加 --sure 写入")
    applied = apply(roster, Choices(answers, is_sure=is_sure), by=None)
    return applied.plan, applied


def _county(code: str) -> Division:
    """The county by law with this code; a zone has no congress of its own."""
    county = Division.objects.find(code)
    if county is None:
        raise CommandError(f"没有代码为 {code} 的区划，请先运行 load_divisions")
    if county.level != Level.COUNTY or not county.is_real:
        raise CommandError(f"{county.name}不是县（市、区），名册按县（市、区）导入")
    return county


def _answers(given: list[str]) -> dict[str, str]:
    """`term:national:=14` as key and answer."""
    pairs = [one.rpartition("=") for one in given]
    if wrong := [one for one, pair in zip(given, pairs, strict=True) if not pair[0]]:
        raise CommandError(f"回答应写成 疑问=回答：{wrong[0]}")
    return {key: answer for key, _, answer in pairs}


def _read(path: Path) -> Reading:
    """The tables of a file; what is wrong with it ends the command in one sentence."""
    try:
        with path.open("rb") as file:
            return read_tables(file, VOCABULARY, ROSTER)
    except OSError as problem:
        raise CommandError(f"打不开文件：{path}") from problem
    except SheetError as problem:
        raise CommandError(str(problem)) from problem
