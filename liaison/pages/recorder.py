"""Which tables a page was made from: the recorder reads along with every query."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db import connections

QUOTED = re.compile(r'"(\w+)"')


@contextmanager
def recording() -> Iterator[set[str]]:
    """Within it the set fills with the names of the tables that were read, on any connection."""
    seen: set[str] = set()

    def look(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        seen.update(_named(statement))
        return execute(statement, parameters, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(look))
        yield seen


@lru_cache(maxsize=2000)
def _named(statement: str) -> frozenset[str]:
    """The tables in a statement of Django's, which quotes every name."""
    return frozenset(QUOTED.findall(statement)) & tables()


@cache
def tables() -> frozenset[str]:
    """Every table that a model stands for."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))
