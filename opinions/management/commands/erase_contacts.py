"""`manage.py erase_contacts`: names, phones and photos that are no longer needed; for a nightly timer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from opinions.actions_keeping import erase_contacts
from opinions.knocking import forget


class Command(BaseCommand):
    """Run as often as one likes; safe to run twice at once."""

    help = "按期删除已办结意见的反映人姓名、电话和照片（OPINION_RETENTION_DAYS），可以反复运行"

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        count = erase_contacts(now)
        forget(now)
        self.stdout.write(f"已删除 {count} 件意见的联系方式和照片")
