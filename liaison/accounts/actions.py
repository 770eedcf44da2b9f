"""Decisions about accounts: who enters, with what, and until when."""

import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from liaison.accounts import doors, factor
from liaison.accounts.models import User
from liaison.accounts.sessions import end_rows
from liaison.audit import record

# No letters or digits that look alike when read aloud or copied by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "23456789"
SIGNS = "-+=@#"
LENGTH = 14


def random_password() -> str:
    """A password of four classes, to be shown once and changed by its owner."""
    classes = (LETTERS, CAPITALS, DIGITS, SIGNS)
    drawn = [secrets.choice(kind) for kind in classes]
    drawn += [secrets.choice(LETTERS + CAPITALS + DIGITS) for _ in range(LENGTH - len(drawn))]
    secrets.SystemRandom().shuffle(drawn)
    return "".join(drawn)


@transaction.atomic
def give_new_password(person: User, *, by: User) -> str:
    """Replace the password and return it; all sessions of the account end with the old one.

    Wrong tries at the old one are forgotten: who gives a new password opens the door with it.
    """
    password = random_password()
    person.set_password(password)
    person.password_given_at = timezone.now()
    person.save(update_fields=["password", "password_given_at"])
    doors.forget(*doors.doors_of(person))
    record(by, "重置密码", person)
    return password


@transaction.atomic
def choose_password(person: User, password: str) -> None:
    """The owner's own password, which nobody else has seen; their other sessions end."""
    person.set_password(password)
    person.password_at, person.password_given_at = timezone.now(), None
    person.save(update_fields=["password", "password_at", "password_given_at"])
    record(person, "修改密码", person)


@transaction.atomic
def disable(person: User, *, by: User | None, reason: str) -> None:
    """The account cannot be entered any more; whoever is in it is out."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    record(by, "停用账号", person, reason=reason)


@transaction.atomic
def unlock(person: User, *, by: User | None) -> None:
    """Forget the wrong tries at an account, so that its owner need not wait."""
    doors.forget(*doors.doors_of(person))
    record(by, "解除锁定", person)


def end_sessions(person: User) -> None:
    """Every session of the account ends, in all browsers."""
    User.objects.filter(pk=person.pk).update(session_round=F("session_round") + 1)
    person.refresh_from_db(fields=["session_round"])
    end_rows(person)


@transaction.atomic
def protect(person: User, secret: str, counter: int) -> list[str]:
    """The owner enters in two steps from now on; answers the recovery codes, shown once."""
    User.objects.select_for_update().get(pk=person.pk)
    codes = factor.activate(person, secret, counter)
    record(person, "启用二次验证", person)
    return codes


@transaction.atomic
def renew_codes(person: User) -> list[str]:
    """New recovery codes for the owner; the old ones are void."""
    codes = factor.new_codes(person)
    record(person, "更换恢复码", person)
    return codes


@transaction.atomic
def unprotect(person: User, *, by: User | None) -> None:
    """Take the second factor away: the owner's own wish, or a phone that is lost.

    When somebody else does it, whoever is signed in with the account is out.
    """
    factor.remove(person)
    if by != person:
        doors.forget(doors.factor_door(person))
        end_sessions(person)
    record(by, "停用二次验证" if by == person else "重置二次验证", person)
