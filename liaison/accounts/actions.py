"""Decisions about accounts: opening one, giving it a new password."""

import secrets

from django.db import transaction

from liaison.accounts.models import User
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
    """Replace the password and return it; all sessions of the account end with the old one."""
    password = random_password()
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by, "重置密码", person)
    return password
