"""When something could not be saved: whose fault it was, and what the person had typed (trust.md R34)."""

import errno

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

BUSY = ("locked", "busy")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
PASSWORD = "password"  # noqa: S105 -- part of a field's name
SHORTEST_WORDS = 10
CACHE_ERRORS = "redis.exceptions"
"""Where the errors of a shared cache come from; that library is there only where it is used."""
_OUR_FAULT = ("no such ", "near ", "too many ", "incomplete input", "ambiguous column")
"""SQLite calls these operational errors too."""


class AwayError(Exception):
    """Something that the site needs is out of reach; the same request may well succeed later."""


def is_away(problem: BaseException | None) -> bool:
    """Busy, stopped, out of reach or out of room: the same request may well succeed later."""
    if isinstance(problem, AwayError) or type(problem).__module__ == CACHE_ERRORS:
        return True
    if isinstance(problem, OSError):
        return problem.errno in NO_ROOM
    if isinstance(problem, OperationalError):
        return not str(problem).startswith(_OUR_FAULT)
    return isinstance(problem, InterfaceError)


def is_busy(problem: BaseException | None) -> bool:
    """Whether somebody has waited for a lock already; asking at once again would only wait once more."""
    return any(word in str(problem) for word in BUSY)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of a form that really was ours; nothing of one with a password in it."""
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    if any(PASSWORD in name for name in request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]


def typed_words(request: HttpRequest) -> list[str]:
    """What somebody wrote in it, rather than a program."""
    return [value for _, value in typed(request) if len(value) >= SHORTEST_WORDS and not value.isascii()]
