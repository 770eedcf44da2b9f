"""Public pages may be read from a streaming replica; everything else is read where it is written.

Set `DATABASE_REPLICA` and a request is routed there while `reading_replica()` is on: only
`liaison.pages` turns it on, for pages that are the same for everybody, and only when the
replica has seen every write that the page must show. What staff read, every form and every
write stay with the primary, so that all read their own writes.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

ALIAS = "replica"
REST_SECONDS = 5.0
"""For how long a replica that did not answer is left alone."""
_is_reading: ContextVar[bool] = ContextVar("reads_replica", default=False)
_rests_until = 0.0


class ReplicaRouter:
    """Reads go to the replica while they may; writes and migrations never do."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        """The replica while `reading_replica()` is on."""
        return ALIAS if _is_reading.get() else None

    def db_for_write(self, model: type, **hints: Any) -> str:
        """Always the primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """The replica gets its tables by replication."""
        return False if db == ALIAS else None


@contextmanager
def reading_replica() -> Iterator[None]:
    """Within it this request reads from the replica."""
    token = _is_reading.set(True)
    try:
        yield
    finally:
        _is_reading.reset(token)


def is_there() -> bool:
    """Whether there is a replica that has not just failed to answer."""
    return ALIAS in settings.DATABASES and time.monotonic() >= _rests_until


def leave_alone() -> None:
    """The replica did not answer: go without it for a while."""
    global _rests_until
    _rests_until = time.monotonic() + REST_SECONDS
