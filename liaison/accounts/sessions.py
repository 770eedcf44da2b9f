"""Where one is signed in, and ending what one does not know (allauth's user sessions)."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from liaison.accounts.confirm import ask_first
from liaison.accounts.models import User
from liaison.audit import record

LONGEST_ID = 12
BROWSERS = {
    "MicroMessenger": "微信",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "鸿蒙",
    "Android": "安卓",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
"""In this order: a later sign also stands in the name of an earlier one."""


def sessions_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The sessions that still open the desk, this one first, then the one used last."""
    here = request.session.session_key
    rows = UserSession.objects.purge_and_list(request.user)
    rows.sort(key=lambda row: (row.session_key == here, row.last_seen_at), reverse=True)
    return [
        {"row": row, "is_here": row.session_key == here, "browser": browser_words(row.user_agent)}
        for row in rows
    ]


def browser_words(agent: str) -> str:
    """A browser and its system as people call them; what the browser claims, nothing more."""
    found = [_first(BROWSERS, agent), _first(SYSTEMS, agent)]
    return "，".join(word for word in found if word) or "未知浏览器"


def end_others(request: HttpRequest, pk: str = "") -> int:
    """End the session `pk` of this person, or all but this one; answers how many ended."""
    rows = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    if pk:
        rows = rows.filter(pk=int(pk)) if pk.isdecimal() and len(pk) <= LONGEST_ID else rows.none()
    ended = [row.end() for row in rows]
    return len(ended)


def end_rows(person: User) -> None:
    """Forget all sessions of the account, here and in the store."""
    for row in UserSession.objects.filter(user=person):
        row.end()


class EndSessionView(LoginRequiredMixin, View):
    """Sign out somewhere else. POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the overview; whoever found a desk left open shall not lock its owner out (ASVS 7.5.2)."""
        if asked := ask_first(request, reverse("security")):
            return asked
        count = end_others(request, request.POST.get("session", ""))
        if count:
            record(request.user, "结束其他登录", request.user, count=count)
            messages.success(request, f"已退出 {count} 处登录")
        else:
            messages.info(request, "没有要退出的登录，可能已经退出了")
        return redirect("security")


def _first(words: dict[str, str], agent: str) -> str:
    return next((word for sign, word in words.items() if sign in agent), "")
