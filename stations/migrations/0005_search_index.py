"""Fill the tokens of what stands there already, else a search by the index would not find it.

`liaison.lib.search_index` makes the index itself once migrations have run; going back before
this point takes it away.
"""

from django.db import migrations

from liaison.lib.bigrams import tokens
from liaison.lib.search_columns import rewrite
from liaison.lib.search_index import forget


def prepare(station):
    station.search_tokens = tokens(station.search_text)


def fill(apps, schema_editor):
    rows = apps.get_model("stations", "Station").objects.using(schema_editor.connection.alias)
    rewrite(rows.only("search_text", "search_tokens"), prepare, ["search_tokens"])


def drop(apps, schema_editor):
    forget("stations_station", schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ("stations", "0004_search_tokens"),
    ]

    operations = [migrations.RunPython(fill, drop)]
