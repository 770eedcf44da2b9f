"""For the supervisor and the load balancer: alive, and ready to answer."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LEAST_FREE = 200 * 1024 * 1024


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _answer("ok", 200)


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, its tables are those of this version, the disk has room."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return _answer("database unavailable", 503)
    if pending:
        return _answer("migrations pending", 503)
    if shutil.disk_usage(settings.VAR_DIR).free < LEAST_FREE:
        return _answer("disk full", 503)
    return _answer("ok", 200)


def _answer(word: str, status: int) -> HttpResponse:
    return HttpResponse(f"{word}\n", content_type="text/plain; charset=utf-8", status=status)


FLOOR = b"<!DOCTYPE html><html lang=zh-CN><title>floor</title>" + b"<p>0123456789</p>\n" * 1130


def floor(request: HttpRequest) -> HttpResponse:
    """Twenty kilobytes that cost nothing to make, behind the whole middleware (`LIAISON_BENCH`)."""
    return HttpResponse(FLOOR)
