"""`manage.py load_divisions [FILE] [--root 4107] [--retire]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liaison.divisions.loader import BUILT_IN, DivisionFileError, Loader, read_rows


class Command(BaseCommand):
    help = "载入行政区划（CSV 或 .gz）；不写文件时载入自带的新乡市区划。可重复执行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=BUILT_IN, help="区划文件")
        parser.add_argument("--root", default="", help="只载入这个代码开头的区划，如 4107")
        parser.add_argument("--retire", action="store_true", help="把 --root 之下文件里没有的区划标为撤销")

    def handle(self, *, file: Path, root: str, retire: bool, **_: Any) -> None:
        if retire and not root:
            raise CommandError("--retire 需要同时写明 --root")
        try:
            report = Loader(read_rows(file, root)).load(root if retire else "")
        except DivisionFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"新增 {report.added}，变更 {report.changed}，不变 {report.unchanged}，撤销 {report.retired}"
        )
