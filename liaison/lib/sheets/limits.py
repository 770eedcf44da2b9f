"""How large a file may be, and how long reading it may take."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

from .errors import TOO_SLOW, SheetError

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one file: bytes packed and unpacked, cells, characters, seconds."""

    packed: int = 5 * MEGABYTE
    unpacked: int = 50 * MEGABYTE
    members: int = 100
    sheets: int = 40
    rows: int = 5_000
    columns: int = 50
    characters: int = 10_000_000
    cell: int = 2_000
    seconds: float = 20


LEDGER = Limits()
ROSTER = Limits(rows=25_000)

_deadline: ContextVar[float] = ContextVar("sheets_deadline", default=float("inf"))


@contextmanager
def time_limit(limits: Limits) -> Iterator[None]:
    """Within it, `check_time` refuses once the seconds are spent."""
    token = _deadline.set(monotonic() + limits.seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def check_time() -> None:
    """Gives up on a file that takes too long."""
    if monotonic() > _deadline.get():
        raise SheetError(TOO_SLOW)
