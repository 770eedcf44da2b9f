"""When the database is away: asked once more where that is safe, then a clear answer (trust.md R34).

Nothing typed is lost: what was sent comes back on the page, with a button that sends it again.
Forms that make a row carry a token, so that what did get through is not done twice.
"""

import logging
import sys
import time
from collections.abc import Callable

from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from liaison.lib.away import is_away, is_busy, typed, typed_words
from liaison.ui.modes import modes

RETRY_AFTER = 30
BREATH = 0.3
"""Seconds before asking once more: a server that restarts is often back by then."""
SAFE = ("GET", "HEAD")
log = logging.getLogger("liaison.away")


class AwayMiddleware:
    """Stands before the first middleware that needs the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, "may_be_asked_again", False):
            time.sleep(BREATH)
            close_old_connections()
            response = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """What a view could not do."""
        return unavailable(request, problem) if is_away(problem) else None


def being_away(request: HttpRequest) -> HttpResponse | None:
    """For the handler of all errors: the answer when the error in hand is of this kind."""
    problem = sys.exception()
    return unavailable(request, problem) if is_away(problem) else None


def unavailable(request: HttpRequest, problem: BaseException | None) -> HttpResponse:
    """503 with what was typed; never the words of the error."""
    log.warning("database away: %s at %s %s", type(problem).__name__, request.method, request.path)
    page = render_to_string("away.html", _context(request))
    response = HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    response.headers["Cache-Control"] = "no-store, private"
    response.may_be_asked_again = request.method in SAFE and not is_busy(problem)  # type: ignore[attr-defined]
    return response


def _context(request: HttpRequest) -> dict[str, object]:
    sent = typed(request)
    return {
        "request_id": getattr(request, "id", ""),
        "modes": modes(request),
        "is_sending": request.method not in SAFE,
        "typed": sent,
        "words": typed_words(request),
        "has_files": bool(sent) and bool(request.FILES),
        "path": request.get_full_path(),
    }
