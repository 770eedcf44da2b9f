"""Answers a public page from memory as long as nothing it shows has changed (speed.md).

A page is kept with the tables and scopes it was made from and with their version, read before
it was made: what is written meanwhile makes the version another one. A worker compares at most
once in `FINISHED_PAGES_SECONDS`, and always after it has itself answered a request that writes.
"""

import gzip
import secrets
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from liaison.lib.replica import is_there, leave_alone, reading_replica
from liaison.pages.parts import PARTS, Making, alone, making
from liaison.pages.plan import EVERYTHING, Finished, Plan, plan
from liaison.pages.recorder import recording
from liaison.pages.store import Page, Store
from liaison.pages.versions import AWAY, Versions
from liaison.pages.watch import compact
from liaison.ui.modes import MODES, modes

POLICY = "public, max-age=0, s-maxage=1, stale-if-error=86400"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
UNAVAILABLE = 503
TIDY_EVERY = 200
NOT_KEPT = {"x-request-id", "content-length"}

PLAIN = ("",) * len(MODES)

STORE = Store(settings.PAGE_STORE_BYTES)


class FinishedPagesMiddleware:
    """First of all: what it answers costs nothing further in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.epoch = 0
        self.versions = Versions()
        self.made_so_far = 0
        self.seen: tuple[Making | None, float, int] = (None, 0.0, 0)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.written(request)
        found = plan()
        if found is None or request.method != "GET" or is_personal(request):
            return self.fresh(request)
        key = key_of(request)
        page = STORE.get(key)
        if page is not None and (answer := self.kept(request, page)) is not None:
            return answer
        return self.made(request, key, found, page)

    def fresh(self, request: HttpRequest) -> HttpResponse:
        """A page for this reader alone."""
        with making(alone()):
            return self.get_response(request)

    def composed(self, request: HttpRequest, found: Plan) -> HttpResponse:
        """A page that is made for each reader, from parts that are kept."""
        with making(lambda: self.lately(found)):
            return self.get_response(request)

    def lately(self, found: Plan) -> Making:
        """What holds for parts; looked up as seldom as the version of a kept page."""
        now, epoch = time.monotonic(), self.epoch
        seen, at, then = self.seen
        if seen is None or then != epoch or now - at >= settings.FINISHED_PAGES_SECONDS:
            try:
                versions, is_primary = self.versions.of([*found.tables(), EVERYTHING])
                if not is_primary:
                    return alone()
                seen = Making(versions, end_of(found, versions), found.tables(), [], PARTS)
            except AWAY:
                return alone()
            self.seen = seen, now, epoch
        return replace(seen, readers=[])

    def written(self, request: HttpRequest) -> HttpResponse:
        """Whatever this request wrote is seen by the next one that this worker answers."""
        try:
            return self.fresh(request)
        finally:
            self.epoch += 1

    def kept(self, request: HttpRequest, page: Page) -> HttpResponse | None:
        """The page from memory; None when it has to be made again."""
        now, epoch = time.monotonic(), self.epoch
        if time.time() >= page.ends_at:
            return None
        if page.epoch == epoch and now - page.checked_at < settings.FINISHED_PAGES_SECONDS:
            return answer_with(request, page)
        try:
            if not self.versions.are_right(list(page.keys), page.version):
                return None
        except AWAY:
            return answer_with(request, page, is_old=True)
        page.checked_at, page.epoch = now, epoch
        return answer_with(request, page)

    def made(self, request: HttpRequest, key: object, found: Plan, old: Page | None) -> HttpResponse:
        """The page as the rest of the program makes it, kept when it may be."""
        asked = asked_of(found, request)
        if asked is None:
            return self.composed(request, found)
        scopes, checked, epoch = asked[1], time.monotonic(), self.epoch
        try:
            before, by_replica = self.versions.to_make_from([*found.tables(), *scopes, EVERYTHING])
            with reading_replica() if by_replica else nullcontext():
                ends_at = end_of(found, before)
                with recording() as read, making(Making(before, ends_at, found.tables(), [read], PARTS)):
                    response = self.get_response(request)
        except AWAY:
            return answer_with(request, old, is_old=True) if old else self.fresh(request)
        if by_replica and response.status_code == UNAVAILABLE and is_there():
            leave_alone()
            return self.made(request, key, found, old)
        if response.status_code >= 500 and old is not None:
            return answer_with(request, old, is_old=True)
        keys = found.keys(read, scopes)
        if keys is None or not may_be_kept(response):
            return response
        version = sum(before.get(one, 0) for one in keys)
        page = page_of(response, keys, version, ends_at, checked, epoch)
        STORE.put(key, page)
        self.tidy()
        return answer_with(request, page)

    def tidy(self) -> None:
        """Once in a while add up what many transactions have counted, so that a look stays cheap."""
        self.made_so_far += 1
        if self.made_so_far % TIDY_EVERY == 0:
            with suppress(*AWAY):
                compact(DEFAULT_DB_ALIAS)


def is_personal(request: HttpRequest) -> bool:
    """Whether the reader may be somebody: staff, or a visitor who is to be told something."""
    cookies = request.COOKIES
    return bool(cookies) and (settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies)


def asked_of(found: Plan, request: HttpRequest) -> tuple[Finished, list[str]] | None:
    """What `Plan.page_of` says; it may look up what an address names, and the primary may be away."""
    try:
        return found.page_of(request)
    except AWAY:
        with reading_replica():
            return found.page_of(request)


def key_of(request: HttpRequest) -> tuple[str, ...]:
    """The address as it was written, and the reading modes: only what made a page once finds it again."""
    meta = request.META
    host, query = meta.get("HTTP_HOST", ""), meta.get("QUERY_STRING", "")
    address = (request.scheme, host, meta.get("SERVER_PORT", ""), request.path, query)
    return (*address, *modes(request).values()) if request.COOKIES else (*address, *PLAIN)


def end_of(found: Plan, versions: dict[str, int]) -> float:
    """When the clock alone will have changed the pages that are made now."""
    now = timezone.localtime()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    edges = [edge for edge in found.edges(now, versions) if edge > now]
    return min([midnight, *edges]).timestamp()


def may_be_kept(response: HttpResponse) -> bool:
    """Whole, the same for everybody, and nothing that a cookie or a header speaks against."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    policy = response.headers.get("Cache-Control", "")
    return "no-store" not in policy and "private" not in policy


