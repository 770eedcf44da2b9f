"""The deputies' desk in a real browser: every page at every width, and a gap closed without scripts."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.journeys.test_the_desk import desk, holds, sign_in  # noqa: F401 -- `desk` is a fixture

LISTS = {
    "deputies": "/admin/deputies/deputy/",
    "new deputy": "/admin/deputies/deputy/add/",
    "gaps": "/admin/deputies/deputy/gaps/",
    "roster export": "/admin/deputies/deputy/export/",
    "terms": "/admin/deputies/term/",
    "new term": "/admin/deputies/term/add/",
    "posts": "/admin/deputies/post/",
    "vacancies": "/admin/deputies/post/vacancies/",
    "rosters": "/admin/deputies/rosterimport/",
}
OF_ONE = {
    "/admin/deputies/deputy/": ("", "../history/", "../elect/", "../assign/"),
    "/admin/deputies/term/": ("", "../close/?on=2026-06-01", "../compare/"),
    "/admin/deputies/post/": ("", "../history/"),
}


def first_of(site: str, page: Any, address: str) -> str:
    """The form of the first row of a list."""
    page.goto(f"{site}{address}", wait_until="networkidle")
    return urlsplit(page.locator("#result_list tbody th a").first.get_attribute("href")).path


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_the_deputies_desk_holds(site: str, desk: Any, name: str) -> None:  # noqa: F811
    holds(desk, site + LISTS[name], name)


@pytest.mark.parametrize("address", OF_ONE)
def test_pages_about_one_record_hold(site: str, desk: Any, address: str) -> None:  # noqa: F811
    form = first_of(site, desk, f"{address}?running=yes" if "term" in address else address)
    for page in OF_ONE[address]:
        holds(desk, site + form + page, page or "form")


def test_gaps_are_closed_without_scripts(site: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(site, page, "huixian")
    page.goto(f"{site}/admin/deputies/deputy/gaps/")
    ticked = page.locator("input[name=deputy]:checked").count()
    assert ticked
    page.click("text=预览所选")
    assert f"{ticked} 人可以安排" in page.locator("main").inner_text()
    page.click("text=确认安排")
    assert f"已安排 {ticked} 人" in page.locator("main").inner_text()
    page.goto(f"{site}/admin/deputies/deputy/gaps/")
    assert page.locator("input[name=deputy]:checked").count() == 0
    context.close()
