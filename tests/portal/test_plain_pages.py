"""Pages that always stand, pages for what went wrong, and the files machines read."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liaison.portal import errors
from liaison.portal.models import SiteSettings
from stations.models import Station
from tests import make

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/stations/",
    "/find/",
    "/search/",
    "/progress/",
    "/accessibility/",
    "/privacy/",
    "/styleguide/",
]


def test_every_page_has_one_heading_and_a_title_of_its_own(client, cast):
    station = make.station(cast.mengzhuang)
    addresses = [*PAGES, station.get_absolute_url(), f"{station.get_absolute_url()}poster/"]
    pages = [client.get(address).text for address in addresses]
    titles = [re.search("<title>(.*?)</title>", page)[1] for page in pages]
    assert len(set(titles)) == len(titles)
    for page, title in zip(pages, titles, strict=True):
        assert title.endswith("人大代表联络站")
        assert len(re.findall("<h1[ >]", page)) == 1
        assert '<html lang="zh-CN"' in page
        assert re.search('<meta name="description" content="[^"]{8,}"', page)
        assert '<meta name="SiteName"' in page


@pytest.mark.parametrize("address", [p for p in PAGES if p != "/"])
def test_a_page_says_where_it_stands(client, cast, address):
    page = client.get(address).text
    assert '<li aria-current="page">' in page
    assert page.count('aria-label="当前位置"') == 1


@pytest.mark.parametrize("address", ["/", "/stations/", "/progress/", "/search/"])
def test_the_menu_marks_the_page_that_is_open(client, cast, address):
    assert f'<a href="{address}" aria-current="page">' in client.get(address).text


def test_a_wrong_address_offers_a_search_and_a_number(client, db):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/nothing/at/all/")
    assert answer.status_code == 404
    assert 'action="/find/"' in answer.text
    assert "如需帮助，请告知编号" in answer.text
    assert not asked.captured_queries


def test_a_stale_form_is_told_to_reload(db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "页面已过期，请返回刷新后重新提交" in answer.text


@pytest.mark.parametrize("status", [400, 403, 413, 429, 500, 503])
def test_every_error_has_a_page_of_ours_without_the_database(rf, django_db_blocker, status):
    with django_db_blocker.block():
        answer = errors._page(rf.get("/"), status)
    assert answer.status_code == status
    assert "回首页" in answer.text


def test_when_even_the_error_page_breaks_something_is_answered(rf, monkeypatch):
    monkeypatch.setattr(errors, "render_to_string", lambda *_: 1 / 0)
    answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "页面没有打开" in answer.text


def test_machines_find_the_map_and_stay_out_of_the_desk(client, cast):
    station = make.station(cast.mengzhuang)
    hidden = make.station(cast.baiquan, status="preparing")
    robots = client.get("/robots.txt").text
    assert "Disallow: /admin/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    places = client.get("/sitemap.xml").text
    assert f"http://testserver{station.get_absolute_url()}" in places
    assert hidden.code not in places


def test_who_finds_a_weakness_learns_whom_to_tell(client, db, settings, time_machine):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.gov.cn"
    time_machine.move_to("2026-11-27 10:00+08:00")
    told = client.get("/.well-known/security.txt")
    assert told["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:security@example.gov.cn\n" in told.text
    assert "Expires: 2027-05-26T00:00:00Z\n" in told.text
    assert "Canonical: http://testserver/.well-known/security.txt\n" in told.text


def test_probes_answer_in_plain_words(client, db, monkeypatch):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ok\n"
    monkeypatch.setattr("liaison.portal.health.LEAST_FREE", 1 << 62)
    assert client.get("/readyz").status_code == 503


def test_uploads_are_served_and_evidence_is_not(client, settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "private" / "evidence").mkdir(parents=True)
    (tmp_path / "private" / "evidence" / "a.pdf").write_text("x")
    (tmp_path / "a.jpg").write_text("x")
    assert client.get("/media/a.jpg").status_code == 200
    for address in (
        "/media/private/evidence/a.pdf",
        "/media/stations/../private/evidence/a.pdf",
        "/media/../a",
        f"/media/{'a' * 3000}",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [*PAGES, "/robots.txt", "/progress/coverage.csv"])
def test_only_reading_is_allowed(client, cast, address):
    assert client.post(address).status_code == 405
    assert client.delete(address).status_code == 405


def test_the_sign_in_bears_the_sites_name_and_the_demo_strip(client, cast):
    SiteSettings.objects.create(city=cast.city, site_name="示例市人大代表联络站", is_demo=True)
    page = client.get("/accounts/login/").text
    assert "示例市人大代表联络站</title>" in page
    assert "演示数据" in page


def test_a_site_map_that_is_too_large_for_one_file_is_a_list_of_files(client, cast, monkeypatch):
    monkeypatch.setattr("liaison.portal.sitemaps.PART", 2)
    for place in (cast.mengzhuang, cast.baiquan, cast.yuanwu):
        make.station(place)
    listed = re.findall(r"<loc>http://testserver(\S+?)</loc>", client.get("/sitemap.xml").text)
    assert "/sitemap-pages.xml" in listed
    found = [re.findall(r"<loc>http://testserver(\S+?)</loc>", client.get(one).text) for one in listed]
    told = [address for addresses in found for address in addresses]
    assert len(told) == len(set(told))
    assert {station.get_absolute_url() for station in Station.objects.all()} <= set(told)


@pytest.mark.parametrize(
    "name", ["nothing", "stations", "stations-99", "stations--1", "pages-0", "stations-9999999"]
)
def test_a_file_that_the_site_map_does_not_list_is_not_there(client, cast, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404
