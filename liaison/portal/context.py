"""What every page knows: the site's words, the day, the reader's modes."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from liaison.portal.frame import Frame
from liaison.portal.models import SiteSettings


def site_of(request: HttpRequest) -> SiteSettings:
    """The site's settings, fetched once for each request."""
    if not hasattr(request, "site_settings"):
        request.site_settings = SiteSettings.load()
    return request.site_settings


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, `today`, `modes` and `frame` for every template; one query, or none."""
    return {
        "site": site_of(request),
        "today": timezone.localdate(),
        "frame": Frame(request.path),
        "modes": getattr(request, "modes", {"lg": "", "hc": "", "fs": ""}),
    }
