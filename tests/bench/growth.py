"""Does a page of the demo city cost more when a province, or the nation, is in the same database?

    manage.py load_demo --scale nation          # into LARGE, after load_divisions
    manage.py load_demo                         # into SMALL, after load_divisions
    .venv/bin/python -m tests.bench.growth SMALL LARGE [--rounds 9] [--json FILE]

SMALL and LARGE are database addresses of one kind. The same addresses are asked of both in turns,
every page made afresh; the figure is the median time of a request, database included. Ends with 1
when a page costs more than 1.3 times as much or a statement takes longer than 20 milliseconds.
"""

import argparse
import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlencode

from tests.bench.deputies import say

MOST, LONGEST = 1.3, 20.0
PER_TURN = 3
EDITOR = "city"


def set_up(folder: Path, address: str) -> None:
    """Django on one of the databases, every page made afresh."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
        "LIAISON_VAR": str(folder),
        "LIAISON_ENV": "local",
        "DATABASE_URL": address,
        "FINISHED_PAGES": "false",
        "LOG_LEVEL": "ERROR",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }
    import django
    from django.conf import settings

    (folder / "static").mkdir(exist_ok=True)
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]


def pages() -> dict[str, str]:
    """Public pages with the same content in both."""
    from deputies.models import Deputy
    from stations.models import Station

    station = Station.objects.public().filter(parent=None).order_by("pk")[0]
    serving = Deputy.objects.public().filter(assignments__station=station, assignments__until=None)
    county = station.division.county.code
    return {
        "首页": "/",
        "站点页": station.get_absolute_url(),
        "站点列表": "/stations/",
        "站点列表：一个县": f"/stations/?county={county}",
        "站点列表：查找": f"/stations/?q={quote('孟庄')}",
        "代表列表": "/deputies/",
        "代表列表：一个县": f"/deputies/?county={county}",
        "代表列表：姓名": f"/deputies/?q={quote('赵秀兰')}",
        "代表页": f"/deputies/{serving.order_by('pk')[0].pk}/",
        "活动列表": "/activities/",
        "活动列表：查找": f"/activities/?q={quote('困难群众')}",
        "意见": "/opinions/",
        "进展": "/progress/",
        "双岗建功": "/campaigns/",
        "专题活动": "/bulletins/",
        "搜索": f"/search/?q={quote('孟庄镇')}",
        "搜索：姓": f"/search/?q={quote('赵')}",
        "搜索：没有": f"/search/?q={quote('一个找不到的词')}",
        "查找": f"/find/?q={quote('孟庄镇')}",
        "开放数据：代表": "/api/deputies.json",
        "开放数据：站点": "/api/stations.json",
        "网站地图": "/sitemap.xml",
    }


def desk() -> dict[str, str]:
    """The lists of the admin, with a search where there is one."""
    from django.contrib import admin
    from django.urls import reverse

    found = {}
    for model, one in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        found[f"后台：{model._meta.verbose_name}"] = reverse(f"admin:{name}_changelist")
        if one.search_fields:
            found[f"后台：查找{model._meta.verbose_name}"] = (
                reverse(f"admin:{name}_changelist") + f"?q={quote('孟庄')}"
            )
    return found | {"工作平台": "/work/", "后台首页": "/admin/"}


def records() -> dict[str, str]:
    """One record of every kind that is kept with its history: its page, its past, and what leads away."""
    from django.contrib import admin
    from django.test import RequestFactory
    from django.urls import NoReverseMatch, reverse

    from liaison.accounts.models import User

    found = {}
    request = RequestFactory().get("/")
    request.user = User.objects.get(username=EDITOR)
    for model, one in admin.site._registry.items():
        first = one.get_queryset(request).order_by("pk").first()
        if first is None or not hasattr(one, "history_view"):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for what, page in (("修改", "change"), ("修改记录", "history"), ("导出", "export")):
            if page == "export" and not hasattr(one, "has_export_permission"):
                continue
            with suppress(NoReverseMatch):
                where = [] if page == "export" else [first.pk]
                found[f"后台：{what}{model._meta.verbose_name}"] = reverse(f"{name}_{page}", args=where)
    return found


def chosen_from() -> dict[str, str]:
    """What the fields that look up as one types ask for."""
    from django.contrib import admin
    from django.urls import reverse

    found = {}
    for model, one in admin.site._registry.items():
        for each in (one, *(inline(model, admin.site) for inline in one.inlines)):
            of = each.model._meta
            for field in each.autocomplete_fields:
                name = f"边打边选：{of.verbose_name}的{of.get_field(field).verbose_name}"
                asked = {"app_label": of.app_label, "model_name": of.model_name, "field_name": field}
                found[name] = f"{reverse('admin:autocomplete')}?{urlencode(asked | {'term': '孟庄'})}"
    return found


def named(address: str) -> str:
    """The database's own name: a file, or the end of a server's address."""
    return address.removeprefix("sqlite:///") if "sqlite" in address else address.rpartition("/")[2]


class Door:
    """Both databases behind one client, signed in or not."""

    def __init__(self, small: str, large: str) -> None:
        from django.test import Client

        self.names = [named(small), named(large)]
        self.visitor, self.clients = Client(), [Client(), Client()]
        for side in (0, 1):
            self.use(side)
            self.enter(side)

    def use(self, side: int) -> None:
        """Let the next request read this database."""
        from django.db import connection

        if connection.settings_dict["NAME"] != self.names[side]:
            connection.close()
            connection.settings_dict["NAME"] = self.names[side]

    def enter(self, side: int) -> None:
        """Sign the demo's editor in."""
        from liaison.accounts.models import User

        self.clients[side].force_login(User.objects.get(username=EDITOR))

    def addresses(self, side: int) -> dict[str, str]:
        """What is asked; the same record may have another number in the other database."""
        self.use(side)
        return pages() | desk() | records() | chosen_from()

    def ask(self, side: int, address: str) -> Any:
        """One answer, from the desk for those who may and to anybody otherwise."""
        is_desk = address.startswith(("/admin/", "/work/"))
        return (self.clients[side] if is_desk else self.visitor).get(address)


