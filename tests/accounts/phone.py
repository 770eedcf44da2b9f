"""A phone that has learnt a secret and shows codes."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code(secret: str, later: int = 0) -> str:
    """What the phone shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def secret_on(page: str) -> str:
    """The secret that the set-up page shows for typing."""
    return re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")


def codes_on(page: str) -> list[str]:
    """The recovery codes of the page that shows them once."""
    return re.findall(r'<code class="secret">([a-z2-9-]{14})</code>', page)
