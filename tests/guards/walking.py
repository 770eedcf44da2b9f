"""What each account finds at each address behind the sign-in, and how that is asked."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from liaison.accounts.models import User
from tests.guards import addresses

ACCOUNTS = ["city", "reviewer", "auditor", "huixian", "huixian-leader", "mengzhuang", "yuanyang"]
"""The columns of addresses.txt, in this order; the last one answers for another county."""
READER = "city"
"""Whose pages are kept word for word: this account may open most of them."""


@dataclass(frozen=True)
class Seen:
    """An answer as the table notes it, and the words of the page where they are kept."""

    noted: str
    page: str | None = None


Walk = dict[tuple[str, str], Seen]
"""By account and address."""


def note(response: HttpResponse) -> str:
    """The status; `in` for a way to the sign-in."""
    if response.status_code == 302 and "login" in response["Location"]:
        return "in"
    return str(response.status_code)


def sign_in() -> dict[str, str]:
    """A session for each account; none for a visitor, under the name `anonymous`."""
    sessions = {"anonymous": ""}
    for who in ACCOUNTS:
        desk = Client()
        desk.force_login(User.objects.get(username=who))
        sessions[who] = desk.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def ask(session: str, method: str, address: str) -> HttpResponse:
    """How the address answers to somebody who has just signed in; nothing it does remains."""
    desk = Client(raise_request_exception=False)
    if session:
        desk.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        told = getattr(desk, method.lower())(address)
        transaction.set_rollback(True)
    return told


def walk() -> Walk:
    """Everybody at every address of the staff, once."""
    seen: Walk = {}
    with transaction.atomic():
        sessions = sign_in()
        for address in filter(addresses.is_for_staff, addresses.walk()):
            values = addresses.values_for(address)
            for who in sessions if values is not None else ():
                asked = address.filled(values)
                told = ask(sessions[who], "GET", asked)
                seen[who, asked] = Seen(note(told), words(told) if who == READER else None)
        transaction.set_rollback(True)
    return seen


def words(response: HttpResponse) -> str | None:
    """The page; none where the answer leads elsewhere, is a file or an error."""
    is_page = "html" in response.headers.get("Content-Type", "") and not response.streaming
    return response.content.decode() if is_page and response.status_code == 200 else None
