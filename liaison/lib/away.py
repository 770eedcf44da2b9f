"""Is it the database that cannot be written to just now, or did we ask it nonsense? (trust.md R34)"""

import errno

from django.db import InterfaceError, OperationalError

BUSY = ("locked", "busy")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_OUR_FAULT = ("no such ", "near ", "too many ", "incomplete input", "ambiguous column")
"""SQLite calls these operational errors too."""


def is_away(problem: BaseException | None) -> bool:
    """Busy, stopped, out of reach or out of room: the same request may well succeed later."""
    if isinstance(problem, OSError):
        return problem.errno in NO_ROOM
    if isinstance(problem, OperationalError):
        return not str(problem).startswith(_OUR_FAULT)
    return isinstance(problem, InterfaceError)


def is_busy(problem: BaseException | None) -> bool:
    """Whether somebody has waited for a lock already; asking at once again would only wait once more."""
    return any(word in str(problem) for word in BUSY)
