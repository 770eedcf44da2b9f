"""Public holidays of 2024–2026 as the State Council announced them; what staff entered already stays."""

import csv
from pathlib import Path

from django.db import migrations

TABLE = Path(__file__).parent.parent / "data" / "holidays.csv"


def enter(apps, schema_editor):
    Holiday = apps.get_model("workdays", "Holiday")
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = [Holiday(**row) for row in csv.DictReader(table)]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
