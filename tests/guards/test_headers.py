"""Every kind of answer carries the browser's orders: pages, errors, files, redirects."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}
UPLOADED = {
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "sandbox",
}
ORDERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS = {
    "a page": ("get", "/", 200),
    "no such page": ("get", "/nothing-here/", 404),
    "no such method": ("delete", "/stations/", 405),
    "a bad request": ("get", "/stations/?q=%00", 400),
    "a probe": ("get", "/healthz", 200),
    "a style sheet": ("get", "/static/css/site.css", 200),
    "a script": ("get", "/static/js/site.js", 200),
    "no such file": ("get", "/static/nothing.css", 404),
    "a picture": ("get", "/media/guard.svg", 200),
    "no such picture": ("get", "/media/nothing.jpg", 404),
    "the door of the desk": ("get", "/admin/", 302),
    "the sign-in": ("get", "/accounts/login/", 200),
    "a door for staff": ("get", "/work/", 302),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(settings, tmp_path) -> Client:
    """A client for whom files are served as on a real start, errors answered as pages."""
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.MEDIA_ROOT = tmp_path
    default_storage.save("guard.svg", ContentFile(b"<svg/>"))
    return Client(raise_request_exception=False)


def check_orders(response: HttpResponse, wanted: set[str] = POLICY) -> None:
    policy = {part.strip() for part in response.headers.get("Content-Security-Policy", "").split(";")}
    assert policy >= wanted
    for name, value in ORDERS.items():
        assert response.headers.get(name) == value, name
    assert "geolocation=" in response.headers.get("Permissions-Policy", "")
    assert not {"Server", "X-Powered-By"} & set(response.headers)


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_carries_the_orders(browser, what: str) -> None:
    method, address, status = ANSWERS[what]
    response = getattr(browser, method)(address)
    assert response.status_code == status
    check_orders(response, UPLOADED if what == "a picture" else POLICY)


def test_a_broken_page_carries_them_too(browser, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("liaison.portal.context.SiteSettings.load", broken)
    response = browser.get("/")
    assert response.status_code == 500
    check_orders(response)


def test_cookies_are_out_of_reach_of_scripts(browser) -> None:
    browser.get("/accounts/login/")
    for cookie in browser.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] in {"Lax", "Strict"}
    assert settings.SESSION_COOKIE_HTTPONLY
