"""Reading modes: 长辈版 (lg), 高对比 (hc), 字号 (fs), kept in a cookie, switched by a plain link.

`?lg=1`, `?hc=1` and `?fs=l` work without JavaScript; the cookie is readable by the page's
script so that it can switch without a reload.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

MODES = {"lg": ("1",), "hc": ("1",), "fs": ("l", "s")}
"""Each mode with the values that switch it on; anything else switches it off."""
YEAR = 365 * 24 * 60 * 60


def modes(request: HttpRequest) -> dict[str, str]:
    """Which reading modes this reader has switched on; an empty text is off."""
    return {mode: _known(mode, request.COOKIES.get(mode, "")) for mode in MODES}


def _known(mode: str, value: str) -> str:
    return value if value in MODES[mode] else ""


class ModesMiddleware:
    """Turns `?lg=`, `?hc=` and `?fs=` into a cookie and sends the reader back to the same page.

    Other parameters stay, so a filtered list is still filtered in large type.
    Sets `request.modes` for the templates.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = {mode: _known(mode, request.GET[mode]) for mode in MODES if mode in request.GET}
        if chosen and request.method in ("GET", "HEAD"):
            return remember(request, chosen)
        request.modes = modes(request)
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


def remember(request: HttpRequest, chosen: dict[str, str]) -> HttpResponse:
    """Redirect to the address without the mode parameters, with the choice in cookies."""
    query = request.GET.copy()
    for mode in chosen:
        del query[mode]
    # A path such as //elsewhere must not become another host's address.
    path = escape_leading_slashes(escape_uri_path(request.path))
    response = HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
    response["Cache-Control"] = "no-store"
    for mode, value in chosen.items():
        if value:
            response.set_cookie(mode, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
        else:
            response.delete_cookie(mode, samesite="Lax")
    return response
