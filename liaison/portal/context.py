"""What every page knows: the site's words, the day, the reader's modes."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from liaison.portal.models import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, `today` and `modes` for every template; one query."""
    return {
        "site": getattr(request, "site_settings", None) or SiteSettings.load(),
        "today": timezone.localdate(),
        "modes": getattr(request, "modes", {"lg": False, "hc": False}),
    }
