"""`manage.py verify_audit`: whether the trail is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liaison.audit.models import Event


class Command(BaseCommand):
    help = "核对操作记录的链条；有改动或缺失时指出第一处"

    def handle(self, **_: Any) -> None:
        broken = Event.objects.first_broken()
        if broken is not None:
            raise CommandError(f"第 {broken} 条操作记录被改动或缺失")
        self.stdout.write(f"{Event.objects.count()} 条操作记录完整")
