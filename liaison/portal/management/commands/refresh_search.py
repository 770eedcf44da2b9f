"""`manage.py refresh_search`: write the columns of the searches anew: stations, deputies, activities."""

from typing import Any

from django.core.management.base import BaseCommand

from activities import search as for_activities
from activities.models import SEARCH, Activity
from deputies import search as for_deputies
from deputies.models import Deputy
from liaison.lib.search_columns import rewrite
from stations import search as for_stations
from stations.models import Station

PLACES = ("division__county", "division__city", "division__parent", "division__managed_by")


class Command(BaseCommand):
    help = "重新生成联络站、代表和活动的查找用字段；读音表更新、联络站改名之后执行一次"

    def handle(self, **_: Any) -> None:
        parts = ("aliases", "served_areas", "division__aliases")
        places = Station.objects.select_related(*PLACES).prefetch_related(*parts)
        self._tell("联络站", rewrite(places, for_stations.prepare, for_stations.COLUMNS))
        people = Deputy.objects.only("name", "pinyin", *for_deputies.COLUMNS)
        self._tell("代表", rewrite(people, for_deputies.prepare, for_deputies.COLUMNS))
        doings = Activity.objects.select_related("station").only("title", "kind", "station__name", *SEARCH)
        self._tell("活动", rewrite(doings, for_activities.prepare, SEARCH))

    def _tell(self, what: str, changed: int) -> None:
        self.stdout.write(f"{what}：更新 {changed} 条查找字段")
