"""Limits for visitors without an account: counted in the database, so that workers agree (trust.md R26).

Neither address nor device is kept: the counter's key is a hash under the installation's secret.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from opinions.models import Knock

WINDOW = timedelta(minutes=10)


class TooManyError(Exception):
    """This visitor came too often; come back after `WINDOW`."""


@transaction.atomic
def knock(kind: str, visitor: str, *, limit: int, now: datetime) -> None:
    """Count one more visit; TooManyError when that is more than `limit` within ten minutes.

    Joins the caller's transaction: where that is rolled back, the visit was none. The
    counter's row is locked, so that visits at the same moment are counted one by one.
    """
    row = _locked(_key(kind, visitor), now)
    if now - row.since >= WINDOW:
        row.count, row.since = 0, now
    if row.count >= limit:
        raise TooManyError
    row.count += 1
    row.save()


def is_full(kind: str, visitor: str, *, limit: int, now: datetime) -> bool:
    """Whether this visitor has used up the limit, without counting."""
    row = Knock.objects.filter(key=_key(kind, visitor), since__gt=now - WINDOW).first()
    return row is not None and row.count >= limit


def forget(now: datetime) -> int:
    """Delete counters whose window is long over; answers how many."""
    return Knock.objects.filter(since__lt=now - timedelta(days=1)).delete()[0]


def _locked(key: str, now: datetime) -> Knock:
    Knock.objects.get_or_create(key=key, defaults={"since": now})
    return Knock.objects.select_for_update().get(key=key)


def _key(kind: str, visitor: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}|{visitor}".encode(), hashlib.sha256).hexdigest()
