"""Does a list of activities cost more with 340,000 of them than with 3,400?

    python -m tests.bench.activities [--small 3400] [--large 340000] [--rounds 7] [--postgres URL]

Fills a scratch database with few activities, measures, fills it up, measures again. Stations,
counties, years, kinds and campaigns share the activities out evenly. With `--postgres` the scratch
database is made on that server and dropped afterwards. Ends with 1 when a page costs more than 1.5
times as much with many.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.deputies import say

MOST = 1.5
YEARS = 8
BATCH = 5000
RARE = "第77次代表活动"
SCRATCH = "liaison_bench_activities"


def set_up(folder: Path, database: str) -> None:
    """Django on an empty database of its own."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
        "LIAISON_VAR": str(folder),
        "LIAISON_ENV": "local",
        "DATABASE_URL": database,
        "LOG_LEVEL": "ERROR",
    }
    import django
    from django.conf import settings

    django.setup()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.ALLOWED_HOSTS = ["testserver"]
    (folder / "static").mkdir(exist_ok=True)


def build_city() -> None:
    """The tables, the divisions, the demo stations, a campaign for each year."""
    from django.core.management import call_command
    from django.utils import timezone

    from campaigns.models import Campaign
    from liaison.divisions.models import Division
    from liaison.portal.models import SiteSettings
    from stations import defaults
    from stations.demo.city import DemoCity

    call_command("migrate", verbosity=0)
    call_command("load_divisions", verbosity=0)
    city, today = Division.objects.at_top(), timezone.localdate()
    SiteSettings.objects.create(city=city, site_name="示例站")
    DemoCity(city, defaults.install(city, today.year - 1), today).build()
    for year in range(today.year - YEARS + 1, today.year + 1):
        span = {"since": date(year, 1, 1), "until": date(year, 12, 31)}
        Campaign.objects.create(city=city, year=year, theme="乡村振兴", state="concluded", **span)


def fill(since: int, until: int) -> None:
    """Activities number `since` to `until`, spread over stations, days and kinds."""
    from django.utils import timezone

    from activities.models import Activity, ActivityKind
    from activities.search import prepare
    from campaigns.models import Campaign
    from stations.models import Station

    stations = list(Station.objects.covering().order_by("pk").select_related("division__county"))
    campaigns = {one.year: one for one in Campaign.objects.all()}
    kinds, today = ActivityKind.values, timezone.localdate()
    at = timezone.make_aware(datetime(today.year, 1, 1))
    text = "代表入户走访，了解用水、用电和冬季取暖情况，当场解决两件事，其余登记后转有关部门办理。" * 4
    for start in range(since, until, BATCH):
        batch = []
        for n in range(start, min(start + BATCH, until)):
            station = stations[n % len(stations)]
            day = today - timedelta(days=(n * 7919) % (YEARS * 365 - 200))
            one = Activity(
                station=station, county=station.division.county, campaign=campaigns.get(day.year),
                kind=kinds[(n // 7) % len(kinds)], day=day, title=f"第{n}次代表活动", text=text,
                state="published", published_at=at,
            )  # fmt: skip
            prepare(one)
            batch.append(one)
        Activity.objects.bulk_create(batch)


def settle() -> None:
    """Statistics for the planner."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def pages() -> dict[str, str]:
    """What is measured: its name, its address."""
    from activities.models import Activity
    from stations.models import Station

    station = Station.objects.covering().order_by("pk").first()
    county, year = station.division.county.code, date.today().year - 2
    return {
        "列表": "/activities/",
        "列表：最后一页": "/activities/?page=50",
        "列表：一个县": f"/activities/?county={county}",
        "列表：一个类型": "/activities/?kind=visit",
        "列表：一年": f"/activities/?year={year}",
        "列表：一个站": f"/activities/?station={station.code}",
        "列表：双岗建功": f"/activities/?campaign={year}",
        "列表：全选": f"/activities/?county={county}&kind=visit&year={year}&campaign={year}",
        "列表：没有": f"/activities/?county={county}&year={year}&campaign={year + 1}",
        "一次活动": f"/activities/{Activity.objects.filter(station=station).order_by('pk').first().pk}/",
        "站点页": station.get_absolute_url(),
        "开放数据": "/api/activities.json",
        "搜索：多": "/search/?q=代表活动&kind=activity",
        "搜索：少": f"/search/?q={RARE}&kind=activity",
        "搜索：一个站": f"/search/?q={station.name}&kind=activity",
        "搜索：没有": "/search/?q=没有这样的活动&kind=activity",
        "工作列表": "/work/activities/?state=published",
        "工作列表：多": "/work/activities/?state=published&q=代表活动",
        "工作列表：少": f"/work/activities/?state=published&q={RARE}",
    }


def signed_in() -> Any:
    """A browser of the city's reviewer, who sees every county's activities."""
    from django.test import Client

    from liaison.accounts.models import User
    from liaison.divisions.models import Division

    city, client = Division.objects.at_top(), Client()
    own = {"division": city, "role": "city_reviewer", "is_staff": True}
    client.force_login(User.objects.get_or_create(username="bench", defaults=own)[0])
    return client


def measure(rounds: int) -> dict[str, tuple[float, int]]:
    """The fewest milliseconds that every page took, and its number of queries.

    SQLite works in this process, so processor time is what a page costs; of PostgreSQL only the
    clock can tell. The fastest round is the one that the machine's other work disturbed least.
    """
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    client, found = signed_in(), {}
    for name, address in pages().items():
        asked: list[str] = []
        with connection.execute_wrapper(
            lambda run, sql, *rest, seen=asked: seen.append(sql) or run(sql, *rest)
        ):
            assert client.get(address).status_code == 200, address
        spent = []
        for _ in range(rounds):
            start = clock()
            client.get(address)
            spent.append((clock() - start) * 1000)
        found[name] = min(spent), len(asked)
    return found


def compare(small: int, large: int, rounds: int) -> int:
    """Few, then many; prints both."""
    build_city()
    fill(0, small)
    settle()
    few = measure(rounds)
    fill(small, large)
    settle()
    many = measure(rounds)
    say(f"{'页面':<12}{small:>10} 条{large:>12} 条{'倍数':>8}{'查询':>10}")
    for name, (cost, asked) in few.items():
        more, asked_more = many[name]
        say(f"{name:<12}{cost:>9.1f} ms{more:>11.1f} ms{more / cost:>8.2f}{asked:>8}/{asked_more}")
    return int(any(many[name][0] > cost * MOST for name, (cost, _) in few.items()))


def main() -> int:
    """Build, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--small", type=int, default=3400)
    asked.add_argument("--large", type=int, default=340_000)
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--postgres", default="", help="postgresql://user@host:port/postgres")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if not wanted.postgres:
            set_up(folder, f"sqlite:///{folder / 'bench.sqlite3'}")
            return compare(wanted.small, wanted.large, wanted.rounds)
        return on_postgres(wanted, folder)


def on_postgres(wanted: argparse.Namespace, folder: Path) -> int:
    """The same on a scratch database of a server."""
    import psycopg

    with psycopg.connect(wanted.postgres, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {SCRATCH}")
        server.execute(f"CREATE DATABASE {SCRATCH}")
        try:
            set_up(folder, f"{wanted.postgres.rpartition('/')[0]}/{SCRATCH}")
            return compare(wanted.small, wanted.large, wanted.rounds)
        finally:
            from django.db import connection

            connection.close()
            server.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
