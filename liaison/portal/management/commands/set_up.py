"""`manage.py set_up --city 410700 --account NAME`: from an empty database to the first sign-in."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from bulletins.defaults import open_series
from liaison.accounts.models import Role, User
from liaison.audit import record
from liaison.divisions.models import Division, Level
from liaison.portal.models import SiteSettings
from opinions import defaults as wording
from stations import defaults


class Command(BaseCommand):
    help = "为一个城市开站：网站设置、建站标准、三年路线图、刊物栏目和第一个市级编辑账号"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市代码，如 410700")
        parser.add_argument("--account", required=True, help="第一个市级编辑的用户名")
        parser.add_argument("--first-year", type=int, default=timezone.localdate().year)

    @transaction.atomic
    def handle(self, *, city: str, account: str, first_year: int, **_: Any) -> None:
        place = Division.objects.find(city)
        if place is None or place.level != Level.CITY:
            raise CommandError(f"没有代码为 {city} 的城市，先执行 manage.py load_divisions 文件")
        if User.objects.filter(username=account).exists():
            raise CommandError(f"账号 {account} 已经存在")
        settings, _ = SiteSettings.objects.get_or_create(
            city=place, defaults={"site_name": f"{place.name}人大代表联络站"}
        )
        defaults.install(place, first_year)
        open_series(place)
        wording.install(place)
        password = secrets.token_urlsafe(12)
        user = User(username=account, role=Role.CITY_EDITOR, division=place, is_staff=True)
        user.set_password(password)
        user.save()
        record(None, "开站", settings, account=account)
        self.stdout.write(f"{settings}已开站。账号 {account}，密码 {password}（只显示这一次，登录后修改）")
