"""`manage.py reset_second_factor xrw`: for the only editor of a city who lost the phone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liaison.accounts.actions import unprotect
from liaison.accounts.models import User


class Command(BaseCommand):
    help = "重置一个账号的二次验证，现有的登录全部失效"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="用户名")

    def handle(self, *, username: str, **_: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"没有账号 {username}")
        unprotect(person, by=None)
        self.stdout.write(f"{username} 的二次验证已重置，下次登录后重新设置")
