"""`manage.py refresh_search`: write the columns of the searches for deputies and activities anew."""

from typing import Any

from django.core.management.base import BaseCommand

from activities import search as for_activities
from activities.models import SEARCH, Activity
from deputies import search as for_deputies
from deputies.models import Deputy
from liaison.lib.search_columns import rewrite


class Command(BaseCommand):
    help = "重新生成代表和活动的查找用字段；读音表更新、联络站改名之后执行一次"

    def handle(self, **_: Any) -> None:
        people = Deputy.objects.only("name", "pinyin", *for_deputies.COLUMNS)
        self._tell("代表", rewrite(people, for_deputies.prepare, for_deputies.COLUMNS))
        doings = Activity.objects.select_related("station").only("title", "kind", "station__name", *SEARCH)
        self._tell("活动", rewrite(doings, for_activities.prepare, SEARCH))

    def _tell(self, what: str, changed: int) -> None:
        self.stdout.write(f"{what}：更新 {changed} 条查找字段")
