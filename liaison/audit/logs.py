"""Log lines carry the request's number and never a line break from outside."""

import logging

from liaison.audit.context import current


class RequestFilter(logging.Filter):
    """Adds `request_id` and flattens line breaks, so that nobody can forge a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get().request_id
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
