"""`manage.py clear_imports [--days 30]`: empty uploads that nobody decided about."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from deputies.roster import desk as rosters
from stations.ledger import desk as ledgers

_DAYS = 30


class Command(BaseCommand):
    """For a timer: run twice it does nothing more."""

    help = "清除上传后一直没有确认的名册和台账的表格内容（其中有电话），记为已过期"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=_DAYS, help="上传多少天以前的，默认 30")

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - timedelta(days=max(options["days"], 1))
        count = rosters.expire(before), ledgers.expire(before)
        self.stdout.write(f"已清除过期的名册 {count[0]} 份、台账 {count[1]} 份")
