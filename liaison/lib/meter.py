"""How far a long task is, for a page that waits for it.

The task runs in one transaction, so nothing it writes into the database can be
seen; it leaves a small file instead. Where the file cannot be read (another
machine answers) the page shows a bar without an end, and nothing else changes.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

_TOKEN = re.compile(r"[0-9a-f]{32}")
_SECONDS_BETWEEN = 0.3
_OLDEST = 3600.0


@dataclass
class Meter:
    """One task's file and when it was last written."""

    path: Path
    written: float = field(default=0.0)

    def write(self, words: str, percent: int) -> None:
        """Leaves word, at most a few times a second."""
        now = time.monotonic()
        if now - self.written < _SECONDS_BETWEEN:
            return
        self.written = now
        with suppress(OSError):
            self.path.write_text(json.dumps({"words": words, "percent": percent}))


_meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered(folder: Path, token: str) -> Iterator[None]:
    """Within it `report` leaves word under `token`; a token of another form is ignored."""
    if not _TOKEN.fullmatch(token):
        yield
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
    path = folder / token
    kept = _meter.set(Meter(path))
    try:
        yield
    finally:
        _meter.reset(kept)
        with suppress(OSError):
            path.unlink()


def report(words: str, done: int, total: int, first: int = 0, last: int = 100) -> None:
    """Says that `done` of `total` is done in a part that goes from `first` to `last` per cent."""
    if meter := _meter.get():
        meter.write(words, first + (last - first) * done // max(total, 1))


def look(folder: Path, token: str) -> dict[str, object]:
    """What a task said last; nothing for one that is unknown or done."""
    if not _TOKEN.fullmatch(token):
        return {}
    try:
        said = json.loads((folder / token).read_text())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _sweep(folder: Path) -> None:
    """Removes what a task left that was killed."""
    oldest = time.time() - _OLDEST
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
