"""`manage.py export_person`: a copy of everything held about one person."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from liaison.portal import persons
from liaison.portal.subject import export


class Command(BaseCommand):
    """Written to a file that only its owner may read; never to the screen, which is logged."""

    help = "把一个人（反映意见的人或代表）的全部资料导出为 JSON 文件，操作留痕"

    def add_arguments(self, parser: ArgumentParser) -> None:
        persons.ask(parser)
        parser.add_argument("--to", required=True, type=Path, metavar="文件", help="还没有的文件")

    def handle(self, *, to: Path, **options: Any) -> None:
        row, user = persons.found(options)
        text = json.dumps(export(row, by=user), ensure_ascii=False, indent=2)
        try:
            handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as problem:
            raise CommandError(f"{to} 已经有了，请换一个文件名") from problem
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        self.stdout.write(f"已写入 {to}")
