"""Where versions are read: from the primary; from the replica only while the primary is away."""

import time

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError

from liaison.lib import replica
from liaison.pages.models import Change

AWAY = (DatabaseError, InterfaceError)
REST_SECONDS = 3.0
"""For how long a primary that did not answer is not asked again."""


class Versions:
    """What one worker knows of its databases."""

    def __init__(self) -> None:
        self.rests_until = 0.0

    def of(self, keys: list[str]) -> tuple[dict[str, int], bool]:
        """The versions, and whether they are the primary's. Raises one of AWAY when nobody answers."""
        if time.monotonic() >= self.rests_until:
            try:
                return Change.objects.using(DEFAULT_DB_ALIAS).versions(keys), True
            except AWAY:
                self.rests_until = time.monotonic() + REST_SECONDS
        return _of_replica(keys), False

    def are_right(self, keys: list[str], version: int) -> bool:
        """Whether something made at this version is still right. Raises one of AWAY when nobody answers.

        A replica may be behind: what it has not heard of yet is no reason to show something older.
        """
        found, is_primary = self.of(keys)
        now = sum(found.values())
        return now == version or (not is_primary and now < version)

    def to_make_from(self, keys: list[str]) -> tuple[dict[str, int], bool]:
        """The versions before a page is made, and whether the replica may be read for it.

        It may when it has seen every write that the page must show, and when there is nobody else.
        """
        found, is_primary = self.of(keys)
        if not is_primary:
            return found, True
        try:
            return found, replica.is_there() and _of_replica(keys) == found
        except AWAY:
            return found, False


def _of_replica(keys: list[str]) -> dict[str, int]:
    """The replica's versions; raises one of AWAY where there is none."""
    if not replica.is_there():
        raise DatabaseError("no database answers")
    try:
        return Change.objects.using(replica.ALIAS).versions(keys)
    except AWAY:
        replica.leave_alone()
        raise