def measure(door: Door, asked: list[dict[str, str]], rounds: int) -> dict[str, list[list[float]]]:
    """Milliseconds by page and side, the sides in turns; the first turn warms up."""
    found: dict[str, list[list[float]]] = {name: [[], []] for name in asked[0]}
    for turn in range(rounds + 1):
        for side in (0, 1):
            door.use(side)
            door.ask(side, "/robots.txt")
            for name, address in asked[side].items():
                begun = time.perf_counter()
                for _ in range(PER_TURN):
                    status = door.ask(side, address).status_code
                if turn:
                    found[name][side].append((time.perf_counter() - begun) * 1000 / PER_TURN)
                elif status not in (200, 302):
                    raise SystemExit(f"{name} {address}: {status}")
    return found


def statements(door: Door, address: str) -> tuple[int, float, str]:
    """Of the large database: how many statements, the longest in milliseconds, and its words.

    Of three visits the quickest, for whatever else the machine does makes one of them long.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    door.use(1)
    visits = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as seen:
            door.ask(1, address)
        visits.append([(float(one["time"]) * 1000, one["sql"]) for one in seen.captured_queries])
    longest, words = min(max(asked, default=(0.0, "")) for asked in visits)
    return len(visits[-1]), longest, words


def main() -> int:
    """Measure, tell, judge."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("small")
    asked.add_argument("large")
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--json", type=Path)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder), said.small)
        door = Door(said.small, said.large)
        wanted = [door.addresses(side) for side in (0, 1)]
        found = measure(door, wanted, said.rounds)
        told = [tell(door, name, wanted[1][name], *map(median, found[name])) for name in found]
    if said.json:
        said.json.write_text(json.dumps(told, ensure_ascii=False, indent=1))
    return int(any(one["ratio"] > MOST or one["longest"] > LONGEST for one in told))


def tell(door: Door, name: str, address: str, small: float, large: float) -> dict[str, Any]:
    """One line of the table."""
    count, longest, words = statements(door, address)
    ratio = large / small
    mark = "  ←" if ratio > MOST or longest > LONGEST else ""
    say(f"{small:8.1f} {large:8.1f} ms {ratio:6.2f} 倍 {count:4} 条 最长 {longest:6.1f} ms  {name}{mark}")
    if longest > LONGEST:
        say(f"          {words[:600]}")
    facts = {"page": name, "small": small, "large": large, "ratio": ratio}
    return facts | {"queries": count, "longest": longest}


if __name__ == "__main__":
    raise SystemExit(main())
