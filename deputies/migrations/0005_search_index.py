"""A full-text index over the tokens: FTS5 with three triggers on SQLite, GIN on PostgreSQL.

SQLite drops triggers when a later migration makes the table anew; `tests/deputies/test_search_index.py`
notices, and that migration then repeats `build`.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE deputies_deputy_tokens USING fts5(
        search_tokens, content='deputies_deputy', content_rowid='id', tokenize='unicode61', detail='none'
    )
    """,
    """
    CREATE TRIGGER deputies_deputy_tokens_added AFTER INSERT ON deputies_deputy BEGIN
        INSERT INTO deputies_deputy_tokens(rowid, search_tokens) VALUES (new.id, new.search_tokens);
    END
    """,
    """
    CREATE TRIGGER deputies_deputy_tokens_gone AFTER DELETE ON deputies_deputy BEGIN
        INSERT INTO deputies_deputy_tokens(deputies_deputy_tokens, rowid, search_tokens)
        VALUES ('delete', old.id, old.search_tokens);
    END
    """,
    """
    CREATE TRIGGER deputies_deputy_tokens_changed AFTER UPDATE OF search_tokens ON deputies_deputy BEGIN
        INSERT INTO deputies_deputy_tokens(deputies_deputy_tokens, rowid, search_tokens)
        VALUES ('delete', old.id, old.search_tokens);
        INSERT INTO deputies_deputy_tokens(rowid, search_tokens) VALUES (new.id, new.search_tokens);
    END
    """,
    "INSERT INTO deputies_deputy_tokens(deputies_deputy_tokens) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER deputies_deputy_tokens_added",
    "DROP TRIGGER deputies_deputy_tokens_gone",
    "DROP TRIGGER deputies_deputy_tokens_changed",
    "DROP TABLE deputies_deputy_tokens",
]
POSTGRESQL = [
    "CREATE INDEX deputies_deputy_tokens ON deputies_deputy USING gin (to_tsvector('simple', search_tokens))"
]
POSTGRESQL_BACK = ["DROP INDEX deputies_deputy_tokens"]


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def build(apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop(apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):

    dependencies = [
        ("deputies", "0004_search_tokens"),
    ]

    operations = [migrations.RunPython(build, drop)]
