"""The database counts every write to what public pages show, whoever writes and however.

Triggers on the watched tables add to `pages_change` within the writing transaction: forms,
imports, bulk updates and commands cannot forget it. They are taken away before migrations and
made anew afterwards, because SQLite loses or trips over them when a table is made anew.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.apps import AppConfig
from django.db import connections

EVENTS = {"insert": ("new",), "update": ("new", "old"), "delete": ("old",)}
"""Which rows a statement leaves behind."""

Paths = Mapping[str, Mapping[str, tuple[str, ...]]]
"""scope → table → SELECTs of the keys in that scope which a `{row}` of the table belongs to."""

ROW = """CREATE TRIGGER {name} AFTER {event} ON "{table}" BEGIN
INSERT INTO pages_change (key, writer, number)
SELECT key, 0, 1 FROM ({keys}) WHERE true
ON CONFLICT (key, writer) DO UPDATE SET number = number + 1; END"""

STATEMENT = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
INSERT INTO pages_change (key, writer, number)
SELECT key, pg_current_xact_id()::text::bigint, 1 FROM ({keys}) AS found
ON CONFLICT (key, writer) DO UPDATE SET number = pages_change.number + 1;
RETURN NULL; END $body$;
CREATE TRIGGER {name} AFTER {event} ON "{table}" REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()"""

TABLE_KEY = {
    "sqlite": "SELECT '{table}' AS key",
    "postgresql": "(SELECT '{table}' AS key FROM {side}_rows LIMIT 1)",
}
SCOPE_KEY = {
    "sqlite": "SELECT '{scope}:' || pk FROM (SELECT NULL AS pk WHERE false UNION ALL {inner})"
    " WHERE pk IS NOT NULL",
    "postgresql": "SELECT '{scope}:' || one.pk FROM {side}_rows AS r, LATERAL ({inner}) AS one(pk)"
    " WHERE one.pk IS NOT NULL",
}
PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'pages[_]*'",
    "postgresql": "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    " AND proname ~ '^pages_' AND prorettype = 'trigger'::regtype",
}

COMPACT = """WITH old AS (
    SELECT id FROM pages_change WHERE writer <> 0
    AND writer < pg_snapshot_xmin(pg_current_snapshot())::text::bigint FOR UPDATE SKIP LOCKED),
gone AS (DELETE FROM pages_change WHERE id IN (SELECT id FROM old) RETURNING key, number)
INSERT INTO pages_change (key, writer, number)
SELECT key, 0, sum(number) FROM gone GROUP BY key ORDER BY key
ON CONFLICT (key, writer) DO UPDATE SET number = pages_change.number + excluded.number"""


def watch(using: str, tables: Iterable[str], paths: Paths) -> None:
    """Make the triggers that are missing; takes none away that is already right."""
    connection = connections[using]
    wanted = dict(_triggers(connection.vendor, tables, paths))
    with connection.cursor() as cursor:
        present = set(_present(cursor, connection.vendor))
        if present == set(wanted):
            return
        _drop(cursor, connection.vendor, present)
        for statement in wanted.values():
            cursor.execute(statement)


def unwatch(using: str) -> None:
    """Take every trigger of ours away."""
    connection = connections[using]
    with connection.cursor() as cursor:
        _drop(cursor, connection.vendor, _present(cursor, connection.vendor))


def touch(using: str, key: str) -> None:
    """Count a change that no row shows; within the transaction of whoever calls."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO pages_change (key, writer, number) VALUES (%s, 0, 1)"
            " ON CONFLICT (key, writer) DO UPDATE SET number = pages_change.number + 1",
            [key],
        )


def compact(using: str) -> None:
    """Add up what finished transactions left (PostgreSQL). Versions stay as they are."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(COMPACT)


def _triggers(vendor: str, tables: Iterable[str], paths: Paths) -> Iterable[tuple[str, str]]:
    """Name and SQL of each trigger; the name ends with a hash of the SQL, so that a changed one is new."""
    for table in sorted(tables):
        for event, sides in EVENTS.items():
            keys = _keys(vendor, table, sides, paths)
            mark = sha256(f"{vendor}{event}{keys}".encode()).hexdigest()[:8]
            name = f"pages_{table[:40]}_{event}_{mark}"
            rows = " ".join(f"{side.upper()} TABLE AS {side}_rows" for side in sides)
            frame = ROW if vendor == "sqlite" else STATEMENT
            yield name, frame.format(name=name, event=event.upper(), table=table, keys=keys, rows=rows)


def _keys(vendor: str, table: str, sides: tuple[str, ...], paths: Paths) -> str:
    """A SELECT of every key that a written row belongs to."""
    found = [TABLE_KEY[vendor].format(table=table, side=side) for side in sides]
    for scope, of in paths.items():
        for path in of.get(table, ()):
            found += [_scope_key(vendor, scope, path, side) for side in sides]
    return " UNION ".join(found)


def _scope_key(vendor: str, scope: str, path: str, side: str) -> str:
    inner = path.format(row=side.upper() if vendor == "sqlite" else "r")
    return SCOPE_KEY[vendor].format(scope=scope, side=side, inner=inner)


def _present(cursor: Any, vendor: str) -> list[str]:
    cursor.execute(PRESENT[vendor])
    return [name for (name,) in cursor.fetchall()]


def _drop(cursor: Any, vendor: str, names: Iterable[str]) -> None:
    how = 'DROP TRIGGER IF EXISTS "{}"' if vendor == "sqlite" else 'DROP FUNCTION IF EXISTS "{}"() CASCADE'
    for name in names:
        cursor.execute(how.format(name))


def before_migrating(sender: AppConfig, using: str, plan: Any = (), **_: Any) -> None:
    """No trigger of ours stands while tables change."""
    if plan:
        unwatch(using)
