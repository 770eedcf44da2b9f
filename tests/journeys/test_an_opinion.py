"""From the code on the wall to the receipt, and from the letter box to the answer: a phone and a desk."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.pages import OVERFLOW, STATION

PHONE = {"width": 390, "height": 844}
SAID = "村口到学校那段路没有灯，孩子晚自习回来看不见"
PHONE_NUMBER = "15400000007"


class Citizen:
    """Somebody with a phone, who counts what they do."""

    def __init__(self, page: Any, site: str) -> None:
        self.page, self.site, self.interactions = page, site, 0

    def scan(self) -> None:
        """The code on the wall of the station."""
        self.page.goto(f"{self.site}/find/?q=孟庄镇")
        link = self.page.get_by_role("link", name="看本站的全部信息").get_attribute("href")
        self.page.goto(f"{self.site}/s/{link.rstrip('/').split('/')[-1]}/")
        assert self.page.locator("h1").inner_text() == STATION

    def tap(self, what: Any) -> None:
        self.interactions += 1
        what.click()

    def write(self, label: str, text: str) -> None:
        self.interactions += 1
        self.page.get_by_label(label).fill(text)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def citizen(request: Any, site: str, browser: Any) -> Iterator[Citizen]:
    """Without an account."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param)
    yield Citizen(context.new_page(), site)
    context.close()


def test_from_the_wall_to_the_receipt_in_four_interactions(citizen: Citizen) -> None:
    page = citizen.page
    citizen.scan()
    citizen.tap(page.get_by_role("link", name="反映意见"))
    citizen.write("您想反映什么", SAID)
    citizen.tap(page.get_by_text("我已满十四周岁"))
    page.wait_for_timeout(2100)  # nobody writes a sentence in less
    citizen.tap(page.get_by_role("button", name="提交意见"))
    assert citizen.interactions == 4
    assert page.locator("h1").inner_text() == "回执"
    code = page.locator("dl.kv .num").inner_text()
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}", code)
    assert page.locator("img[src$='qr.svg']").count() == 1
    page.goto(f"{citizen.site}/opinions/find/")
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查看进度").click()
    assert SAID in page.locator("main").inner_text()


def test_what_was_typed_stays_when_something_is_missing(citizen: Citizen) -> None:
    page = citizen.page
    citizen.scan()
    citizen.tap(page.get_by_role("link", name="反映意见"))
    citizen.write("您想反映什么", SAID)
    page.get_by_label("电话", exact=False).first.fill("1540000")
    page.wait_for_timeout(2100)
    citizen.tap(page.get_by_role("button", name="提交意见"))
    summary = page.locator("#esum").inner_text()
    assert "有错误：" in page.title()
    assert page.get_by_label("您想反映什么").input_value() == SAID
    assert "有 2 处需要修改" in summary
    assert "手机号应为 11 位数字" in summary
    assert "请勾选同意" in summary


def test_the_station_answers_and_the_author_is_content(site: str, browser: Any) -> None:
    """A keeper's phone and the author's: every step in the page, quiet and accessible."""
    contexts = [browser.new_context(viewport=PHONE) for _ in range(2)]
    author, keeper = (context.new_page() for context in contexts)
    complaints: list[str] = []
    for page in (author, keeper):
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    citizen = Citizen(author, site)
    citizen.scan()
    author.get_by_role("link", name="反映意见").click()
    author.get_by_label("您想反映什么").fill(SAID + "，另外路边井盖松了")
    author.get_by_label("电话", exact=False).first.fill(PHONE_NUMBER)
    author.get_by_text("我已满十四周岁").click()
    author.wait_for_timeout(2100)
    author.get_by_role("button", name="提交意见").click()
    follow = author.url.split("?")[0]

    sign_in(keeper, site, "mengzhuang")
    keeper.goto(f"{site}/work/opinions/")
    keeper.locator("tbody th a").first.click()
    for label, typed in (
        ("受理", None),
        ("转交", ("承办单位", "县交通运输局")),
        ("开始办理", None),
        ("答复", ("给本人的答复", "路灯装好了，井盖换了新的")),
        ("办结", None),
    ):
        assert keeper.evaluate(OVERFLOW) == 0, label
        if typed:
            keeper.get_by_label(typed[0]).first.fill(typed[1])
        keeper.get_by_role("button", name=label, exact=True).click()
        assert f"已{label}" in keeper.locator("[role=status]").inner_text()
    keeper.get_by_role("button", name="看联系方式").click()
    assert PHONE_NUMBER in keeper.locator("main").inner_text()
    assert axe(keeper) == []

    author.goto(follow)
    assert "路灯装好了" in author.locator("main").inner_text()
    assert author.evaluate(OVERFLOW) == 0
    assert axe(author) == []
    author.get_by_label("满意", exact=True).check()
    author.get_by_role("button", name="提交评价").click()
    assert "您的评价：满意" in author.locator("main").inner_text()
    assert not complaints
    for context in contexts:
        context.close()


def sign_in(page: Any, site: str, name: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill("demo-liaison")
    page.locator("main button[type=submit]").click()


def axe(page: Any) -> list[str]:
    """What a screen reader's user would stumble over."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]
