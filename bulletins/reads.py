"""How often an issue was read: counted in memory, written now and then, never a row for a reader.

Every worker process counts for itself and adds its sum to the column with one UPDATE, at
the latest when the next page of this app is asked for after `INTERVAL` seconds, after
`MOST_WAITING` reads, or when the worker ends. Sums of several workers add up. A worker
that is killed outright loses the reads since its last writing, and nothing else.

One reader counts once in `WINDOW` seconds for an issue and a worker. A reader is a hash
over address, browser and day with a salt that is drawn anew each day, kept in memory
only and never written anywhere: nobody can be recognised by it, not even by us.
"""

import atexit
import hashlib
import logging
import os
import re
import secrets
from collections import Counter
from datetime import date
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, F, Value, When
from django.http import HttpRequest
from django.utils import timezone

from bulletins.models import Bulletin
from liaison.audit.context import current

INTERVAL = 30
MOST_WAITING = 500
WINDOW = 10 * 60
MOST_KNOWN = 20_000
"""Readers remembered at most; beyond, the oldest are forgotten (and may count again)."""
_ROBOTS = re.compile(
    r"bot|spider|crawl|slurp|archiver|fetch|preview|monitor|scan|headless|lighthouse|python|curl|wget|java/|"
    r"go-http|okhttp|httpclient|axios|scrapy|phantom|feed|rss|yisou|sogou web|baidu-|bytes",
    re.IGNORECASE,
)
_log = logging.getLogger(__name__)


class Ledger:
    """What one worker process has counted and not yet written."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew: nothing waiting, nobody known."""
        self.waiting: Counter[int] = Counter()
        self._known: dict[bytes, float] = {}
        self._written_at = monotonic()
        self._day, self._salt = date.min, b""

    def count(self, pk: int, reader: str, day: date, now: float) -> bool:
        """Count one read, unless this reader's last of this issue is too recent; says whether it counted."""
        with self._lock:
            key = self._key(pk, reader, day)
            last = self._known.pop(key, None)
            if last is not None and now - last < WINDOW:
                self._known[key] = last
                return False
            self._known[key] = now
            if len(self._known) > MOST_KNOWN:
                del self._known[next(iter(self._known))]
            self.waiting[pk] += 1
            return True

    def _key(self, pk: int, reader: str, day: date) -> bytes:
        if day != self._day:
            self._day, self._salt = day, secrets.token_bytes(32)
            self._known.clear()
        said = f"{pk}|{day}|{reader}".encode("utf-8", "replace")
        return hashlib.blake2b(said, key=self._salt, digest_size=16).digest()

    def is_due(self, now: float) -> bool:
        """Whether what waits should be written."""
        is_old = now - self._written_at >= INTERVAL
        return bool(self.waiting) and (is_old or self.waiting.total() >= MOST_WAITING)

    def flush(self) -> int:
        """Write what waits with one UPDATE; returns how many reads. What cannot be written waits on."""
        with self._lock:
            taken, self.waiting = self.waiting, Counter()
            self._written_at = monotonic()
        if not taken:
            return 0
        try:
            _add(taken)
        except DatabaseError:
            _log.warning("阅读次数没有写入，下次再写", exc_info=True)
            with self._lock:
                self.waiting.update(taken)
            return 0
        return taken.total()


def _add(taken: Counter[int]) -> None:
    more = Case(*(When(pk=pk, then=Value(n)) for pk, n in taken.items()), default=Value(0))
    Bulletin.objects.filter(pk__in=list(taken)).update(reads=F("reads") + more)


LEDGER = Ledger()
atexit.register(LEDGER.flush)
# A child that was forked with reads waiting would write its parent's once more.
os.register_at_fork(after_in_child=LEDGER.forget)


def note(request: HttpRequest, bulletin: Bulletin) -> None:
    """Somebody was shown this issue: count it, if it was a reader."""
    if is_reader(request):
        browser = request.headers.get("User-Agent", "")
        LEDGER.count(bulletin.pk, f"{current.get().address}|{browser}", timezone.localdate(), monotonic())


def write_if_due() -> None:
    """Called by every page of this app: write what waits, when it has waited long enough."""
    if LEDGER.is_due(monotonic()):
        LEDGER.flush()


def is_reader(request: HttpRequest) -> bool:
    """Whether this is a person reading: no robot, no look ahead by the browser, nobody of the staff."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    is_ahead = "prefetch" in purpose or "prerender" in purpose or request.headers.get("X-Moz") == "prefetch"
    browser = request.headers.get("User-Agent", "")
    if request.method != "GET" or is_ahead or not browser or _ROBOTS.search(browser):
        return False
    # Without the session's cookie nobody is signed in, and no session need be looked up.
    return settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated
