"""A city editor writes an issue in a real browser: types, makes bold, pastes from Word, saves."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from liaison.portal.demo import PASSWORD
from tests.journeys.pages import FAULTS, OVERFLOW

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORD = (Path(__file__).parent.parent / "lib" / "word.html").read_text("utf-8")
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  document.querySelector('[aria-label="正文"]').dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def open_desk(site: str, browser: Any, **more: Any) -> Any:
    """A signed-in page; `complaints` collects what the browser objects to and asks elsewhere for."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", **more).new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: said.type in ("error", "warning") and page.complaints.append(said.text))
    known = (urlsplit(site).netloc, "")
    page.on("request", lambda asked: urlsplit(asked.url).netloc in known or page.complaints.append(asked.url))
    page.goto(f"{site}/work/bulletins/new/")
    page.fill("[name=login]", "city")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/bulletins/new/")
    return page


@pytest.fixture
def desk(site: str, browser: Any) -> Iterator[Any]:
    page = open_desk(site, browser)
    yield page
    page.context.close()


def save(page: Any) -> None:
    """Press 保存 and wait for the saved issue."""
    page.click("button.btn[form=bulletin]")
    page.wait_for_url(re.compile(r"/work/bulletins/\d+/$"))


def test_an_issue_is_typed_made_bold_pasted_and_saved_without_a_complaint(site: str, desk: Any) -> None:
    desk.wait_for_selector(".prose-menubar [aria-label='加粗']")
    left = desk.eval_on_selector_all(
        ".prose-menubar [title]", "all => all.map(one => one.title).filter(title => /[a-z]/i.test(title))"
    )
    assert left == []
    desk.fill("[name=title]", "在浏览器里写的一期")
    desk.click("[aria-label='正文']")
    desk.keyboard.type("普通文字，")
    desk.click(".prose-menubar [aria-label='加粗']")
    desk.keyboard.type("加粗文字")
    desk.keyboard.press("Enter")
    desk.evaluate(PASTE, WORD)
    desk.wait_for_selector("[aria-label='正文'] table")
    save(desk)
    stored = desk.input_value("textarea[name=body]")
    assert "<p>普通文字，<strong>加粗文字</strong></p>" in stored
    assert "<strong>供暖</strong>" in stored
    assert "<table>" in stored
    assert not [trace for trace in ("mso", "style", "img", "script", "javascript") if trace in stored.lower()]
    for width in (1280, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        assert desk.evaluate(OVERFLOW) == 0
        found = Axe().run(desk, options=FAULTS | {"runOnly": STANDARDS})
        assert not found.violations_count, found.generate_report()
    assert not desk.complaints


def test_without_scripts_the_field_is_a_plain_text_box(site: str, browser: Any) -> None:
    page = open_desk(site, browser, java_script_enabled=False)
    page.fill("[name=title]", "没有脚本也能写")
    page.fill("textarea[name=body]", "第一段\n第二段")
    save(page)
    assert page.input_value("textarea[name=body]") == "<p>第一段</p><p>第二段</p>"
    page.context.close()
