"""Receptions in a browser: the first screen after the scan, the paper on the door, a keeper's phone."""

import re
from typing import Any

import pytest

from liaison.portal.demo import PASSWORD
from tests.journeys.pages import OVERFLOW
from tests.journeys.test_a_citizen import BOTTOM, PHONE, sheets

SMALL = {"width": 390, "height": 844}


@pytest.fixture
def address(site: str, browser: Any) -> str:
    """The station of 孟庄镇, whose next reception is announced."""
    page = browser.new_page()
    page.goto(f"{site}/find/?q=孟庄镇")
    found = page.get_by_role("link", name="看本站的全部信息").get_attribute("href")
    page.close()
    return site + found


def test_place_time_and_names_stand_on_the_first_screen_without_script(address: str, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=True)
    page = context.new_page()
    page.goto(address)
    # The strip that says 演示数据 does not stand on a real installation.
    strip = page.evaluate(BOTTOM, ".demo")
    assert re.search(r"接待代表：\S+（\S+?）", page.locator(".meet").inner_text().replace("\n", ""))
    assert page.evaluate(BOTTOM, ".place") - strip <= 520
    assert page.evaluate(BOTTOM, ".meet .meet-t + p") - strip <= 520
    assert page.evaluate(BOTTOM, ".acts") - strip <= PHONE["height"]
    context.close()


def test_the_duty_poster_is_one_sheet(address: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{address}receptions/poster/")
    assert sheets(page) == 1
    page.goto(f"{address}receptions/?month=2026-10")
    assert sheets(page) <= 2
    page.close()


def test_a_keeper_fills_and_announces_on_the_phone(site: str, browser: Any) -> None:
    context = browser.new_context(viewport=SMALL, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/accounts/login/?next=/work/receptions/%3Fstate%3Dplanned")
    page.get_by_label("用户名").fill("mengzhuang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    while not page.locator(".plan-a a").count():
        page.get_by_role("link", name="下个月").click()
    assert page.evaluate(OVERFLOW) == 0
    page.locator(".plan-a a").first.click()
    page.get_by_role("button", name=re.compile("^公告")).click()
    assert "的接待已公告" in page.get_by_role("status").inner_text()
    context.close()
