"""One record is one line, whatever a visitor sent."""

import io
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from liaison.audit.logs import OneLineFormatter, RequestFilter


def test_a_traceback_with_words_of_a_visitor_forges_no_line():
    try:
        int("x\r\n2026-11-29 ERROR forged")
    except ValueError:
        record = logging.LogRecord("site", logging.ERROR, "", 1, "a\nb", (), sys.exc_info())
    RequestFilter().filter(record)
    line = OneLineFormatter("{levelname} [{request_id}] {message}", style="{").format(record)
    assert "\n" not in line
    assert "\r" not in line
    assert "forged" in line
    assert line.startswith("ERROR [")


@contextmanager
def heard_from(name: str) -> Iterator[io.StringIO]:
    """What one logger says, as the site writes it."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.addFilter(RequestFilter())
    handler.setFormatter(logging.Formatter("{levelname} {name} {message}", style="{"))
    log = logging.getLogger(name)
    log.addHandler(handler)
    try:
        yield heard
    finally:
        log.removeHandler(handler)


def test_a_request_with_a_foreign_host_name_is_refused_with_a_line_and_not_called_a_fault(client, db):
    with heard_from("django.security.DisallowedHost") as heard:
        assert client.get("/", HTTP_HOST="evil.example").status_code == 400
    lines = heard.getvalue().splitlines()
    assert lines
    assert all(line.startswith("WARNING django.security.DisallowedHost") for line in lines)
    assert "evil.example" in lines[0]


def test_whoever_has_no_right_leaves_one_line(client, cast):
    client.force_login(cast.huixian_officer)
    with heard_from("django.request") as heard:
        assert client.get("/admin/accounts/user/").status_code == 403
    (line,) = heard.getvalue().splitlines()
    assert line.startswith("WARNING django.request")
    assert "/admin/accounts/user/" in line


def test_a_line_tells_its_time_with_the_zone():
    told = settings.LOGGING["formatters"]["line"]
    record = logging.LogRecord("site", logging.WARNING, "", 1, "said", (), None)
    line = logging.Formatter(told["format"], told["datefmt"], told["style"], defaults={"request_id": "-"})
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0800 WARNING site \[-\] said", line.format(record))
