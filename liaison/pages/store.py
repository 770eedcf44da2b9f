"""Finished pages in the memory of one worker, bounded by bytes."""

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock

OVERHEAD = 2_000
"""Bytes that a page costs beside its body: key, headers, objects."""


@dataclass
class Page:
    """An answer as it goes out, and until when it is right.

    `body` is gzip; `keys` and `version` say what it was made from; `ends_at` (seconds since
    1970) when the clock alone changes it; `checked_at` (monotonic) and `epoch` when its version
    was last compared.
    """

    body: bytes
    headers: dict[str, str]
    etag: str
    keys: tuple[str, ...]
    version: int
    ends_at: float
    checked_at: float
    epoch: int
    plain_length: int = 0
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.body) + OVERHEAD

    @property
    def plain(self) -> bytes:
        """The body for whoever cannot unpack."""
        return gzip.decompress(self.body)


class Store:
    """Pages by key; the ones that nobody asked for longest go first when `most` bytes are passed."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Page | None:
        """The page, which now counts as used."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page) -> None:
        """Keep the page in place of what was there."""
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.size += page.size
            while self.size > self.most and self._pages:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self.size = 0

    def __len__(self) -> int:
        return len(self._pages)

    def _drop(self, key: Hashable) -> None:
        gone = self._pages.pop(key, None)
        if gone is not None:
            self.size -= gone.size
