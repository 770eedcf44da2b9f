"""An unattended desk closes itself: after half an hour without a request, and after twelve hours anyway.

Times are kept in the session, written at most once a minute. What somebody was sending when the
desk closed stands on the page that says so: it can be copied, signed in and sent again.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from liaison.accounts.middleware import STAFF
from liaison.lib.away import typed_words

SEEN, SINCE = "seen", "since"
"""Keys of the session: seconds since 1970 of the last request noted, and of the sign-in."""
NOTED_EVERY = 60
IDLE = "超过 {minutes} 分钟没有操作，已自动退出，请重新登录"
LONG = "登录已超过 12 小时，请重新登录"


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """A session begins with its sign-in."""
    request.session[SEEN] = request.session[SINCE] = int(time.time())


class IdleMiddleware:
    """Ends a session that was left alone too long, before any view of the desk answers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple, kwargs: dict) -> HttpResponse | None:
        """None when the desk is still attended."""
        if not (request.path.startswith(STAFF) and request.user.is_authenticated):
            return None
        if request.path in (reverse("account_logout"), reverse("admin:logout")):
            return None
        now = int(time.time())
        if said := why_over(request, now):
            return sent_away(request, said)
        note(request, now)
        return None


def why_over(request: HttpRequest, now: int) -> str:
    """Why the session is at its end; empty while it is not."""
    minutes = settings.IDLE_MINUTES
    if minutes and now - request.session.get(SEEN, now) > minutes * 60:
        return IDLE.format(minutes=minutes)
    return LONG if now - request.session.get(SINCE, now) > settings.SESSION_COOKIE_AGE else ""


def note(request: HttpRequest, now: int) -> None:
    """Remember that somebody is here."""
    if now - request.session.get(SEEN, 0) < NOTED_EVERY:
        return
    request.session[SEEN] = now
    request.session.setdefault(SINCE, now)
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def sent_away(request: HttpRequest, said: str) -> HttpResponse:
    """To the sign-in and back here; what was being sent stays to be copied."""
    get_adapter().logout(request)
    if request.method == "GET":
        messages.warning(request, said)
        return redirect_to_login(request.get_full_path())
    return render(request, "account/idle.html", {"said": said, "words": typed_words(request)}, status=403)
