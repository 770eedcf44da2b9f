"""Many rows at once: COPY on PostgreSQL, long INSERTs on SQLite."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

Row = tuple[str | None, ...]
Say = Callable[[str], None]
BATCH = 20_000
MEMORY = "SET LOCAL maintenance_work_mem = '256MB'"
PARTS = """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f'"""
INDEXES = """SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)"""


class Sheet:
    """The rows of one model that are to come, told by some of its columns; the others get their defaults.

    Every value is text as the database reads it, without tabs, backslashes or line breaks.
    """

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.table, self.columns = model._meta.db_table, columns
        rest = [field for field in model._meta.local_concrete_fields if field.column not in columns]
        self.rest = tuple(str(field.column) for field in rest)
        self.defaults = tuple(_default(field) for field in rest)
        self.model = model

    def write(self, rows: Iterator[Row], say: Say) -> int:
        """Write them all; answers how many."""
        put = self._copy if connection.vendor == "postgresql" else self._insert
        count = 0
        while batch := list(islice(rows, BATCH)):
            put(batch)
            count += len(batch)
            say(f"{self.model._meta.verbose_name} {count:,}")
        return count

    def _copy(self, batch: list[Row]) -> None:
        tail = "".join(f"\t{_text(value)}" for value in self.defaults) + "\n"
        names = ", ".join(f'"{name}"' for name in (*self.columns, *self.rest))
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy,
        ):
            copy.write("".join("\t".join(map(_text, row)) + tail for row in batch))

    def _insert(self, batch: list[Row]) -> None:
        names = ", ".join(f'"{name}"' for name in (*self.columns, *self.rest))
        gaps = ", ".join(["%s"] * (len(self.columns) + len(self.rest)))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{self.table}" ({names}) VALUES ({gaps})',  # noqa: S608 -- our own names
                [row + self.defaults for row in batch],
            )


def _default(field: Any) -> Any:
    """What a column holds that nobody tells."""
    is_clock = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    value = timezone.now() if is_clock else field.get_default()
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return field.get_db_prep_save(value, connection)


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    return value if isinstance(value, str) else str(value)


@contextmanager
def bare(*wanted: type[models.Model]) -> Iterator[None]:
    """Within it the tables have no foreign keys and no indexes but their keys (PostgreSQL), made again after.

    Making an index over all rows is several times cheaper than keeping it row by row.
    """
    if connection.vendor != "postgresql":
        yield
        return
    again: list[str] = []
    connection.check_constraints()  # what waits to be checked would hold the tables
    with connection.cursor() as cursor:
        cursor.execute(MEMORY)
        for table in (model._meta.db_table for model in wanted):
            cursor.execute(PARTS, [table])
            for name, words in cursor.fetchall():
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
                again.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {words}')
            cursor.execute(INDEXES, [table])
            for name, words in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
                again.insert(0, words)
    yield
    with connection.cursor() as cursor:
        for statement in again:
            cursor.execute(statement)


def count_on(*wanted: type[models.Model]) -> None:
    """The next row of each gets a number of its own."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(wanted)):
            cursor.execute(statement)
