"""`manage.py backup`: one proved archive of database, uploads and settings, while the site runs."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from liaison.backups import shelf
from liaison.backups.taking import BackupError, backup
from liaison.lib.archive import ArchiveError
from liaison.lib.away import AwayError

MEGABYTE = 1024 * 1024


def numbers(text: str) -> tuple[int, int, int]:
    """Three counts: 24,30,12."""
    parts = text.split(",")
    if len(parts) != len(shelf.KEEP) or not all(part.strip().isdecimal() for part in parts):
        raise ArgumentTypeError("应写成三个数，如 24,30,12（小时、天、月）")
    hours, days, months = (int(part) for part in parts)
    return hours, days, months


class Command(BaseCommand):
    help = "备份数据库、上传的文件和设置（不含密钥），恢复到临时地方核对以后才算成功；运行中也可以"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=settings.BACKUP_DIR, help="放在哪个目录，默认 BACKUP_DIR"
        )
        parser.add_argument(
            "--keep", type=numbers, default=shelf.KEEP, help="每小时、每天、每月各留多少个，默认 24,30,12"
        )

    def handle(self, *, to: Path, keep: tuple[int, int, int], **_: Any) -> None:
        try:
            taken = backup(to, keep)
        except AwayError as problem:
            raise CommandError("没有备份：存放文件的存储没有应答") from problem
        except (BackupError, ArchiveError, OSError) as problem:
            raise CommandError(f"没有备份：{problem}") from problem
        for remark in taken.remarks:
            self.stderr.write(f"注意：{remark}")
        self.stdout.write(
            f"{taken.path}（{taken.size / MEGABYTE:.1f} MB，{taken.rows} 行，{taken.files} 个文件）"
        )
        self.stdout.write("备份成功并已验证。密钥 SECRET_KEY、CONTACT_KEYS 不在里面，请另行离线保存")
