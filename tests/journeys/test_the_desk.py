"""A city editor at the desk in a real browser: every page, a correction, a mistake, no scripts."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from liaison.portal.demo import PASSWORD
from tests.journeys.pages import FAULTS, OPEN_ALL, OVERFLOW

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390, 320)
PAGES = {
    "index": "/admin/",
    "stations": "/admin/stations/station/",
    "station": "{station}",
    "new station": "/admin/stations/station/add/",
    "history": "{station}../history/",
    "new stage": "{station}../advance/",
    "coverage": "/admin/stations/station/coverage/?show=all",
    "import": "/admin/stations/station/import/",
    "export": "/admin/stations/station/export/",
    "divisions": "/admin/divisions/division/",
    "account": "/admin/accounts/user/add/",
    "settings": "/admin/portal/sitesettings/",
    "trail": "/admin/audit/event/",
    "password": "/accounts/password/",
}


def sign_in(site: str, page: Any, name: str = "city") -> None:
    """By keyboard alone, through the only door."""
    page.goto(f"{site}/admin/stations/station/?q=mzz")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#result_list")


@pytest.fixture(scope="module")
def desk(site: str, browser: Any) -> Iterator[Any]:
    """The desk of the city editor; `desk.complaints` collects what the browser objects to."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    page.on("dialog", lambda dialog: dialog.accept())
    host = urlsplit(site).netloc
    known = (host, "")
    page.on(
        "request",
        lambda asked: urlsplit(asked.url).netloc in known or page.complaints.append(asked.url),
    )
    sign_in(site, page)
    yield page
    context.close()


@pytest.fixture(scope="module")
def station(site: str, desk: Any) -> str:
    """The form of the demo city's best known station."""
    desk.goto(f"{site}/admin/stations/station/?q=mzz")
    return urlsplit(desk.locator("#result_list tbody th a").first.get_attribute("href")).path


def holds(desk: Any, address: str, name: str) -> None:
    """No complaint, nothing wider than the screen, nothing that axe objects to; at every width."""
    for width in WIDTHS:
        desk.set_viewport_size({"width": width, "height": 900})
        desk.complaints.clear()
        desk.goto(address, wait_until="networkidle")
        assert not desk.complaints, f"{name} at {width}"
        desk.evaluate(OPEN_ALL)
        assert desk.evaluate(OVERFLOW) == 0, f"{name} scrolls sideways at {width}"
        if width != 320:
            found = Axe().run(desk, options=FAULTS | {"runOnly": STANDARDS})
            assert found.violations_count == 0, f"{name} at {width}\n{found.generate_report()}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_desk_holds(site: str, desk: Any, station: str, name: str) -> None:
    holds(desk, site + PAGES[name].format(station=station), name)


def test_what_the_desk_changes_the_public_page_shows(site: str, desk: Any, station: str) -> None:
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(site + station, wait_until="networkidle")
    desk.fill("#id_directions", "进门右手第三间")
    desk.click("[name=_save]")
    desk.wait_for_selector(".messagelist .success")
    desk.goto(site + station)
    desk.get_by_role("link", name="看公众页面").click()
    desk.wait_for_load_state()
    assert "进门右手第三间" in desk.locator("main").inner_text()


def test_an_error_is_summed_up_and_nothing_typed_is_lost(site: str, desk: Any, station: str) -> None:
    desk.goto(site + station, wait_until="networkidle")
    desk.fill("#id_phone", "13800000000")
    desk.click("[name=_save]")
    desk.wait_for_load_state()
    assert desk.title().startswith("有错误")
    summary = desk.locator(".esum")
    assert "站内电话：电话应为座机" in summary.inner_text()
    assert summary.get_by_role("link").first.get_attribute("href") == "#id_phone"
    assert desk.input_value("#id_phone") == "13800000000"


def test_the_desk_works_without_scripts(site: str, browser: Any, station: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(site, page)
    page.goto(site + station)
    page.fill("#id_shared_with", "党群服务中心、便民中心")
    page.click("[name=_save]")
    page.goto(site + station)
    assert page.input_value("#id_shared_with") == "党群服务中心、便民中心"
    context.close()
