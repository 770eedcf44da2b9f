"""Guessing: five wrong tries at one door, then it stays shut until fifteen minutes have passed quietly.

Counted in the database by single conditional statements, so that all workers count together,
a restart forgets nothing and a burst of simultaneous tries finds five open places, not more.
A place is taken before the secret is looked at and given back when it was right.
"""

import hashlib
import ipaddress
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from liaison.accounts.models import Tries, User

WINDOW = timedelta(minutes=15)
PER_DOOR = 5
PER_ADDRESS = 30
IPV6_HOME = 64
"""Bits of an IPv6 address that one subscriber holds: the rest can be changed at will."""


@dataclass(frozen=True)
class Door:
    """What is being guessed at, and how many wrong tries it bears."""

    key: str
    bears: int


def password_door(username: str) -> Door:
    """The password of an account, whether the account exists or not.

    Folded further than any database compares, or 1 name could be spelt in 100 ways.
    """
    folded = unicodedata.normalize("NFKC", username).strip().upper().casefold()
    return Door(_key("password", folded), PER_DOOR)


def factor_door(person: User) -> Door:
    """The second factor of an account."""
    return Door(_key("factor", str(person.pk)), PER_DOOR)


def address_door(address: str | None) -> Door | None:
    """Everything that one address tries; None where no address is known."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if known.version == 6:
        known = ipaddress.ip_network((known, IPV6_HOME), strict=False).network_address
    return Door(_key("address", str(known)), PER_ADDRESS)


def take(door: Door, *, now: datetime | None = None) -> bool:
    """Take one of the door's places for a try; False when it is shut."""
    now = now or timezone.now()
    Tries.objects.bulk_create([Tries(key=door.key, at=now)], ignore_conflicts=True)
    is_old = Q(at__lte=now - WINDOW)
    # The condition and the count are one statement: whoever waits for the row asks anew.
    taken = Tries.objects.filter(Q(key=door.key) & (is_old | Q(count__lt=door.bears)))
    return bool(taken.update(count=Case(When(is_old, then=Value(1)), default=F("count") + 1), at=now))


def give_back(door: Door) -> None:
    """The try was right: it does not count."""
    Tries.objects.filter(key=door.key, count__gt=0).update(count=F("count") - 1)


def forget(*doors: Door) -> None:
    """Open the doors again: their wrong tries never were."""
    Tries.objects.filter(key__in=[door.key for door in doors]).delete()


def seconds_shut(door: Door | None, *, now: datetime | None = None) -> int:
    """For how many seconds the door is shut; 0 when it is open."""
    now = now or timezone.now()
    if door is None:
        return 0
    row = Tries.objects.filter(key=door.key, count__gte=door.bears, at__gt=now - WINDOW).first()
    return ceil((row.at + WINDOW - now).total_seconds()) if row else 0


def doors_of(person: User) -> tuple[Door, Door]:
    """The doors at which this account is guessed."""
    return password_door(person.username), factor_door(person)


def is_shut(person: User) -> bool:
    """Whether the account cannot be entered at present, whatever is typed."""
    return any(map(seconds_shut, doors_of(person)))


def _key(kind: str, what: str) -> str:
    """Not readable: people type passwords into the field for names."""
    return hashlib.sha256(f"{kind}:{what}".encode()).hexdigest()
