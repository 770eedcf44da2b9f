"""Refuse at the door what no form of ours ever sends (trust.md R22)."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_WAY = 1500
"""Characters of an address to come back to; quoted nine times as long, and still short enough to redirect."""


class HostileInputMiddleware:
    """Answers 400 to NUL bytes in path or query, so that both databases agree."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Raises BadRequest (the Chinese 400 page) when the address holds a NUL byte."""
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or b"\x00" in unquote_to_bytes(query):
            raise BadRequest("请求无效")
        if request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
            _refuse_nul(request)


def _refuse_nul(request: HttpRequest) -> None:
    if any("\x00" in value for _, values in request.POST.lists() for value in values):
        raise BadRequest("请求无效")


def leads_here(address: str) -> bool:
    """Whether `next`, which anybody can write, is a plain path of this site (trust.md R24)."""
    is_plain = address.startswith("/") and address.isprintable() and len(address) <= LONGEST_WAY
    return is_plain and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
