"""Security headers that Django and django-csp do not set, on every response (trust.md R5)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

UPLOADED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""The policy of whatever somebody uploaded: opened by itself, it runs nothing and asks for nothing (R28)."""
CLOSED = "accelerometer=(), camera=(), display-capture=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware:
    """Stands outside the static file server, so files and errors carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        geolocation = "(self)" if request.path in {"/find/", "/stations/"} else "()"
        response.headers.setdefault("Permissions-Policy", f"geolocation={geolocation}, {CLOSED}")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if request.method == "POST" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers["Cache-Control"] = "no-store, private"
        return response
