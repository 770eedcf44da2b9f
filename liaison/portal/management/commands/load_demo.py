"""`manage.py load_demo`: a fictional city on real divisions."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from liaison.divisions.models import Division
from liaison.portal import demo
from liaison.portal.scale import SCALES, load

DEMO_CITY = "410700"


class Command(BaseCommand):
    help = "装入演示数据（人物、站点均为虚构）；库里有真实记录时拒绝"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale",
            choices=["city", *SCALES],
            default="city",
            help="规模：city 一个市；province 一个省（15 倍）；nation 全国（270 倍，用 PostgreSQL）",
        )
        parser.add_argument("--seed", type=int, default=2019, help="同一个数字生成同样的数据")

    def handle(self, *, scale: str, seed: int, **_: Any) -> None:
        city = Division.objects.find(DEMO_CITY) or Division.objects.at_top()
        if city is None:
            raise CommandError("还没有行政区划，先执行 manage.py load_divisions")
        try:
            count = demo.load(city, timezone.localdate(), seed)
        except demo.NotEmptyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("演示数据已经在了" if count is None else f"装入 {count} 个演示站点")
        if scale != "city":
            self.grow(scale, city, seed, is_new=count is not None)

    def grow(self, scale: str, city: Division, seed: int, *, is_new: bool) -> None:
        """All the other places; only around a city that was made a moment ago."""
        if not is_new:
            raise CommandError("只能在空的数据库里生成更大规模的演示数据")
        if scale == "nation" and connection.vendor == "sqlite":
            raise CommandError("全国规模要用 PostgreSQL：请设置 DATABASE_URL")
        counts = load(scale, city, timezone.localdate(), seed, self.tell)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.tell("")
        for name, count in counts.items():
            self.stdout.write(f"{name} {count:,}")

    def tell(self, words: str) -> None:
        """How far it is, always on the same line of a terminal."""
        self.stderr.write(f"\r\033[K{words}", ending="")
        self.stderr.flush()
