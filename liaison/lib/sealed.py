"""Short secrets kept in the database so that the database alone does not tell them.

Fernet (AES-CBC with HMAC) under keys from the environment. The first key seals, every
key opens: a new key is put in front and old rows stay readable. A key is made by
`python -m liaison.lib.sealed`.
"""

import json
import sys
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealError(Exception):
    """Sealed under a key that this installation does not have, or altered."""


def seal(facts: Mapping[str, str]) -> str:
    """`facts` as a text that nobody reads without a key; equal facts give different texts."""
    return _keys().encrypt(json.dumps(dict(facts), ensure_ascii=False).encode()).decode()


def unseal(sealed: str) -> dict[str, str]:
    """What was sealed; SealError without the key."""
    try:
        said: dict[str, str] = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as problem:
        raise SealError("联系方式打不开：密钥不对") from problem
    return said


def is_key(text: str) -> bool:
    """Whether `text` can be a key: 32 bytes in URL-safe base64."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def new_key() -> str:
    """A key that nobody has."""
    return Fernet.generate_key().decode()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CONTACT_KEYS])


if __name__ == "__main__":
    sys.stdout.write(f"{new_key()}\n")
