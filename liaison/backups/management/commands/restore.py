"""`manage.py restore ARCHIVE`: bring a site back; refuses what is not whole before touching anything."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liaison.audit import record
from liaison.backups.restoring import RestoreError, restore
from liaison.lib.archive import ArchiveError
from liaison.lib.away import AwayError


class Command(BaseCommand):
    help = "从备份恢复数据库和上传的文件；先停下网站。这里已有数据时要加 --replace，旧数据另存"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="备份文件 liaison-….tar")
        parser.add_argument("--replace", action="store_true", help="换掉这里的数据，旧的另存一处")

    def handle(self, *, archive: Path, replace: bool, **_: Any) -> None:
        try:
            done = restore(archive, replace=replace)
        except AwayError as problem:
            raise CommandError("没有恢复，这里的数据没有动：存放文件的存储没有应答") from problem
        except (RestoreError, ArchiveError, OSError) as problem:
            raise CommandError(f"没有恢复，这里的数据没有动：{problem}") from problem
        record(None, "恢复备份", archive=archive.name, made_at=done.made_at)
        for remark in done.remarks:
            self.stderr.write(f"注意：{remark}")
        self.stdout.write(f"已恢复到 {done.made_at} 的备份：{done.rows} 行，{done.files} 个文件")
        if done.aside:
            self.stdout.write(f"原来的数据另存在 {done.aside}，确认不需要后自行删除")
        self.stdout.write("启动网站以前再运行 manage.py check_health")
