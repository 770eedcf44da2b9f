"""Does a page about deputies cost more in a city with 12,500 of them than with 500?

    python -m tests.bench.deputies [--small 500] [--large 12500] [--rounds 15] [--server ADDRESS]

Builds the demo stations twice over, once with few deputies and once with many; the pages
measured show the same people in both. The two databases take turns, and the time of a page
is the median of the rounds: CPU time with SQLite in a scratch folder; elapsed time on a
PostgreSQL server (postgresql://postgres@127.0.0.1:5432), whose work is done elsewhere. Ends
with 1 when a page costs more than 1.5 times as much with many, or asks 12 queries or more.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

MOST = 1.5
MOST_QUERIES = 11
AT_STATION = 46
NAMED = "欧阳示例"
PER_TURN = 4


def set_up(folder: Path, address: str) -> None:
    """Django on an empty database of its own."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
        "LIAISON_VAR": str(folder),
        "LIAISON_ENV": "local",
        "DATABASE_URL": address,
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
    """The tables, the divisions and the demo stations; no deputies yet."""
    from django.core.management import call_command
    from django.utils import timezone

    from liaison.divisions.models import Division
    from liaison.portal.models import SiteSettings
    from stations import defaults
    from stations.demo.city import DemoCity

    call_command("migrate", verbosity=0)
    call_command("load_divisions", verbosity=0)
    city, today = Division.objects.at_top(), timezone.localdate()
    SiteSettings.objects.create(city=city, site_name="示例站")
    DemoCity(city, defaults.install(city, today.year - 1), today).build()


def names(random: Random) -> Iterator[str]:
    """Names as they come in a roster."""
    from stations.demo.words import GIVEN, SURNAMES

    while True:
        yield random.choice(SURNAMES) + random.choice(GIVEN)[0] + random.choice(GIVEN)[1]


def people(count: int, *, first: bool) -> None:
    """So many more deputies with one mandate each; the first of all can be met at the first station."""
    from deputies.models import Assignment, Deputy, Mandate, Term
    from deputies.search import prepare
    from liaison.divisions.models import Division
    from stations.models import Station

    random = Random(count)
    stations = list(Station.objects.covering().order_by("pk").select_related("division__county"))
    terms = {
        county.pk: Term.objects.get_or_create(level="county", division=county, number=16)[0]
        for county in Division.objects.counties()
    }
    made, places = [], []
    given = names(random)
    for number in range(count):
        is_ours = first and number < AT_STATION
        station = stations[0] if is_ours else random.choice(stations[1:])
        name = f"{NAMED}{number}" if is_ours else next(given)
        person = Deputy(name=name, division=station.division.county, phone="15400000000")
        prepare(person)
        made.append(person)
        places.append(station)
    made = Deputy.objects.bulk_create(made, batch_size=1000)
    Mandate.objects.bulk_create(
        [Mandate(deputy=d, term=terms[d.division_id], level="county", constituency="第1选区") for d in made],
        batch_size=1000,
    )
    since = stations[0].opened_on
    Assignment.objects.bulk_create(
        [Assignment(deputy=d, station=s, since=since) for d, s in zip(made, places, strict=True)],
        batch_size=1000,
    )


def use(database: str) -> None:
    """Let the next request read this database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = database


def pages() -> dict[str, str]:
    """What is measured: its name, its address."""
    from stations.models import Station

    station = Station.objects.covering().order_by("pk").first()
    return {
        "名单": "/deputies/",
        "名单：一个县": f"/deputies/?county={station.division.county.code}",
        "名单：一个站": f"/deputies/?station={station.code}",
        "名单：按姓名": f"/deputies/?q={NAMED}",
        "按姓名找": f"/find/?q={NAMED}",
        "搜索": f"/search/?q={NAMED}",
        "站点页": station.get_absolute_url(),
        "代表页": f"/deputies/{station.assignments.first().deputy_id}/",
    }


def cost(client: object, address: str) -> float:
    """Milliseconds of one request: of this process, or where a server works for it, elapsed."""
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    start = clock()
    for _ in range(PER_TURN):
        assert client.get(address).status_code == 200, address
    return (clock() - start) * 1000 / PER_TURN


def queries(database: str) -> dict[str, int]:
    """How many questions every page asks of a database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    use(database)
    client, found = Client(), {}
    for name, address in pages().items():
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found[name] = len(asked)
    return found


def measure(small: str, large: str, rounds: int) -> dict[str, tuple[float, float]]:
    """Median cost of every page with few and with many, taken in turns."""
    from django.test import Client

    client = Client()
    use(small)
    asked = pages()
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in asked}
    for turn in range(rounds + 1):
        for side, database in enumerate((small, large)):
            use(database)
            client.get("/robots.txt")
            for name, address in asked.items():
                spent = cost(client, address)
                if turn:
                    found[name][side].append(spent)
    return {name: (median(few), median(many)) for name, (few, many) in found.items()}


def main() -> int:
    """Build, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--small", type=int, default=500)
    asked.add_argument("--large", type=int, default=12_500)
    asked.add_argument("--rounds", type=int, default=15)
    asked.add_argument("--server", default="", metavar="ADDRESS", help="a PostgreSQL server")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        home = Server(wanted.server) if wanted.server else Files(folder)
        set_up(folder, home.address)
        build_city()
        people(wanted.small, first=True)
        settle()
        home.double()
        use(home.large)
        people(wanted.large - wanted.small, first=False)
        settle()
        found = measure(home.small, home.large, wanted.rounds)
        count = queries(home.large)
        home.clear()
    say(f"{'页面':<10}{wanted.small:>10} 人{wanted.large:>10} 人{'倍数':>8}{'查询':>6}")
    for name, (few, many) in found.items():
        say(f"{name:<10}{few:>9.1f} ms{many:>9.1f} ms{many / few:>8.2f}{count[name]:>8}")
    is_dear = any(many > few * MOST for few, many in found.values())
    return int(is_dear or max(count.values()) > MOST_QUERIES)


class Files:
    """Two SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.small, self.large = str(folder / "small.sqlite3"), str(folder / "large.sqlite3")
        self.address = f"sqlite:///{self.small}"

    def double(self) -> None:
        shutil.copy(self.small, self.large)

    def clear(self) -> None:
        """They go with their folder."""


class Server:
    """Two databases of a PostgreSQL server, dropped in the end."""

    small, large = "bench_deputies_small", "bench_deputies_large"

    def __init__(self, server: str) -> None:
        self.server, self.address = server.rstrip("/"), f"{server.rstrip('/')}/{self.small}"
        self.clear()
        self._ask(f"CREATE DATABASE {self.small}")

    def double(self) -> None:
        self._ask(f"CREATE DATABASE {self.large} TEMPLATE {self.small}")

    def clear(self) -> None:
        for name in (self.small, self.large):
            self._ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _ask(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(statement)


def say(line: str) -> None:
    """One line for whoever ran this."""
    sys.stdout.write(f"{line}\n")


def settle() -> None:
    """Everything in its place, with statistics for the planner."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
