"""Parts: what several pages show, or what stays as it is while the page around it changes.

`@part` goes before a function that reads the database and answers words or a finished value. While
a public page is made, the answer is taken from memory as long as no table that it was made from was
written to. A part is right in the same way as a page is: its version was read before it was made,
and the clock ends it where it ends pages. For staff, and for whoever sends a form, the function runs
once a request: whoever writes and shows what was written in one request asks the database itself.

What a part answers must be whole: nothing in it may ask the database later, unseen by the recorder.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from liaison.pages.plan import EVERYTHING
from liaison.pages.recorder import recording, tables

MOST = 300
Of, Answer = ParamSpec("Of"), TypeVar("Answer")
PLAIN = (str, int, date, type(None))


@dataclass
class Making:
    """A page that is being made: the versions read before, its end, and every set that notes what is read.

    `parts` is where its parts come from and go to. A page that will not be kept has them to itself:
    nothing is made twice for it, and nothing stays.
    """

    versions: dict[str, int]
    ends_at: float
    watched: frozenset[str]
    readers: list[set[str]]
    parts: "Parts"


@dataclass(frozen=True)
class Part:
    """An answer, the tables it was made from with their version, and when the clock ends it."""

    value: Any
    tables: frozenset[str]
    version: int
    ends_at: float

    def is_right(self, page: Making) -> bool:
        """Whether the page may show it."""
        return self.version == version_of(self.tables, page) and time.time() < self.ends_at


class Parts:
    """Parts by function and arguments; the ones nobody asked for longest go first."""

    def __init__(self) -> None:
        self._parts: OrderedDict[Hashable, Part] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Part | None:
        """The part, which now counts as used."""
        with self._lock:
            if key in self._parts:
                self._parts.move_to_end(key)
            return self._parts.get(key)

    def put(self, key: Hashable, part: Part) -> None:
        """Keep the part in place of what was there."""
        with self._lock:
            self._parts[key] = part
            while len(self._parts) > MOST:
                self._parts.popitem(last=False)

    def __len__(self) -> int:
        return len(self._parts)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._parts.clear()


PARTS = Parts()
_page: ContextVar[Making | Callable[[], Making] | None] = ContextVar("page being made", default=None)


@contextmanager
def making(page: Making | Callable[[], Making]) -> Iterator[None]:
    """Within it parts are taken from memory and kept there; a function is asked once the first part is."""
    token = _page.set(page)
    try:
        yield
    finally:
        _page.reset(token)


def _now_made() -> Making | None:
    page = _page.get()
    if callable(page):
        _page.set(None)  # what it asks for itself is no part of this page
        page = page()
        _page.set(page)
    return page


def alone() -> Making:
    """A page that is made for one reader."""
    return Making({}, math.inf, tables(), [], Parts())


def part(make: Callable[Of, Answer]) -> Callable[Of, Answer]:
    """Keep what `make` answers for each set of arguments, which are plain values: numbers, words, days."""

    @wraps(make)
    def kept(*args: Of.args, **named: Of.kwargs) -> Answer:
        page = _now_made()
        if page is None:
            return make(*args, **named)
        if named or not all(isinstance(one, PLAIN) for one in args):
            raise TypeError(f"{make.__qualname__} takes plain values by place")
        key = (make.__module__, make.__qualname__, *args)
        found = page.parts.get(key)
        if found is None or not found.is_right(page):
            found = _made(page, lambda: make(*args, **named))
            if found.tables <= page.watched:
                page.parts.put(key, found)
        for reader in page.readers:
            reader.update(found.tables)
        answer: Answer = found.value
        return answer

    return kept


def _made(page: Making, make: Callable[[], Any]) -> Part:
    with recording() as read:
        page.readers.append(read)
        try:
            value = make()
        finally:
            page.readers.pop()
    return Part(value, frozenset(read), version_of(frozenset(read), page), page.ends_at)


def version_of(read: frozenset[str], page: Making) -> int:
    """The version of these tables, as it was before the page was begun."""
    return sum(page.versions.get(one, 0) for one in (*read, EVERYTHING))


def shown(template: str) -> Callable[[Callable[Of, dict[str, Any]]], Callable[Of, SafeString]]:
    """A part that is the words of `template`, filled with what the function answers."""

    def words_of(make: Callable[Of, dict[str, Any]]) -> Callable[Of, SafeString]:
        @wraps(make)
        def words(*args: Of.args, **named: Of.kwargs) -> SafeString:
            return render_to_string(template, make(*args, **named))

        return part(words)

    return words_of
