"""What an account still owes comes before everything else: until then no staff page opens."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from liaison.accounts.factor import has_factor, must_have_factor
from liaison.accounts.passwords import why_change

STAFF = ("/work/", "/admin/", "/accounts/")
"""Behind the sign-in; everywhere else a member of staff is a visitor like any other."""
FACTOR = "has_factor"


class OwedMiddleware:
    """Sends whoever owes a new password or a second factor to that page, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(STAFF) and request.user.is_authenticated:
            page = owed(request)
            if page and request.path not in allowed(page):
                return redirect(page)
        return self.get_response(request)


def owed(request: HttpRequest) -> str:
    """The name of the page that comes first; empty when nothing is owed."""
    if why_change(request.user):  # type: ignore[arg-type]
        return "account_change_password"
    return "factor" if owes_factor(request) else ""


def allowed(page: str) -> set[str]:
    """Where somebody may go who owes `page`: there, to confirm the password, and out."""
    return {reverse(name) for name in (page, "confirm", "account_logout")}


def owes_factor(request: HttpRequest) -> bool:
    """Once found, the factor is remembered in the session; whoever takes it away ends all sessions."""
    if not must_have_factor(request.user) or request.session.get(FACTOR):  # type: ignore[arg-type]
        return False
    if not has_factor(request.user):  # type: ignore[arg-type]
        return True
    request.session[FACTOR] = True
    return False
