"""Where the full-text index over the tokens came in.

`liaison.lib.search_index` makes it, and looks after it, whenever migrations have run; going
back before this point takes it away.
"""

from django.db import migrations

BACK = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS deputies_deputy_tokens_added",
        "DROP TRIGGER IF EXISTS deputies_deputy_tokens_gone",
        "DROP TRIGGER IF EXISTS deputies_deputy_tokens_changed",
        "DROP TABLE IF EXISTS deputies_deputy_tokens",
    ],
    "postgresql": ["DROP INDEX IF EXISTS deputies_deputy_tokens"],
}


def drop(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("deputies", "0004_search_tokens"),
    ]

    operations = [migrations.RunPython(migrations.RunPython.noop, drop)]
