"""What a phone on a village network fetches before a page can be read (docs/speed.md).

HTML is packed as weakly as nginx packs by itself (level 1), files as whitenoise packs them (9).
"""

import gzip
import re
from collections import Counter

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from deputies.models import Assignment
from stations.models import Station
from tests.guards.crawling import FILES

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

KB = 1000
HTML, STYLE, SCRIPT, REQUESTS = 15 * KB, 12 * KB, 5 * KB, 4
FOR_STAFF = ("/accounts/", "/work/", "/admin/")
STYLES = re.compile(r"<link rel=\"stylesheet\" href=\"([^\"]+)\"")
SCRIPTS = re.compile(r"<script\b[^>]*\bsrc=\"([^\"]+)\"[^>]*>")
FETCHED = re.compile(r"<(?:link rel=\"icon\"[^>]*|img\b[^>]*)\b(?:href|src)=\"(/[^\"]+)\"")


@pytest.fixture
def pages(crawled: dict[str, tuple[int, str]]) -> dict[str, str]:
    """Every kind of page that the public reads."""
    found = {address: body for address, (_, body) in crawled.items() if body.startswith("<!DOCTYPE html")}
    return {address: body for address, body in found.items() if not address.startswith(FOR_STAFF)}


def packed(address: str) -> int:
    """Bytes of a static file on its way."""
    path = finders.find(address.removeprefix("/static/"))
    assert path, address
    with open(path, "rb") as file:
        return len(gzip.compress(file.read(), 9))


def test_a_page_is_light(pages: dict[str, str]) -> None:
    weights = {address: len(gzip.compress(body.encode(), 1)) for address, body in pages.items()}
    assert len(weights) > 50
    assert not {address: weight for address, weight in weights.items() if weight > HTML}


def test_the_fullest_station_is_light_too(pages: dict[str, str], client: Client) -> None:
    places = Counter(Assignment.objects.open().values_list("station", flat=True))
    fullest = Station.objects.get(pk=places.most_common(1)[0][0])
    assert len(gzip.compress(client.get(fullest.get_absolute_url()).content, 1)) <= HTML


def test_a_page_has_one_small_style_sheet(pages: dict[str, str]) -> None:
    assert {tuple(STYLES.findall(body)) for body in pages.values()} == {("/static/css/site.css",)}
    assert packed("/static/css/site.css") <= STYLE


def test_the_scripts_of_a_page_are_small_and_wait_for_it(pages: dict[str, str]) -> None:
    for scripts in {tuple(SCRIPTS.findall(body)) for body in pages.values()}:
        assert sum(map(packed, scripts)) <= SCRIPT, scripts
    tags = {tag[0] for body in pages.values() for tag in SCRIPTS.finditer(body)}
    assert not [tag for tag in tags if " defer" not in tag and 'type="module"' not in tag]


def test_a_page_without_its_photos_takes_four_requests(pages: dict[str, str]) -> None:
    def requests(body: str) -> set[str]:
        drawings = {address for address in FETCHED.findall(body) if not address.startswith(FILES)}
        return {"the page", *STYLES.findall(body), *SCRIPTS.findall(body), *drawings}

    found = {address: requests(body) for address, body in pages.items()}
    assert not {address: asked for address, asked in found.items() if len(asked) > REQUESTS}


def test_no_style_sheet_asks_for_anything_more() -> None:
    """No fonts, no pictures, no further sheets, nothing of another host."""
    with open(str(finders.find("css/site.css")), encoding="utf-8") as file:
        assert not re.findall(r"@font-face|@import|url\([^)]*\)|https?:", file.read())
