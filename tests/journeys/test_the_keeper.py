"""A keeper with a phone on a village network publishes an activity with six photos."""

import io
import os
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from liaison.portal.demo import PASSWORD
from tests.journeys.pages import OVERFLOW

PHONE = {"width": 390, "height": 844}
PHOTOS = 6
SLOW = {"latency": 40, "downloadThroughput": 1_500_000, "uploadThroughput": 4_000_000}
"""Bytes a second: slow enough that photos take a while, fast enough for a test."""
PATIENCE = 30_000
TEXT = "代表走访六户独居老人，了解过冬取暖，当场帮两户补办手续。"


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Six pictures of noise, which no compression makes small: about five megabytes each."""
    folder = tmp_path_factory.mktemp("photos")
    noise = Image.frombytes("RGB", (2300, 1725), os.urandom(2300 * 1725 * 3))
    found = []
    for number in range(PHOTOS):
        out = io.BytesIO()
        noise.rotate(90 * (number % 4)).save(out, "JPEG", quality=95)
        path = folder / f"IMG_{number}.jpg"
        path.write_bytes(out.getvalue() + bytes([number]))
        found.append(str(path))
    return found


@pytest.fixture
def phone(site: str, browser: Any) -> Iterator[Any]:
    """The keeper's phone, signed in, on the empty form; `phone.taps` counts what the keeper does."""
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{site}/accounts/login/?next=/work/activities/new/")
    page.fill("[name=login]", "mengzhuang")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/activities/new/")
    page.network = context.new_cdp_session(page)
    page.network.send("Network.enable")
    line(page)
    yield page
    context.close()


def line(page: Any, *, is_down: bool = False) -> None:
    """The slow line of a village, or none at all."""
    page.network.send("Network.emulateNetworkConditions", SLOW | {"offline": is_down})


def saved(page: Any) -> None:
    """The form has saved itself."""
    says(page, "已自动保存")


def says(page: Any, words: str) -> None:
    """The line above the buttons says so."""
    page.locator("[data-saving]", has_text=words).wait_for()


def arrived(page: Any, wanted: int) -> None:
    """So many photos stand in the form and none is on its way."""
    page.locator("[data-photo]").nth(wanted - 1).wait_for(timeout=PATIENCE)
    page.locator("[data-sending]:not(:has(li))").wait_for(state="attached", timeout=PATIENCE)
    assert page.locator("[data-photo]").count() == wanted


def test_six_photos_are_published_from_a_phone_though_the_line_breaks(
    site: str, phone: Any, photos: list[str]
) -> None:
    start, steps = time.monotonic(), 0

    def does(*acts: Any) -> None:
        nonlocal steps
        for act in acts:
            act()
            steps += 1

    does(
        lambda: phone.check("[name=kind][value=visit]"),
        lambda: phone.fill("[name=title]", "代表走访独居老人"),
        lambda: phone.locator("[name=deputy]").nth(0).check(),
        lambda: phone.locator("[name=deputy]").nth(2).check(),
        lambda: phone.set_input_files("[name=photos]", photos),
    )
    # While the first photos travel the line breaks; the keeper goes on writing.
    phone.wait_for_selector("[data-photo]", timeout=PATIENCE)
    line(phone, is_down=True)
    does(lambda: phone.fill("[name=text]", TEXT))
    says(phone, "网络不通")
    assert phone.locator("[data-photo]").count() < PHOTOS
    line(phone)
    arrived(phone, PHOTOS)
    for number in range(PHOTOS):
        does(lambda n=number: phone.locator("[name^=alt_]").nth(n).fill(f"代表在老人家中交谈，第{n + 1}户"))
    saved(phone)
    address = phone.url
    does(lambda: phone.get_by_role("button", name="提交审核").click())
    phone.wait_for_selector("text=等待县级审核")
    took = time.monotonic() - start
    shown = phone.locator("main").inner_text()
    assert TEXT in shown
    assert f"照片 {PHOTOS} 张" in shown
    assert re.fullmatch(rf"{site}/work/activities/\d+/", address)
    assert phone.url == address
    assert steps <= 15
    assert not phone.complaints
    phone.goto(f"{site}/work/activities/?state=submitted&q=独居老人")
    assert phone.locator("tbody tr").count() == 1
    print(f"\n{steps} steps, {took:.1f} s")  # noqa: T201 -- read by whoever measures with -s


def test_a_page_closed_without_a_line_gives_everything_back(site: str, phone: Any) -> None:
    phone.check("[name=kind][value=study]")
    phone.fill("[name=title]", "集中学习代表法")
    saved(phone)
    line(phone, is_down=True)
    phone.fill("[name=text]", TEXT)
    says(phone, "网络不通")
    phone.on("dialog", lambda dialog: dialog.accept())
    # The page can be opened again before anything can be sent.
    phone.route("**/work/activities/*/", lambda r: r.abort() if r.request.method == "POST" else r.continue_())
    line(phone)
    phone.reload()
    says(phone, "正在重试")
    assert phone.input_value("[name=title]") == "集中学习代表法"
    assert phone.input_value("[name=text]") == TEXT
    phone.unroute_all()
    saved(phone)
    assert phone.evaluate(OVERFLOW) == 0
