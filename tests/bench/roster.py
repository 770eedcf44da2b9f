"""How long does a roster of 20,000 rows take, and how much memory?

    python -m tests.bench.roster [--rows 20000]

A command, not a test. Uses the database of DATABASE_URL, which must hold no deputies;
makes one county with stations, reads, plans, applies, applies again, takes the roster away as
a file (CPU seconds, and how far it grew the process), takes it all back.
"""

import argparse
import os
import random
import resource
import sys
import time
from typing import Any

HEADING = ["序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "文化程度", "工作单位及职务", "代表层级"]
HEADING += ["选区（选举单位）", "届次", "所属代表团", "所在联络站", "联系电话", "备注"]


def roster(rows: int, towns: list[Any]) -> bytes:
    """A fictional roster, always the same."""
    from stations.demo.words import GIVEN, SURNAMES
    from tests.lib.workbooks import xlsx

    chance = random.Random(7)
    names = [f"{s}{g}" for s in SURNAMES for g in GIVEN]
    lines = [["某县人大代表名册"], HEADING]
    for number in range(1, rows + 1):
        town = chance.choice(towns)
        birth = f"{chance.randint(1955, 2000)}.{chance.randint(1, 12):02d}"
        level = chance.choice(["县人大代表", "镇人大代表", "县、镇人大代表"])
        name = f"{chance.choice(names)}{chr(0x4E00 + number % 5000)}"
        person = [number, name, chance.choice("男女"), "汉族", birth, "群众", "本科"]
        elected = [level, f"{town.name}第{number % 20 + 1}选区", "第十六届", f"{town.name}代表团"]
        reached = [f"{town.name}联络站", 15400000000 + number, None]
        lines.append([*person, f"示例单位{number % 900}职工", *elected, *reached])
    return xlsx(lines)


def said(what: str, since: float) -> None:
    """One line of the report."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{what:<24}{time.monotonic() - since:7.1f} s   peak {peak:6.0f} MB\n")


def main(rows: int) -> None:
    """Measures every step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
    import django

    django.setup()
    measure(rows)


def measure(rows: int) -> None:
    """The steps, once Django stands."""
    from django.core.management import call_command
    from django.db import connection

    from deputies.models import Deputy, RosterImport
    from deputies.roster.apply import Choices, apply
    from deputies.roster.plan import make_plan
    from deputies.roster.read import read_roster
    from deputies.roster.undo import undo
    from deputies.roster.vocabulary import VOCABULARY
    from liaison.accounts.models import User
    from liaison.divisions.models import Division
    from liaison.lib.sheets import ROSTER, read_tables
    from tests import make

    call_command("migrate", verbosity=0)
    if Deputy.objects.exists():
        sys.exit("the database holds deputies already")
    call_command("load_divisions", verbosity=0)
    county = Division.objects.get(code="410724")
    towns = [
        t for t in Division.objects.townships().within(county) if t.has_congress and t.name.endswith("镇")
    ]
    for town in towns:
        make.station(town)
    by = User.objects.filter(username="bench").first() or User.objects.create(
        username="bench", is_superuser=True, is_staff=True
    )
    content = roster(rows, towns)
    sys.stdout.write(f"{connection.vendor}, {rows} rows, {len(content) / 1e6:.1f} MB xlsx\n")
    start = time.monotonic()
    tables = read_tables(content, VOCABULARY, ROSTER).tables
    said("read the file", start)
    found = read_roster(tables, county)
    said("preview: rows", start)
    plan = make_plan(found)
    said("preview: plan", start)
    sys.stdout.write(f"{found.summary}\n{plan.counts}\n")
    source = RosterImport.objects.create(user=by, division=county, file_name="bench.xlsx")
    start = time.monotonic()
    apply(read_roster(tables, county), Choices(), by=by, source=source)
    said("apply", start)
    start = time.monotonic()
    again = apply(read_roster(tables, county), Choices(), by=by)
    said("apply again", start)
    sys.stdout.write(f"{again.summary}\n")
    for kind in ("csv", "xlsx"):
        export(kind)
    start = time.monotonic()
    undo(source, by=by)
    said("undo", start)
    sys.stdout.write(f"deputies left: {Deputy.objects.count()}\n")


def export(kind: str) -> None:
    """The roster as a file, as the city editor downloads it."""
    from django.test import RequestFactory

    from deputies.admin.exchange import download
    from deputies.models import Deputy
    from liaison.accounts.models import User

    request = RequestFactory().post("/")
    request.user = User.objects.get(username="bench")
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    size = sum(map(len, download(request, Deputy.objects.all(), kind, with_internal=False)))
    spent = time.process_time() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    sys.stdout.write(f"export {kind}: {spent:.1f} s CPU, {size / 1e6:.1f} MB, peak memory +{grown} MB\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    main(parser.parse_args().rows)
