"""One record is one line, whatever a visitor sent."""

import io
import logging
import re
import sys

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


def test_a_request_with_a_foreign_host_name_is_refused_with_a_line_and_not_called_a_fault(client, db):
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.addFilter(RequestFilter())
    handler.setFormatter(logging.Formatter("{levelname} {name} {message}", style="{"))
    log = logging.getLogger("django.security.DisallowedHost")
    log.addHandler(handler)
    try:
        assert client.get("/", HTTP_HOST="evil.example").status_code == 400
    finally:
        log.removeHandler(handler)
    lines = heard.getvalue().splitlines()
    assert lines
    assert all(line.startswith("WARNING django.security.DisallowedHost") for line in lines)
    assert "evil.example" in lines[0]


def test_a_line_tells_its_time_with_the_zone():
    told = settings.LOGGING["formatters"]["line"]
    record = logging.LogRecord("site", logging.WARNING, "", 1, "said", (), None)
    line = logging.Formatter(told["format"], told["datefmt"], told["style"], defaults={"request_id": "-"})
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0800 WARNING site \[-\] said", line.format(record))
