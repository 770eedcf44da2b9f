"""Makes rosters from seeds, reads them, and says how many rows came out right."""

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

_LEAST_RIGHT = 0.98
"""Of all rows; what was asked is not wrong, but somebody has to answer it."""


def main(first: int, count: int, words: str, shown: int) -> int:
    """Runs the rosters in a scratch database; 1 when more than two in a hundred rows are wrong or lost."""
    folder = Path(tempfile.mkdtemp(prefix="unseen-"))
    try:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "liaison.settings",
            "LIAISON_VAR": str(folder),
            "LIAISON_ENV": "local",
            "DATABASE_URL": f"sqlite:///{folder / 'unseen.sqlite3'}",
            "LOG_LEVEL": "ERROR",
        }
        import django

        django.setup()
        return run(first, count, words, shown)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(first: int, count: int, words: str, shown: int) -> int:
    """The rosters of so many seeds."""
    from django.core.management import call_command

    from liaison.divisions.models import Division

    from .measure import make, measure

    call_command("migrate", verbosity=0)
    call_command("load_divisions", verbosity=0)
    counties = [c for c in Division.objects.counties().order_by("code") if c.is_real]
    towns = Division.objects.townships().select_related("county", "city").order_by("code")
    places = [(county, [town for town in towns if town.county_id == county.pk]) for county in counties]
    read = [measure(make(seed, places, words)) for seed in range(first, first + count)]
    for one in sorted(read, key=_badness, reverse=True)[:shown]:
        ends = dict(one.ends)
        sys.stdout.write(f"\nseed {one.seed} {one.layout} {one.county.name} {ends}\n")
        sys.stdout.writelines(f"  {remark}\n" for remark in one.remarks[:8])
    return _figures(read, words)


def _badness(one) -> tuple[float, float]:
    """The share of rows that went wrong, then of those asked about."""
    rows = one.rows or 1
    return ((one.ends["wrong"] + one.ends["lost"]) / rows, one.ends["asked"] / rows)


def _figures(read: list, words: str) -> int:
    total: Counter[str] = Counter()
    by_layout: dict[str, Counter[str]] = {}
    for one in read:
        total += one.ends
        by_layout.setdefault(one.layout, Counter()).update(one.ends)
    rows = sum(total.values())
    sys.stdout.write(f"\n{len(read)} rosters with {words} headings, {rows} rows\n")
    for end in ("right", "asked", "wrong", "lost"):
        sys.stdout.write(f"  {end:<6}{total[end]:7}  {100 * total[end] / rows:6.2f} %\n")
    for layout, ends in sorted(by_layout.items()):
        sys.stdout.write(f"  {layout:<10}{dict(ends)}\n")
    worst = max(read, key=_badness)
    bad = sum(_badness(one)[0] > 1 - _LEAST_RIGHT for one in read)
    asked = sum(one.ends["asked"] * 50 > one.rows for one in read)
    sys.stdout.write(f"rosters above 2 % wrong or lost: {bad}; above 2 % asked: {asked}\n")
    sys.stdout.write(f"worst: seed {worst.seed} {worst.layout} {dict(worst.ends)}\n")
    return int((total["wrong"] + total["lost"]) / rows > 1 - _LEAST_RIGHT)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--words", choices=("known", "invented", "fresh", "held"), default="invented")
    parser.add_argument("--show", type=int, default=3, metavar="N", help="remarks of the N worst rosters")
    said = parser.parse_args()
    sys.exit(main(said.first, said.count, said.words, said.show))
