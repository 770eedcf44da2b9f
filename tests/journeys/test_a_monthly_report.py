"""A month's report in a real browser: filled on a phone, signed, confirmed, and there for everybody."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from liaison.portal.demo import PASSWORD

MONTH = timezone.localdate().replace(day=1) - timedelta(days=1)
REPORT = f"/work/reports/410782/{MONTH:%Y-%m}/"


def desk_of(site: str, browser: Any, name: str, width: int) -> Any:
    """Somebody's first page."""
    page = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN").new_page()
    page.goto(f"{site}/accounts/login/?next=/work/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/")
    return page


def send(page: Any) -> None:
    """Press the button; the page first lets a running save end, then goes."""
    with page.expect_navigation():
        page.click("text=预览并提交审签")


class Officer:
    """Somebody at a phone, who counts what they do: every tap, and every field they write in."""

    def __init__(self, page: Any) -> None:
        self.page, self.interactions = page, 0

    def tap(self, what: str) -> None:
        self.interactions += 1
        self.page.click(what)

    def write(self, field: Any, text: str) -> None:
        self.interactions += 1
        field.fill(text)

    def preview(self) -> None:
        self.interactions += 1
        send(self.page)

    def explain(self) -> None:
        """A reason where the page asks for one."""
        for why in self.page.locator(".r-bad .why input").all():
            self.write(why, "已与台账核对")


def test_from_the_to_do_list_of_the_county_to_the_public_page(site: str, browser: Any) -> None:
    phone = desk_of(site, browser, "huixian", 390)
    officer = Officer(phone)
    officer.tap(f"main a[href='{REPORT}']")
    typed = phone.locator("input[inputmode=numeric]").all()
    assert not [one.get_attribute("id") for one in typed if not one.input_value()]
    closed = phone.input_value("#id_opinions_closed")
    officer.write(phone.locator("#id_practice"), "十二个联络站按月接待，群众意见当月办结。")
    officer.preview()
    if not phone.url.endswith("check/"):
        officer.explain()
        officer.preview()
    officer.tap("[name=sure]")
    officer.tap("main button:has-text('提交审签')")
    assert "下一步" in phone.locator("main").inner_text()
    assert officer.interactions <= 8  # the promise is ten; each more would be a step back
    assert phone.evaluate("document.documentElement.scrollWidth") == 390

    leader = desk_of(site, browser, "huixian-leader", 1280)
    leader.locator(f"main a[href='{REPORT}']").click()
    leader.click("main button:has-text('审签报送')")
    assert urlsplit(leader.url).path == f"{REPORT}receipt/"

    city = desk_of(site, browser, "reviewer", 1280)
    city.locator(f"main a[href='{REPORT}']").click()
    city.click("main button:has-text('确认公开')")
    assert urlsplit(city.url).path == "/work/reports/"

    city.goto(f"{site}/progress/{MONTH:%Y-%m}/")
    row = city.locator("tr", has=city.locator("th", has_text="办结"))
    column = city.locator("thead th").all_inner_texts().index("辉县市")
    assert row.first.locator("th, td").nth(column).inner_text() == closed
    for page in (phone, leader, city):
        page.context.close()


def test_what_cannot_be_is_said_on_top_and_at_the_field(site: str, browser: Any) -> None:
    """Another county's officer, whose report was returned."""
    phone = desk_of(site, browser, "yuanyang", 390)
    phone.locator(f"main a[href='{REPORT.replace('410782', '410725')}']").first.click()
    phone.fill("#id_opinions_closed", "99999")
    phone.locator("[data-save]", has_text="已自动保存").wait_for()
    send(phone)
    assert phone.title().startswith("有 ")
    assert "办结不能大于" in phone.locator("#esum").inner_text()
    field = phone.locator("#id_opinions_closed")
    assert field.get_attribute("aria-invalid") == "true"
    assert field.input_value() == "99999"
    phone.context.close()


def test_what_was_typed_before_the_script_arrived_is_saved_too(site: str, browser: Any) -> None:
    phone = desk_of(site, browser, "yuanyang", 390)
    held: list[Any] = []
    phone.route("**/js/report*.js", lambda route: held.append(route))
    phone.locator(f"main a[href='{REPORT.replace('410782', '410725')}']").first.click(no_wait_after=True)
    phone.fill("#id_opinions_closed", "1")
    while not held:
        phone.wait_for_timeout(50)
    held[0].continue_()
    phone.locator("[data-save]", has_text="已自动保存").wait_for()
    phone.context.close()
