"""Uploaded pictures. A web server in front may answer instead; the rule is the same."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from liaison.lib.headers import UPLOADED

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
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Content-Security-Policy"] = UPLOADED
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response
