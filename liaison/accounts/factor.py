"""The second factor: a code from the person's phone, or one of ten recovery codes.

The records are allauth's; what is checked is stricter than there. A code counts only once
for good (the moment it belongs to is kept with the row, not in a cache), and of recovery codes
only a keyed hash is stored: they are seen once, when they are made.
"""

import logging
import secrets
import unicodedata

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from liaison.accounts.models import User
from liaison.lib.sealed import SealError

logger = logging.getLogger(__name__)

Kind = Authenticator.Type
CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""31 signs that look unlike each other; twelve of them are 59 bits, too many to try."""


def has_factor(person: User) -> bool:
    """Whether this account is entered in two steps."""
    return Authenticator.objects.filter(user=person, type=Kind.TOTP).exists()


def must_have_factor(person: User) -> bool:
    """Whether this account may not be used in one step (`MFA_REQUIRED_ROLES`)."""
    required = settings.MFA_REQUIRED_ROLES
    return bool(required) and (person.is_superuser or person.role in required)


def codes_left(person: User) -> int:
    """How many recovery codes have not been used."""
    row = Authenticator.objects.filter(user=person, type=Kind.RECOVERY_CODES).first()
    return len(row.data["hashed"]) if row else 0


def fitting_counter(secret: str, code: str, *, after: int = 0) -> int | None:
    """The half minute after `after` whose code this is; None when it is nobody's."""
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > after and compare_user_code(actual=code, expected=expected):
            return counter
    return None


@transaction.atomic
def activate(person: User, secret: str, counter: int) -> list[str]:
    """From now on this account is entered in two steps; answers the recovery codes, seen once."""
    data = {"secret": get_adapter().encrypt(secret), "last": counter}
    Authenticator.objects.update_or_create(user=person, type=Kind.TOTP, defaults={"data": data})
    return new_codes(person)


@transaction.atomic
def new_codes(person: User) -> list[str]:
    """Ten new recovery codes; those of before are void."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(CODES)]
    hashed = [_hashed(person, code) for code in codes]
    Authenticator.objects.update_or_create(
        user=person, type=Kind.RECOVERY_CODES, defaults={"data": {"hashed": hashed}, "last_used_at": None}
    )
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


@transaction.atomic
def use(person: User, typed: str) -> Authenticator | None:
    """The record that this code fits, with the code used up; None when it fits nothing."""
    code = unicodedata.normalize("NFKC", typed)
    rows = Authenticator.objects.select_for_update().filter(user=person).order_by("pk")
    for row in rows:
        data = _used_totp(row, code) if row.type == Kind.TOTP else _used_recovery(person, row, code)
        if data is not None:
            row.data = data
            row.save(update_fields=["data"])
            return row
    return None


def remove(person: User) -> None:
    """One step again; the recovery codes go too."""
    Authenticator.objects.filter(user=person).delete()


def _used_totp(row: Authenticator, code: str) -> dict | None:
    try:
        secret = get_adapter().decrypt(row.data["secret"])
    except SealError:
        logger.error("二次验证的密钥打不开，CONTACT_KEYS 换过：%s", row.user_id)
        return None
    counter = fitting_counter(secret, code, after=row.data["last"])
    return None if counter is None else row.data | {"last": counter}


def _used_recovery(person: User, row: Authenticator, code: str) -> dict | None:
    typed = _hashed(person, normalize_user_code(code))
    left = [kept for kept in row.data["hashed"] if not constant_time_compare(kept, typed)]
    return None if len(left) == len(row.data["hashed"]) else row.data | {"hashed": left}


def _hashed(person: User, code: str) -> str:
    salt = f"liaison.accounts.recovery.{person.pk}"
    return salted_hmac(salt, code, algorithm="sha256").hexdigest()
