"""`manage.py remind`: write the day's reminders into the outbox. Once a day, or as often as one likes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from liaison.divisions.models import Division, Level
from progress.reminders import remind_all


class Command(BaseCommand):
    help = "生成当天的月报提醒（到期前 3 天、到期当天、逾期每天），放进待发箱"

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        cities = Division.objects.current().filter(level=Level.CITY)
        count = sum(remind_all(city, now) for city in cities)
        self.stdout.write(f"新生成 {count} 条提醒")
