"""What a visitor finds by following links from the front page."""

import re

from django.test import Client

from tests.guards import addresses

LINK = re.compile(r"(?:href|src)=\"(/[^\"#]*)\"")
PER_KIND = 4
FILES = ("/media/", "/bulletins/photos/", "/bulletins/files/")
"""What is sent from the disk: no page."""


def kind_of(address: str) -> str:
    """Addresses that differ only in a code or a query are of one kind."""
    path = re.sub(r"/[2-9A-HJKMNP-Z]{6}/", "/<code>/", address.split("?")[0])
    return re.sub(r"\d+", "0", path) + "?" * ("?" in address)


def crawl(visitor: Client) -> dict[str, tuple[int, str]]:
    """What a visitor finds by following links from the front page, a few pages of each kind."""
    seen: dict[str, tuple[int, str]] = {}
    counted: dict[str, int] = {}
    waiting = [a.filled({}) for a in addresses.walk() if not a.gaps and addresses.is_public(a)]
    while waiting:
        address = waiting.pop(0).replace("&amp;", "&")
        kind = kind_of(address)
        if address in seen or counted.get(kind, 0) >= PER_KIND or address.startswith("/static/"):
            continue
        counted[kind] = counted.get(kind, 0) + 1
        response = visitor.get(address)
        body = b"".join(response) if response.streaming else response.content
        seen[address] = response.status_code, body.decode("utf-8", "replace")
        if response.headers.get("Location", "").startswith("/"):
            waiting.append(response.headers["Location"])
        if "html" in response.headers.get("Content-Type", ""):
            waiting += LINK.findall(seen[address][1])
    return seen
