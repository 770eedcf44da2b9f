"""`manage.py check_health`: one line for each thing that must be well; ends with 1 when one is not."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from liaison.backups.checking import examine


class Command(BaseCommand):
    help = "检查数据库、操作记录、上传的文件、磁盘和备份；有一项不好就以 1 结束，可以接监控"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--newest", type=int, default=0, metavar="个", help="每类文件只看最新的多少个，默认全看"
        )

    def handle(self, *, newest: int, **_: Any) -> None:
        findings = list(examine(newest_files=newest))
        for one in findings:
            self.stdout.write(f"{'正常' if one.is_well else '有问题'}　{one.name}：{one.words}")
        if not all(one.is_well for one in findings):
            sys.exit(1)
