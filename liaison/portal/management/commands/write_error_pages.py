"""`manage.py write_error_pages DIR`: what nginx shows when the program cannot answer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

PAGES = ("413", "429", "503")


class Command(BaseCommand):
    """Run after collectstatic: the pages name the stylesheet of this release."""

    help = "写出由 nginx 直接发出的出错页（413、429、503），在 collectstatic 以后运行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **_: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in PAGES:
            page = render_to_string(f"{name}.html", {"request_id": "", "modes": {}})
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
        self.stdout.write(f"已写出 {len(PAGES)} 页")
