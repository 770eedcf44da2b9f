"""How a page arrives: what it asks for, what it asks for again, and that nothing jumps meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.pages import PAGES, PHONE_ONLY

MOST_REQUESTS = 4
MOST_JUMPING = 0.01
"""Of the layout shift that browsers count (CLS); they call 0.1 good."""
PHOTOS = ("/media/", "/bulletins/photos/")
MADE_EACH_TIME = {
    *("find", "search", "opinion form", "issue", "open data", "styleguide", "not found"),
    "activities",  # with a filter that does not exist
}
"""Searches, forms, counted readings: asked for once more as well, but answered anew."""
WATCH = """
window.jumps = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.jumps.push({
  value: entry.value,
  moved: entry.sources.map(({ node }) => node && (node.outerHTML || node.textContent).slice(0, 120)),
}))).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = (
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"
)
READ_TO_THE_END = """async () => {
  const screen = window.innerHeight, wait = (time) => new Promise((done) => setTimeout(done, time));
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
  for (let at = 0; at < document.documentElement.scrollHeight; at += screen) {
    scrollTo(0, at);
    await wait(60);
  }
  await Promise.all([...document.images].map((image) => image.complete || new Promise((done) => {
    image.onload = image.onerror = done;
  })));
  await wait(100);
}"""
KINDS = [name for name in PAGES if name not in PHONE_ONLY]


class Wire:
    """What goes over the line between the browser and the server; its own cache is not the line."""

    def __init__(self, page: Any) -> None:
        self.page, self.asked, self.statuses = page, {}, {}
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.requestWillBeSent", self._ask)
        line.on("Network.responseReceivedExtraInfo", self._answer)

    def _ask(self, told: dict[str, Any]) -> None:
        self.asked[told["requestId"]] = told["request"]["url"]

    def _answer(self, told: dict[str, Any]) -> None:
        self.statuses[told["requestId"]] = told["statusCode"]

    def visit(self, address: str) -> dict[str, int]:
        """Open a page from elsewhere; what was asked of the server beside photos, and how it answered."""
        self.page.goto("about:blank")
        self.asked.clear()
        self.statuses.clear()
        self.page.goto(address, wait_until="load")
        found = {self.asked[key]: status for key, status in self.statuses.items() if key in self.asked}
        return {url: status for url, status in found.items() if not any(path in url for path in PHOTOS)}


@pytest.fixture
def wire(browser: Any) -> Iterator[Wire]:
    """A phone that has never been here."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, device_scale_factor=3)
    yield Wire(context.new_page())
    context.close()


@pytest.mark.parametrize("name", KINDS)
def test_a_page_asks_little_and_hardly_anything_again(
    site: str, places: dict[str, str], wire: Wire, name: str
) -> None:
    address = site + PAGES[name].format(**places)
    first = wire.visit(address)
    assert len(first) <= MOST_REQUESTS, first
    again = wire.visit(address)
    assert len(again) == 1, again
    assert name in MADE_EACH_TIME or set(again.values()) == {304}, again


class Latecomers:
    """Pictures and scripts, held back until they are let in: a page can be read without them."""

    def __init__(self, page: Any) -> None:
        self.waiting: list[Any] | None = []
        page.route("**/*", self._meet)

    def _meet(self, route: Any) -> None:
        if self.waiting is not None and route.request.resource_type in {"image", "script"}:
            self.waiting.append(route)
        else:
            route.continue_()

    def let_in(self) -> None:
        """What waits, and whatever comes from now on."""
        waiting, self.waiting = self.waiting or [], None
        for route in waiting:
            route.continue_()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", KINDS)
def test_nothing_jumps_when_pictures_and_scripts_come_late(
    site: str, places: dict[str, str], browser: Any, name: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    latecomers = Latecomers(page)
    page.goto(site + PAGES[name].format(**places), wait_until="commit")
    page.wait_for_selector("footer, .poster-foot")
    page.evaluate(PAINTED)
    latecomers.let_in()
    page.evaluate(READ_TO_THE_END)
    jumps = page.evaluate("window.jumps")
    page.unroute_all(behavior="ignoreErrors")
    context.close()
    assert sum(jump["value"] for jump in jumps) < MOST_JUMPING, jumps


@pytest.mark.parametrize(("width", "density", "is_small"), [(1280, 1, True), (390, 3, False)])
def test_an_office_screen_takes_the_small_photo_beside_a_text(
    site: str, places: dict[str, str], browser: Any, width: int, density: int, is_small: bool
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, device_scale_factor=density)
    page = context.new_page()
    page.goto(site + places["station"], wait_until="load")
    taken = page.evaluate("document.querySelector('.hallpic').currentSrc")
    context.close()
    assert taken.endswith("-s.webp") == is_small, taken
