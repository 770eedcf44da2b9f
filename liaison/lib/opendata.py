"""Open data: a set of public rows told once, served as pages of JSON and as one CSV file.

Read-only and the same for everybody, so any site may fetch it (CORS `*`, no cookies read).
An answer carries the hash of its own bytes as ETag: whoever has it already gets a 304.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from liaison.lib.csvtext import csv_lines

PER_PAGE, MOST = 100, 1000
COUNTED = 20_000
"""Rows are counted to here: beyond, `count` says so many and `count_is_exact` says false."""
CHUNK = 1000
IN_MEMORY = 1024 * 1024
FIVE_MINUTES = 300
LARGEST_ID = 2**63 - 1
YEAR, MONTH = r"^(19|20)\d{2}$", r"^(19|20)\d{2}-(0[1-9]|1[0-2])$"
STATION_CODE = "^[2-9A-HJKMNP-Z]{6}$"
Record = dict[str, Any]


class BadQueryError(ValueError):
    """A question that cannot be answered; the message is for the programmer who asked."""


@dataclass(frozen=True)
class Column:
    """A field of the answer: its name in JSON and CSV, its Chinese name, what it means.

    Of a filter also what may be written in it: one of `choices`, or text that fits `pattern`.
    """

    name: str
    title: str
    meaning: str = ""
    choices: Sequence[str] = ()
    pattern: str = ""


@dataclass(frozen=True)
class DataSet:
    """A set of public rows: how to ask for it, how one row reads."""

    name: str
    title: str
    about: str
    columns: Sequence[Column]
    """The fields of one result in JSON."""
    lines: Sequence[Column]
    """The columns of the CSV file."""
    rows: Callable[[Mapping[str, str]], QuerySet[Any]]
    """The rows that the filters leave; raises BadQueryError."""
    record: Callable[[Any, str], Record]
    """One row and the site's origin, as JSON says it."""
    cells: Callable[[Record], Iterable[Sequence[object]]]
    """A record as lines of the CSV file: one, or one for each of its parts."""
    filters: Sequence[Column] = field(default=())
    parts: Callable[[QuerySet[Any]], QuerySet[Any]] = field(default=lambda rows: rows)
    """The same rows with all that a record tells; not asked for where rows are only counted."""

    def asked(self, request: HttpRequest, *, also: Sequence[str] = ()) -> dict[str, str]:
        """The filters in the address; an unknown one is refused, for a program must not guess."""
        known = [one.name for one in self.filters]
        for name in request.GET:
            if name not in known and name not in also:
                usable = "、".join([*known, *also]) or "无"
                raise BadQueryError(f"没有参数“{name[:40]}”，可用的参数：{usable}")
        return {name: request.GET[name] for name in known if request.GET.get(name)}


def addresses(data: DataSet) -> list[URLPattern]:
    """`<name>.json` and `<name>.csv`, to be put below `/api/`."""
    return [
        path(f"{data.name}.json", page_view(data), name=data.name),
        path(f"{data.name}.csv", file_view(data), name=f"{data.name}_csv"),
    ]


def page_view(data: DataSet) -> Callable[[HttpRequest], HttpResponseBase]:
    """One page of JSON: `count` (exact, or as far as anybody counts), `next`, `results`.

    `next` goes on after the last row seen.
    """

    def page(request: HttpRequest) -> HttpResponseBase:
        rows = data.rows(data.asked(request, also=("after", "limit"))).order_by("pk")
        limit = number(request, "limit", PER_PAGE, least=1, most=MOST)
        after = number(request, "after", 0, least=0, most=LARGEST_ID)
        found = list(data.parts(rows.filter(pk__gt=after))[: limit + 1])
        shown = found[:limit]
        counted = rows.order_by().values("pk")[: COUNTED + 1].count()
        answer = {
            "count": min(counted, COUNTED),
            "count_is_exact": counted <= COUNTED,
            "next": following(request, shown[-1].pk) if len(found) > limit else None,
            "results": [data.record(row, origin(request)) for row in shown],
        }
        return told(request, answer)

    return guarded(page)


def file_view(data: DataSet) -> Callable[[HttpRequest], HttpResponseBase]:
    """All rows as one CSV file with a byte order mark, read in pieces and never held whole."""

    def file(request: HttpRequest) -> HttpResponseBase:
        rows = data.parts(data.rows(data.asked(request)).order_by("pk"))
        lines = csv_lines([one.name for one in data.lines], _cells(data, rows, origin(request)))
        return spooled(request, lines, "text/csv; charset=utf-8", f"{data.name}.csv")

    return guarded(file)


def _cells(data: DataSet, rows: QuerySet[Any], home: str) -> Iterator[Sequence[object]]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield from data.cells(data.record(row, home))


def guarded(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """GET and HEAD only; a wrong question is answered with 400 and a sentence."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponseBase:
        try:
            response = answer(request)
        except BadQueryError as error:
            response = JsonResponse(
                {"error": str(error)}, status=400, json_dumps_params={"ensure_ascii": False}
            )
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return view


def told(
    request: HttpRequest, answer: Any, content_type: str = "application/json; charset=utf-8"
) -> HttpResponseBase:
    """`answer` as JSON that people can read too, or 304."""
    body = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":")).encode(answer).encode()
    response = HttpResponse(body, content_type=content_type)
    return _conditional(request, response, hashlib.sha256(body))


def spooled(request: HttpRequest, pieces: Iterable[str], content_type: str, name: str) -> HttpResponseBase:
    """A file written piece by piece (on disk beyond a megabyte), then sent or answered with 304."""
    paper, seen = SpooledTemporaryFile(max_size=IN_MEMORY), hashlib.sha256()  # noqa: SIM115 -- sent, then closed
    for piece in pieces:
        paper.write(piece.encode())
        seen.update(piece.encode())
    paper.seek(0)
    response = FileResponse(paper, content_type=content_type, filename=name, as_attachment=True)
    return _conditional(request, response, seen)


def _conditional(request: HttpRequest, response: HttpResponseBase, seen: Any) -> HttpResponseBase:
    response["ETag"] = quote_etag(seen.hexdigest()[:32])
    patch_cache_control(response, public=True, max_age=FIVE_MINUTES)
    answer: Any = response  # typed for answers held in memory, works for files as well
    return get_conditional_response(request, etag=response["ETag"], response=answer) or response


def origin(request: HttpRequest) -> str:
    """The site's address without a path, for links in the answer."""
    return settings.PUBLIC_ORIGIN.rstrip("/") or request.build_absolute_uri("/").rstrip("/")


def following(request: HttpRequest, last: int) -> str:
    """The address of the next page."""
    query = request.GET.copy()
    query["after"] = str(last)
    return f"{origin(request)}{request.path}?{query.urlencode()}"


def number(request: HttpRequest, name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from the address."""
    text = request.GET.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise BadQueryError(f"{name} 应为 {least} 到 {most} 的整数")
    return int(text)
