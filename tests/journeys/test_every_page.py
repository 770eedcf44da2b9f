"""Every public page in every mode: readable, reachable, quiet, and of one piece."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.pages import (
    DOUBLE_TYPE,
    FAULTS,
    OPEN_ALL,
    OVERFLOW,
    PAGES,
    PHONE_ONLY,
    SMALL_TARGETS,
    SMALLEST_TEXT,
)

MODES = {
    "1280": {"width": 1280},
    "390": {"width": 390},
    "dark": {"width": 1280, "scheme": "dark"},
    "lg": {"width": 390, "cookie": "lg"},
    "hc": {"width": 1280, "cookie": "hc"},
}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_AND_SIZE_RULES = ["color-contrast", "link-in-text-block", "target-size"]
SMALLEST, TARGET, ELDER_TARGET = 14, 44, 60


@dataclass
class Desk:
    """A browser page in one mode, and what it complained of or asked elsewhere for."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def listen(self, host: str) -> None:
        """Note console errors, page errors and requests to any other host."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", lambda asked: self._see(asked.url, host))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _see(self, url: str, host: str) -> None:
        if urlsplit(url).scheme != "data" and urlsplit(url).netloc != host:
            self.strangers.append(url)


@pytest.fixture(scope="module")
def desks(site: str, browser: Any) -> Iterator[dict[str, Desk]]:
    """One open page for each mode."""
    opened = {name: open_desk(site, browser, mode) for name, mode in MODES.items()}
    yield opened
    for desk in opened.values():
        desk.page.context.close()


def open_desk(site: str, browser: Any, mode: dict[str, Any]) -> Desk:
    """A page of the mode's width, colour scheme and reading mode."""
    context = browser.new_context(
        viewport={"width": mode["width"], "height": 800}, color_scheme=mode.get("scheme", "light")
    )
    if cookie := mode.get("cookie"):
        context.add_cookies([{"name": cookie, "value": "1", "url": site}])
    desk = Desk(context.new_page())
    desk.listen(urlsplit(site).netloc)
    return desk


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_in_every_mode(
    site: str, places: dict[str, str], desks: dict[str, Desk], name: str
) -> None:
    address = site + PAGES[name].format(**places)
    modes = {"390"} if name in PHONE_ONLY else set(MODES)
    for mode, desk in ((mode, desk) for mode, desk in desks.items() if mode in modes):
        desk.complaints.clear()
        desk.page.goto(address, wait_until="load")
        desk.page.evaluate(OPEN_ALL)
        where = f"{name} in {mode}"
        assert desk.page.evaluate(OVERFLOW) == 0, f"{where} scrolls sideways"
        said = objections(desk.page, mode)
        assert not said, f"{where}\n{said}"
        assert not unexpected(desk.complaints, name), where
        assert not desk.strangers, where
        if mode == "lg":
            assert not desk.page.evaluate(SMALL_TARGETS, ELDER_TARGET), where
        if mode == "1280":
            desk.page.evaluate(DOUBLE_TYPE)
            assert desk.page.evaluate(OVERFLOW) == 0, f"{where} scrolls sideways in double type"
    narrow(desks["390"].page, name)


def objections(page: Any, mode: str) -> str:
    """What axe objects to. Figures in a heat table are promised at 5.8:1, not at 7:1 (look.md A2)."""
    runs = [({"exclude": [[".heat td"]]}, rules(mode))]
    if page.locator(".heat").count():
        runs.append(({"include": [[".heat"]]}, FAULTS | {"runOnly": STANDARDS}))
    found = [Axe().run(page, context=context, options=options) for context, options in runs]
    return "\n".join(one.generate_report() for one in found if one.violations_count)


def rules(mode: str) -> dict[str, Any]:
    """What axe looks for; in the light theme also the 7:1 that we promise on our own account.

    Other colours and sizes change no structure: there only what depends on them is looked at again.
    """
    if mode in ("dark", "hc", "lg"):
        return FAULTS | {"runOnly": {"type": "rule", "values": COLOUR_AND_SIZE_RULES}}
    own = {"color-contrast-enhanced": {"enabled": mode == "1280"}}
    return FAULTS | {"runOnly": STANDARDS, "rules": own}


def unexpected(complaints: list[str], name: str) -> list[str]:
    """A page that is not there rightly answers 404, one withdrawn 410; nothing else may be said."""
    rightly = {"not found": "404", "withdrawn issue": "410"}.get(name, "-")
    return [said for said in complaints if rightly not in said]


def narrow(page: Any, name: str) -> None:
    """The smallest phones: no sideways scroll, text large enough, targets high enough."""
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(OVERFLOW) == 0, f"{name} scrolls sideways at {width}"
    size, text = page.evaluate(SMALLEST_TEXT)
    assert size >= SMALLEST, f"{name}: “{text}” is {size}px"
    assert not page.evaluate(SMALL_TARGETS, TARGET), name
    page.set_viewport_size({"width": 390, "height": 800})


def test_the_modes_are_on(site: str, desks: dict[str, Desk]) -> None:
    for mode in ("lg", "hc"):
        desks[mode].page.goto(site)
        assert desks[mode].page.locator("html").get_attribute("class") == mode
