"""A month's report in a real browser: filled on a phone, signed, confirmed, and there for everybody."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from liaison.portal.demo import PASSWORD

TYPED = {
    "opinions_received": "4",
    "opinions_on_spot": "1",
    "opinions_referred": "2",
    "opinions_closed": "999",
    "opinions_overdue": "0",
    "opinions_satisfied": "2",
    "cases": "1",
}
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


def test_from_the_to_do_list_of_the_county_to_the_public_page(site: str, browser: Any) -> None:
    phone = desk_of(site, browser, "huixian", 390)
    phone.locator(f"main a[href='{REPORT}']").click()
    for code, text in TYPED.items():
        phone.fill(f"#id_{code}", text)
    phone.locator("[data-save]", has_text="已自动保存").wait_for()
    phone.fill("#id_practice", "十二个联络站按月接待，群众意见当月办结。")
    send(phone)
    assert phone.title().startswith("有 ")
    assert "办结不能大于" in phone.locator("#esum").inner_text()
    assert phone.locator("#id_opinions_closed").get_attribute("aria-invalid") == "true"
    phone.fill("#id_opinions_closed", "4")
    for why in phone.locator(".why:not([hidden]) input").all():
        why.fill("已与台账核对")
    send(phone)
    for why in phone.locator(".r-bad .why input").all():
        why.fill("已与台账核对")
    if not phone.url.endswith("check/"):
        send(phone)
    phone.check("[name=sure]")
    phone.click("main button:has-text('提交审签')")
    assert "下一步" in phone.locator("main").inner_text()
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
    assert row.first.locator("th, td").nth(column).inner_text() == "4"
    for page in (phone, leader, city):
        page.context.close()
