"""Which public pages are kept finished, and what each depends on besides the tables it read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from liaison.pages.watch import Paths


@dataclass(frozen=True)
class Finished:
    """A page that may be kept.

    `parameters`: the query parameters it knows; with any other it is made afresh. `scopes`
    answers the keys (`station:7`) for the values of the address: what is read from the tables
    that those scopes cover then counts only where the scope was written to.
    """

    parameters: tuple[str, ...] = ()
    scopes: Callable[[dict[str, Any]], Iterable[str]] | None = None


@dataclass(frozen=True)
class Plan:
    """What the site keeps: pages by the name of their address, watched tables, scopes, and the clock.

    `edges` answers, for a moment and the versions at that moment, when that day the clock alone
    changes a page.
    """

    pages: dict[str, Finished]
    tables: Callable[[], frozenset[str]]
    paths: Paths = field(default_factory=dict)
    edges: Callable[[datetime, dict[str, int]], list[datetime]] = lambda now, versions: []

    def page_of(self, request: HttpRequest) -> "tuple[Finished, list[str]] | None":
        """The page that is asked for and its scopes' keys; None when it is not to be kept."""
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return None
        page = self.pages.get(match.view_name)
        if page is None or not set(request.GET).issubset(page.parameters):
            return None
        return page, list(page.scopes(match.kwargs)) if page.scopes else []

    def keys(self, read: set[str], scopes: list[str]) -> tuple[str, ...] | None:
        """On what a page depends that read these tables; None when one of them is not watched."""
        if not read <= self.tables():
            return None
        names = {scope.partition(":")[0] for scope in scopes}
        covered = {table for name in names for table in self.paths.get(name, ())}
        return (*sorted(read - covered), *scopes, EVERYTHING)


EVERYTHING = "*"
"""The key that every page depends on."""


def plan() -> Plan | None:
    """The plan of this site; None where the setting says that no page is kept."""
    return written_plan() if settings.FINISHED_PAGES else None


@cache
def written_plan() -> Plan:
    """The plan of this site, whether pages are kept or not."""
    module, _, name = settings.FINISHED_PLAN.rpartition(".")
    found: Plan = getattr(import_module(module), name)
    return found
