"""QR codes as SVG: of an address of ours, and of what an authenticator reads."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def answer(request: HttpRequest, path: str) -> HttpResponse:
    """The full address of `path` as a picture that can be printed at any size."""
    origin = settings.PUBLIC_ORIGIN.rstrip("/")
    drawing = BytesIO()
    _code(origin + path if origin else request.build_absolute_uri(path)).save(
        drawing, kind="svg", border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def data_uri(text: str) -> str:
    """The text as a picture inside a page: nothing is fetched for it."""
    return str(_code(text).svg_data_uri(scale=4, border=2))


def _code(text: str) -> Any:
    """Imported when a code is drawn: few workers draw one."""
    import segno

    return segno.make(text, error="m", micro=False)
