"""One guarded try at a secret of somebody: the doors, the answer, the trail."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from liaison.accounts import doors
from liaison.accounts.models import User
from liaison.audit import record
from liaison.audit.middleware import client_address

SHUT = "登录失败次数过多，请15分钟后再试"
SHUT_CODE = "too_many_login_attempts"


@dataclass
class Attempt:
    """A place taken at the door of the secret and at that of the address."""

    door: doors.Door
    person: User | None = None
    address: doors.Door | None = field(default=None)

    def succeed(self) -> None:
        """It was right: the owner is here, and what was typed wrongly before is forgotten.

        The address keeps its other failures: whoever has one account must not clear
        the count of what they try on others.
        """
        doors.forget(self.door)
        if self.address:
            doors.give_back(self.address)

    def fail(self, verb: str = "登录失败") -> None:
        """It was wrong: the place stays taken, and the trail tells of the last one too."""
        record(None, verb, self.person)
        if doors.seconds_shut(self.door):
            record(None, "锁定登录", self.person)


def attempt(request: HttpRequest, door: doors.Door, person: User | None = None) -> Attempt:
    """Take the places, or refuse with the one sentence for whoever guesses too much.

    `request.shut_for` then says for how many seconds.
    """
    address = doors.address_door(client_address(request))
    if address and not doors.take(address):
        raise _refusal(request, doors.seconds_shut(address))
    if not doors.take(door):
        if address:
            doors.give_back(address)
        raise _refusal(request, doors.seconds_shut(door))
    return Attempt(door, person, address)


def _refusal(request: HttpRequest, seconds: int) -> ValidationError:
    request.shut_for = max(seconds, 1)  # type: ignore[attr-defined]
    return ValidationError(SHUT, code=SHUT_CODE)
