"""`manage.py send_outbox`: send the reminders that wait. Without EMAIL_URL they go to the console."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from progress.reminders import send_waiting


class Command(BaseCommand):
    help = "发送待发箱里的提醒；同一条只发一次"

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = send_waiting(timezone.now())
        self.stdout.write(f"已发送 {sent} 条" + (f"，{failed} 条没有发出，下次再试" if failed else ""))
