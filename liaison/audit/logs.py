"""Log lines carry the request's number and never a line break from outside."""

import logging

from liaison.audit.context import current

REFUSED = "django.security."
"""Where Django tells of what it refused: a foreign host name, a redirect to elsewhere, too many fields."""
FORBIDDEN = 403
"""The answer to whoever has no right: where in the program it is given tells nothing."""


class RequestFilter(logging.Filter):
    """Adds `request_id` and flattens line breaks, so that nobody can forge a line.

    What was refused is a warning in one line: anybody can cause it, and an error means a fault of ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get().request_id
        if record.name.startswith(REFUSED):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        if record.name.startswith(REFUSED) or getattr(record, "status_code", 0) == FORBIDDEN:
            record.exc_info = None
        message = record.getMessage()
        if "\n" in message or "\r" in message:
            record.msg = message.replace("\r", "\\r").replace("\n", "\\n")
            record.args = ()
        return True


class OneLineFormatter(logging.Formatter):
    """A record with its traceback as one line: what a visitor sent stands in tracebacks too (trust.md R8).

    To read one: `sed 's/\\\\n/\\n/g'`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Line breaks as backslash and letter."""
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")
