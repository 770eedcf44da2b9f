"""The full-text index over `search_tokens`: the database makes it and keeps it.

SQLite has an FTS5 table beside the model's own, kept by three triggers; PostgreSQL a GIN index.
SQLite drops triggers whenever a migration makes the table anew, so whoever migrates looks again:
an app calls `keep_after_migrating` when it starts, and no migration has to remember it.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections, models
from django.db.models.signals import post_migrate

COLUMN = "search_tokens"
TRIGGERS = {
    "added": "AFTER INSERT ON {table} BEGIN {add} END",
    "gone": "AFTER DELETE ON {table} BEGIN {remove} END",
    "changed": "AFTER UPDATE OF search_tokens ON {table} BEGIN {remove} {add} END",
}
ADD = "INSERT INTO {table}_tokens(rowid, search_tokens) VALUES (new.id, new.search_tokens);"
REMOVE = (
    "INSERT INTO {table}_tokens({table}_tokens, rowid, search_tokens)"
    " VALUES ('delete', old.id, old.search_tokens);"
)
FTS5 = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS {table}_tokens USING fts5("
    "search_tokens, content='{table}', content_rowid='id', tokenize='unicode61', detail='none')"
)
REBUILD = "INSERT INTO {table}_tokens({table}_tokens) VALUES ('rebuild')"
GIN = "CREATE INDEX IF NOT EXISTS {table}_tokens ON {table} USING gin (to_tsvector('simple', search_tokens))"


def keep_after_migrating(app: AppConfig, name: str) -> None:
    """Look after the index of the model called `name` whenever migrations of `app` have run."""

    def look(sender: AppConfig, using: str, **_: Any) -> None:
        keep(sender.get_model(name), using)

    post_migrate.connect(look, sender=app, weak=False, dispatch_uid=f"{app.label}.search_index")


def keep(model: type[models.Model], using: str) -> bool:
    """Make what is missing of the index of `model` in the database `using`; whether anything was.

    Before the migration that adds the column, and after going back behind it, there is nothing to do.
    """
    connection, table = connections[using], model._meta.db_table
    if not _has_column(connection, table):
        return False
    if connection.vendor == "postgresql":
        return _run(connection, [] if _has_gin(connection, table) else [GIN.format(table=table)])
    return _run(connection, [] if _has_triggers(connection, table) else list(_fts5(table)))


def forget(table: str, schema_editor: Any) -> None:
    """Take the index of `table` away; for a migration that goes back before its tokens."""
    gone = [f"DROP TRIGGER IF EXISTS {table}_tokens_{name}" for name in TRIGGERS]
    fts5 = [*gone, f"DROP TABLE IF EXISTS {table}_tokens"]
    is_gin = schema_editor.connection.vendor == "postgresql"
    for statement in [f"DROP INDEX IF EXISTS {table}_tokens"] if is_gin else fts5:
        schema_editor.execute(statement, params=None)


def _fts5(table: str) -> Any:
    """What makes the index whole, whatever is left of it."""
    parts = {"table": table, "add": ADD.format(table=table), "remove": REMOVE.format(table=table)}
    yield FTS5.format(table=table)
    for name, rule in TRIGGERS.items():
        yield f"DROP TRIGGER IF EXISTS {table}_tokens_{name}"
        yield f"CREATE TRIGGER {table}_tokens_{name} " + rule.format(**parts)
    yield REBUILD.format(table=table)


def _run(connection: Any, statements: list[str]) -> bool:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return bool(statements)


def _has_column(connection: Any, table: str) -> bool:
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, table)
    return any(column.name == COLUMN for column in columns)


def _has_triggers(connection: Any, table: str) -> bool:
    names = [f"{table}_tokens_{name}" for name in TRIGGERS]
    question = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s, %s)"
    return _count(connection, question, names) == len(names)


def _has_gin(connection: Any, table: str) -> bool:
    return _count(connection, "SELECT count(*) FROM pg_indexes WHERE indexname = %s", [f"{table}_tokens"]) > 0


def _count(connection: Any, question: str, values: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return int(cursor.fetchone()[0])
