"""Uploaded pictures. A web server in front may answer instead; the rule is the same."""

from mimetypes import guess_type
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from liaison.lib.headers import UPLOADED
from liaison.lib.storage import is_on_disk

WEEK = 7 * 24 * 60 * 60
LONGEST = 200
"""Characters; our own names stay far below, and a file system raises on names too long for it."""
PRIVATE = "private"
"""Evidence and everything else that only staff may see lies below this folder."""


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A public upload; names are random and never reused, so it may be kept for a week."""
    parts = PurePosixPath(path).parts
    if not parts or parts[0] == PRIVATE or ".." in parts or len(path) > LONGEST:
        raise Http404("没有这个文件")
    response = from_disk(request, path) if is_on_disk() else from_store(path)
    response.headers["Content-Security-Policy"] = UPLOADED
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response


def from_disk(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file from this machine's disk; a browser that has it is told so."""
    return serve(request, path, document_root=settings.MEDIA_ROOT)


def from_store(path: str) -> HttpResponseBase:
    """The file from the store that all machines share; its type is told by the name that we gave it."""
    try:
        content = default_storage.open(path)
    except (FileNotFoundError, SuspiciousFileOperation) as problem:
        raise Http404("没有这个文件") from problem
    kind = guess_type(path)[0] or "application/octet-stream"
    return FileResponse(content, content_type=kind)
