"""What the world may see holds nothing internal: no mobile, no ID number, no unpublished station."""

import re
from itertools import islice

import pytest
from django.test import Client

from deputies.demo import words
from deputies.models import Deputy
from stations.models import Station
from tests.guards import addresses
from tests.guards.crawling import FILES, kind_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?![\dA-Za-z])")


@pytest.fixture
def public_pages(crawled: dict[str, tuple[int, str]]) -> dict[str, str]:
    """The words of every page, by address."""
    return {address: page for address, (_, page) in crawled.items()}


def test_every_link_leads_somewhere(crawled: dict[str, tuple[int, str]]) -> None:
    assert not {address: status for address, (status, _) in crawled.items() if status >= 400}


def test_the_crawl_reaches_every_public_kind_of_page(public_pages: dict[str, str]) -> None:
    kinds = {kind_of(address) for address in public_pages}
    assert {
        "/",
        "/stations/",
        "/stations/<code>/",
        "/stations/<code>/standing/",
        "/progress/",
        "/find/",
        "/search/",
        "/deputies/",
        "/deputies/0/",
        "/campaigns/0/",
        "/campaigns/0/contributions/",
        "/campaigns/0/documents/0/",
        "/awards/0/",
        "/awards/0/0/",
        "/api/",
        "/bulletins/",
        "/bulletins/0/0/",
        "/bulletins/notices/0/0/",
        "/bulletins/feed/",
    } <= kinds
    assert len(kinds) > 12


def test_no_public_page_holds_a_mobile_or_an_id_number(public_pages: dict[str, str]) -> None:
    pages = {address: page for address, page in public_pages.items() if not address.startswith(FILES)}
    assert not {a: MOBILE.findall(page) for a, page in pages.items() if MOBILE.search(page)}
    assert not {a: ID_NUMBER.findall(page) for a, page in pages.items() if ID_NUMBER.search(page)}


def test_no_public_page_holds_the_liaison_officers_number(public_pages: dict[str, str]) -> None:
    numbers = set(Station.objects.exclude(contact_phone="").values_list("contact_phone", flat=True))
    assert numbers
    assert not [a for a, page in public_pages.items() if any(number in page for number in numbers)]


def test_no_public_page_holds_what_is_internal_about_a_deputy(public_pages: dict[str, str]) -> None:
    """Every telephone, and the words that only the demo's internal columns hold."""
    planted = set(Deputy.objects.exclude(phone="").values_list("phone", flat=True))
    planted |= {words.AWAY, words.MOVED_AWAY, *words.PARTIES} - {"群众"}
    assert len(planted) > 1000
    born = re.compile(r"(?<!\d)19[5-9]\d-(?:0[1-9]|1[0-2])(?!\d)")
    for address, page in public_pages.items():
        if address.startswith(FILES):
            continue
        assert not [word for word in planted if word in page], address
        assert not born.search(page), address


def test_a_station_in_preparation_is_not_public(
    desks: dict[str, Client], public_pages: dict[str, str]
) -> None:
    hidden = Station.objects.filter(status="preparing")
    assert hidden
    for station in islice(hidden, 3):
        for address in addresses.walk():
            if address.gaps == ["code"] and not addresses.is_for_staff(address):
                asked = address.filled({"code": station.code})
                assert desks["anonymous"].get(asked).status_code == 404, asked
        assert not [a for a, page in public_pages.items() if station.code in page]


def test_no_page_names_another_host(public_pages: dict[str, str]) -> None:
    loaded = re.compile(
        r"<(?:script|img|iframe|source|link)\b[^>]*\b(?:src|href)=\"(?:https?:)?//(?!testserver/)[^\"]+"
    )
    assert not {a: loaded.findall(page) for a, page in public_pages.items() if loaded.search(page)}
