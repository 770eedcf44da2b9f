"""The citizen's door: how many letters one visitor may drop in, and how many wrong codes try."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from liaison.audit.middleware import client_address
from opinions import actions
from opinions.knocking import is_full, knock
from opinions.models import Opinion
from stations.models import Station

COOKIE, SALT = "device", "opinions.device"
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Visitor:
    """Where a request comes from; `device` is empty until the first letter was taken."""

    address: str
    device: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Visitor":
        """The visitor behind a request."""
        device = request.get_signed_cookie(COOKIE, default="", salt=SALT)
        return cls(client_address(request) or "", device or "")

    def remember(self, response: HttpResponseBase) -> None:
        """Give a device without a name one for a day, so that it cannot change its address to write more."""
        if not self.device:
            response.set_signed_cookie(
                COOKIE,
                secrets.token_hex(8),
                salt=SALT,
                max_age=A_DAY,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )


@transaction.atomic
def take_in(visitor: Visitor, station: Station, text: str, *, token: str, **more: Any) -> Opinion:
    """Take in one opinion, counted against address and device in the same transaction.

    The same page sent twice is the same opinion and counts once. Raises TooManyError.
    """
    known = Opinion.objects.filter(token=token).first()
    if known:
        return known
    now = timezone.now()
    for kind, name in (("write", visitor.address), ("device", visitor.device)):
        if name:
            knock(kind, name, limit=settings.OPINION_LIMIT, now=now)
    return actions.submit(station, text, token=token, **more)


def may_look_up(visitor: Visitor) -> bool:
    """Whether this address has wrong guesses left."""
    limit = settings.OPINION_LOOKUP_LIMIT
    return not is_full("lookup", visitor.address, limit=limit, now=timezone.now())


def look_up(visitor: Visitor, code: str) -> Opinion | None:
    """The opinion with this code; a wrong code is counted. Raises TooManyError."""
    found = Opinion.objects.select_related("station__division__county", "deputy", "parent").filter(code=code)
    opinion = found.first() if code else None
    if opinion is None:
        knock("lookup", visitor.address, limit=settings.OPINION_LOOKUP_LIMIT, now=timezone.now())
    return opinion
