"""Gives every request a number and remembers from where it came."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from liaison.audit.context import RequestFacts, current


class AuditMiddleware:
    """Sets `request.id`, the facts for audit rows and log lines, and X-Request-ID."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = secrets.token_hex(6)
        token = current.set(RequestFacts(request.id, client_address(request)))
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response.headers["X-Request-ID"] = request.id
        return response


def client_address(request: HttpRequest) -> str | None:
    """The nearest address that is not one of our proxies (trust.md R3).

    X-Forwarded-For is read from the right and only behind `TRUSTED_PROXIES`:
    its left end is whatever the client wrote.
    """
    nearest = request.META.get("REMOTE_ADDR") or None
    if nearest not in settings.TRUSTED_PROXIES:
        return nearest
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    for hop in (part.strip() for part in reversed(forwarded)):
        if hop and hop not in settings.TRUSTED_PROXIES:
            return hop
    return nearest
