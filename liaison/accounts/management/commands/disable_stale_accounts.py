"""`manage.py disable_stale_accounts [--days 90]`: accounts that nobody uses are doors nobody watches."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from liaison.accounts.actions import disable
from liaison.accounts.models import User

DAYS = 90


class Command(BaseCommand):
    help = "停用 90 天没有登录的账号；用得最晚的那个超级用户留着，好有人能重新启用"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS, help="多少天没有登录")
        parser.add_argument("--dry-run", action="store_true", help="只列出，不停用")

    def handle(self, *, days: int, dry_run: bool, **_: Any) -> None:
        unused = stale(days)
        for person in unused:
            if not dry_run:
                disable(person, by=None, reason=f"{days} 天没有登录")
            self.stdout.write(f"{person.username} {person.name} 最近登录 {_day(person.last_login)}")
        self.stdout.write(f"{'将停用' if dry_run else '已停用'} {len(unused)} 个账号")


def stale(days: int) -> list[User]:
    """Active accounts not entered for `days` since last enabled, without the superuser used last."""
    used = Greatest("enabled_at", Coalesce("last_login", "enabled_at"))
    active = User.objects.filter(is_active=True).annotate(used=used).order_by("username")
    keeps = active.filter(is_superuser=True).order_by("-used").first()
    rows = active.filter(used__lt=timezone.now() - timedelta(days=days))
    return [person for person in rows if person != keeps]


def _day(when: Any) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%d") if when else "从未"
