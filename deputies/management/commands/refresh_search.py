"""`manage.py refresh_search`: write the columns of the search for deputies anew."""

from typing import Any

from django.core.management.base import BaseCommand

from deputies.models import Deputy
from deputies.search import COLUMNS, prepare

BATCH = 1000


class Command(BaseCommand):
    help = "重新生成代表的查找用字段；读音表更新之后执行一次"

    def handle(self, **_: Any) -> None:
        changed, batch = 0, []
        fields = ["name", "pinyin", *COLUMNS]
        for deputy in Deputy.objects.only(*fields).order_by("pk").iterator(chunk_size=BATCH):
            before = [getattr(deputy, name) for name in COLUMNS]
            prepare(deputy)
            if before != [getattr(deputy, name) for name in COLUMNS]:
                batch.append(deputy)
            if len(batch) == BATCH:
                changed += self._write(batch)
                batch = []
        changed += self._write(batch)
        self.stdout.write(f"更新 {changed} 名代表的查找字段")

    def _write(self, batch: list[Deputy]) -> int:
        return Deputy.objects.bulk_update(batch, COLUMNS) if batch else 0
