"""What is known of the request being answered: its number and the client's address."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestFacts:
    """`request_id` is shown on error pages; `address` is the client's, proxies considered."""

    request_id: str = "-"
    address: str | None = None


OUTSIDE = RequestFacts()
"""No request is being answered: a command or a timer is at work."""
current: ContextVar[RequestFacts] = ContextVar("request_facts", default=OUTSIDE)
