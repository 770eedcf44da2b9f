"""Two small files that programs look for on every site: for search engines, and for who finds a weakness."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

PRIVATE_PATHS = ("/admin/", "/work/", "/accounts/")
SECURITY_TXT_HOLDS = timedelta(days=180)
"""Readers do not believe an older copy; the standard asks for less than a year."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: everything but the staff's rooms."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE_PATHS)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116), as long as somebody is named in SECURITY_CONTACT."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = timezone.now() + SECURITY_TXT_HOLDS
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: zh, en",
        f"Canonical: {request.build_absolute_uri(reverse('security_txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
