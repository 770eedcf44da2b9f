"""What a citizen does: scan, look, call, find; on a small phone, with and without script."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.pages import OVERFLOW, STATION

PHONE = {"width": 360, "height": 640}
BOTTOM = "s => document.querySelector(s).getBoundingClientRect().bottom"


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A small phone whose browser runs no script at all."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def desktop(browser: Any) -> Iterator[Any]:
    """A large screen with script."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def test_from_the_front_page_to_a_station_by_its_name_without_script(site: str, phone: Any) -> None:
    phone.goto(site)
    phone.get_by_label("输入村、社区、单位或者代表姓名").fill("辉县市孟庄镇")
    phone.get_by_role("button", name="查找").click()
    phone.get_by_role("link", name="看本站的全部信息").click()
    assert phone.locator("h1").inner_text() == STATION
    assert phone.get_by_role("link", name="打电话").get_attribute("href").startswith("tel:0")


def test_from_the_front_page_to_a_station_in_two_taps(site: str, phone: Any) -> None:
    phone.goto(site)
    phone.get_by_role("link", name=re.compile("^辉县市")).first.click()
    phone.get_by_role("link", name=STATION).click()
    assert phone.locator("h1").inner_text() == STATION


def test_from_the_front_page_by_village_to_a_deputy_in_two_taps(site: str, phone: Any) -> None:
    phone.goto(f"{site}/find/?q=孟庄镇")
    phone.get_by_role("link", name="看本站的全部信息").click()
    village = phone.locator(".areas li").first.inner_text().split("\n")[0].split("也叫")[0].strip()
    phone.goto(site)
    phone.get_by_label("输入村、社区、单位或者代表姓名").fill(f"孟庄镇{village}")
    phone.get_by_role("button", name="查找").click()
    phone.locator("p.row a[href^='/deputies/']").first.click()
    assert phone.locator("h1.who-n").inner_text()
    assert phone.locator(".meet .slip").count() == 1


def test_from_the_wall_to_the_names_before_the_second_screen_ends(site: str, phone: Any) -> None:
    phone.goto(f"{site}/find/?q=孟庄镇")
    code = phone.get_by_role("link", name="看本站的全部信息").get_attribute("href").split("/")[2]
    phone.goto(f"{site}/s/{code}/")
    box = phone.locator("#deputies .person").first.bounding_box()
    assert box["y"] + box["height"] <= 2 * PHONE["height"]
    phone.locator("#deputies .person a").first.click()
    assert phone.url.startswith(f"{site}/deputies/")


def test_by_a_persons_name_in_one_question(site: str, phone: Any) -> None:
    phone.goto(f"{site}/deputies/?county=410782")
    name = phone.locator(".person a").first.inner_text()
    phone.goto(site)
    phone.get_by_label("输入村、社区、单位或者代表姓名").fill(name)
    phone.get_by_role("button", name="查找").click()
    assert phone.get_by_role("link", name=name, exact=True).count() >= 1


def test_the_list_of_deputies_narrows_without_script(site: str, phone: Any) -> None:
    phone.goto(f"{site}/deputies/")
    phone.get_by_label("县（市、区）").select_option("410782")
    phone.get_by_role("button", name="筛选").click()
    phone.get_by_label("乡镇（街道）联络站").select_option(label="孟庄镇联络站")
    phone.get_by_role("button", name="筛选").click()
    assert "孟庄镇联络站" in phone.locator("#res").inner_text()


def test_the_first_screen_after_the_scan_holds_place_time_and_actions(
    site: str, phone: Any, browser: Any
) -> None:
    phone.goto(f"{site}/find/?q=孟庄镇")
    address = phone.get_by_role("link", name="看本站的全部信息").get_attribute("href")
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(site + address)
    # The strip that says 演示数据 does not stand on a real installation.
    strip = page.evaluate(BOTTOM, ".demo")
    assert page.evaluate(BOTTOM, ".acts") - strip <= PHONE["height"]
    context.close()


def test_large_type_comes_by_a_plain_link_and_keeps_the_filter(site: str, phone: Any) -> None:
    phone.goto(f"{site}/stations/?county=410782")
    phone.get_by_role("link", name="长辈版").click()
    assert phone.url.endswith("/stations/?county=410782")
    assert phone.locator("html.lg").count() == 1
    phone.get_by_role("link", name="标准版").click()
    assert phone.locator("html.lg").count() == 0


def test_large_type_comes_without_a_reload_where_script_runs(site: str, desktop: Any) -> None:
    desktop.goto(site)
    desktop.evaluate("window.stayed = true")
    desktop.get_by_role("link", name="长辈版").click()
    assert desktop.locator("html.lg").count() == 1
    assert desktop.evaluate("window.stayed") is True
    assert desktop.evaluate(OVERFLOW) == 0
    desktop.goto(f"{site}/progress/")
    assert desktop.locator("html.lg").count() == 1


def test_the_keyboard_skips_to_the_content_first(site: str, desktop: Any) -> None:
    desktop.goto(site)
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.textContent") == "跳到主要内容"
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "main"


def test_a_link_into_folded_text_unfolds_it(site: str, desktop: Any) -> None:
    desktop.goto(f"{site}/progress/")
    monthly = desktop.get_by_role("region", name="按月进度表")
    monthly.get_by_role("link", name="辉县市").click()
    desktop.locator("#c410782[open]").wait_for()


def test_the_error_summary_takes_the_focus_and_the_title(site: str, desktop: Any) -> None:
    desktop.goto(f"{site}/styleguide/")
    assert desktop.evaluate("document.activeElement.id") == "esum"
    assert desktop.title().startswith("有 2 处需要修改")


def test_the_poster_prints_on_one_sheet_and_the_station_on_two(site: str, desktop: Any) -> None:
    desktop.goto(f"{site}/find/?q=孟庄镇")
    desktop.get_by_role("link", name="看本站的全部信息").click()
    assert sheets(desktop) <= 2
    desktop.get_by_role("link", name="打印公示牌（A4）").click()
    assert sheets(desktop) == 1


def sheets(page: Any) -> int:
    """How many A4 sheets the page prints on."""
    page.wait_for_load_state("networkidle")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))
