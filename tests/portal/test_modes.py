"""长辈版 and 高对比 without script: a link, a cookie, the same page again."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_mode_is_a_cookie_and_the_same_address_without_it(client, cast):
    answer = client.get("/stations/?county=410782&lg=1&page=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/stations/?county=410782&page=2"
    assert answer.cookies["lg"].value == "1"
    assert answer.cookies["lg"]["samesite"] == "Lax"


def test_the_page_carries_the_classes_of_the_cookies(client, cast):
    assert '<html lang="zh-CN">' in client.get("/").text
    client.get("/?lg=1&hc=1")
    assert '<html lang="zh-CN" class="lg hc">' in client.get("/").text


def test_a_mode_goes_off_the_same_way(client, cast):
    client.get("/?hc=1")
    client.get("/?hc=0")
    assert '<html lang="zh-CN">' in client.get("/").text


@pytest.mark.parametrize("path", ["//elsewhere.example/", "/\\elsewhere.example/"])
def test_a_mode_link_never_leads_to_another_host(client, path):
    where = client.get(f"{path}?lg=1")["Location"]
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))


def test_any_value_but_one_switches_off(client, cast):
    assert client.get("/?lg=yes").cookies["lg"].value == ""


def test_the_switch_keeps_the_filter(client, cast):
    page = client.get("/stations/?county=410782").text
    assert 'href="?county=410782&amp;lg=1"' in page


def test_error_pages_know_the_modes_too(client, db):
    client.cookies["lg"] = "1"
    assert '<html lang="zh-CN" class="lg">' in client.get("/nothing/").text