def page_of(
    response: HttpResponse, keys: tuple[str, ...], version: int, ends_at: float, checked: float, epoch: int
) -> Page:
    """The answer, packed."""
    response.headers.setdefault("Cache-Control", POLICY)
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    headers = {name: value for name, value in response.items() if name.lower() not in NOT_KEPT}
    etag = f'W/"{sha256(response.content).hexdigest()[:32]}"'
    body = gzip.compress(response.content, 6, mtime=0)
    return Page(body, headers, etag, keys, version, ends_at, checked, epoch)


def answer_with(request: HttpRequest, page: Page, *, is_old: bool = False) -> HttpResponse:
    """The page, packed where the browser unpacks; 304 where the browser has it."""
    if is_old:
        response = HttpResponse(with_note(page.plain))
    elif page.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponseNotModified()
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(page.body)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(page.plain)
    for name, value in page.headers.items():
        response.headers[name] = value
    response.headers["ETag"] = page.etag
    response.headers["X-Request-ID"] = secrets.token_hex(6)
    if is_old:
        response.headers["Cache-Control"] = "no-store"
        del response.headers["ETag"]
    return response


def with_note(body: bytes) -> bytes:
    """The page with a line on top: the database is away, so this is what was right a moment ago."""
    note = render_to_string("public/old.html").encode()
    return body.replace(b"<main", note + b"<main", 1)
