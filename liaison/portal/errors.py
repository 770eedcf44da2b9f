"""Our own error pages: Chinese, without the database, with a number to quote (trust.md R25)."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from liaison.portal.away import being_away
from liaison.ui.modes import modes

LAST_RESORT = (
    "<!DOCTYPE html><html lang=zh-CN><meta charset=utf-8><title>页面没有打开</title>"
    "<h1>页面没有打开</h1><p>过一会儿再试。</p>"
)


def _page(request: HttpRequest, status: int, name: str = "") -> HttpResponse:
    """Rendered without the request: no context processor may reach for a database that is gone."""
    context = {"request_id": getattr(request, "id", ""), "modes": modes(request)}
    return HttpResponse(render_to_string(f"{name or status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Even when the template itself is what broke, something readable is answered."""
    try:
        return being_away(request) or _page(request, 500)
    except Exception:
        return HttpResponse(LAST_RESORT, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "csrf")
