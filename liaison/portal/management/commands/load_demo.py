"""`manage.py load_demo`: a fictional city on real divisions."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from liaison.divisions.models import Division
from liaison.portal import demo


class Command(BaseCommand):
    help = "装入演示数据（人物、站点均为虚构）；库里有真实记录时拒绝"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=["city"], default="city", help="规模：city 一个市")
        parser.add_argument("--seed", type=int, default=2019, help="同一个数字生成同样的数据")

    def handle(self, *, seed: int, **_: Any) -> None:
        city = Division.objects.at_top()
        if city is None:
            raise CommandError("还没有行政区划，先执行 manage.py load_divisions")
        try:
            count = demo.load(city, timezone.localdate(), seed)
        except demo.NotEmptyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("演示数据已经在了" if count is None else f"装入 {count} 个演示站点")
