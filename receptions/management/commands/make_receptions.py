"""`manage.py make_receptions [--until DATE]`: sessions made ahead from the rules; for a nightly timer."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from receptions.making import DAYS_AHEAD, horizon, make_all


class Command(BaseCommand):
    """Run as often as one likes; what was announced is never touched."""

    help = "按接待规则生成以后的接待安排，可以反复运行；已公告的不受影响"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", metavar="DATE", help=f"生成到哪一天，默认 {DAYS_AHEAD} 天以后")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        until = _day(options["until"]) if options["until"] else horizon(today)
        made = make_all(today, until)
        self.stdout.write(f"新增 {made.added} 次，调整 {made.moved} 次，撤下 {made.removed} 次（到 {until}）")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise CommandError(f"“{text}”不是日期，应写成 2026-12-31") from problem
