"""Write the columns of a search anew where they are not what they should be."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models

BATCH = 1000


def rewrite(rows: models.QuerySet[Any], prepare: Callable[[Any], None], columns: Sequence[str]) -> int:
    """Let `prepare` fill the `columns` of every row; how many rows were written, because they differed."""
    stored, changed = rows.model._default_manager.using(rows.db), 0
    differing = _differing(rows.order_by("pk").iterator(chunk_size=BATCH), prepare, columns)
    while batch := list(islice(differing, BATCH)):
        changed += stored.bulk_update(batch, columns)
    return changed


def _differing(rows: Iterator[Any], prepare: Callable[[Any], None], columns: Sequence[str]) -> Iterator[Any]:
    for row in rows:
        before = [getattr(row, name) for name in columns]
        prepare(row)
        if before != [getattr(row, name) for name in columns]:
            yield row
