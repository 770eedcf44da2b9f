"""`manage.py unlock_account huixian [--address 192.0.2.7]`: open a door that was guessed at too often."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liaison.accounts import doors
from liaison.accounts.actions import unlock
from liaison.accounts.models import User


class Command(BaseCommand):
    help = "解除账号的登录锁定；也可以解除一个来源地址的锁定"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?", help="用户名")
        parser.add_argument("--address", help="来源地址")

    def handle(self, *, username: str | None, address: str | None, **_: Any) -> None:
        if not (username or address):
            raise CommandError("请写用户名，或者用 --address 写来源地址")
        if username:
            person = User.objects.filter(username=username).first()
            if person is None:
                raise CommandError(f"没有账号 {username}")
            unlock(person, by=None)
        if address:
            door = doors.address_door(address)
            if door is None:
                raise CommandError(f"{address} 不是一个地址")
            doors.forget(door)
        self.stdout.write("已解除锁定")
