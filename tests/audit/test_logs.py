"""One record is one line, whatever a visitor sent."""

import logging
import sys

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
