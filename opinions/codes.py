"""The code by which an author follows a matter: easy to copy from paper, impossible to guess."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread (Crockford)."""
LENGTH = 12
"""Twelve of 32 signs are 60 bits."""
_MISREAD = str.maketrans("ILOU", "110V")
_SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """Twelve random signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """A code as somebody typed it, put right; nothing when it can be none."""
    plain = re.sub(r"[\s\-－—_.]", "", text).upper().translate(_MISREAD)
    return plain if _SHAPE.fullmatch(plain) else ""


def spaced(code: str) -> str:
    """7K3M-9QPD-2XVT."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


class CodeConverter:
    """A code in an address, in any spelling that `read_code` may take."""

    regex = r"[0-9A-Za-z\-]{12,16}"

    def to_python(self, value: str) -> str:
        """Raises ValueError (404) where it can be none."""
        code = read_code(value)
        if not code:
            raise ValueError("no code")
        return code

    def to_url(self, value: str) -> str:
        return spaced(value)
