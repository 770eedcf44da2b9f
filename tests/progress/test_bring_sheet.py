"""The city brings a sheet with a county in each row: looked at first, written as drafts by a second click."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from liaison.audit.models import Event
from progress import actions
from progress.actions import Draft
from progress.models import Figure, MonthlyReport
from tests.lib.workbooks import xlsx
from tests.progress import reports

HEADING = ["单位", "联络站数", "接待活动", "参加代表", "接待选民", "收集", "已办结", "正在办理", "办结率"]
HUIXIAN = ["辉县市", 14, 14, 28, 140, 43, 28, 15, None]
YUANYANG = ["原阳县", 12, 9, 20, 90, 7, 9, None, None]
TOTAL = ["合计", 26, 23, 48, 230, 50, 37, None, None]


@pytest.fixture
def address(month):
    return f"/work/reports/{month:%Y-%m}/countysheet/"


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.city_editor)
    return client


def bring(desk, address, *rows, title="月报表", content=None):
    content = xlsx([[title], HEADING, *rows]) if content is None else content
    return desk.post(address, {"file": SimpleUploadedFile("月报.xlsx", content)})


def sealed(page) -> str:
    return re.search(r'name="sheet" value="([^"]+)"', page.text)[1]


def test_every_row_is_shown_with_its_fate_and_nothing_is_written(desk, address):
    page = bring(desk, address, HUIXIAN, YUANYANG, ["不存在县", 1, 1, 1, 1, 1, 1, 0, None], TOTAL)
    assert "可写入 1 行，没有变化 0 行，不读入 2 行" in page.text
    assert "办结数大于收集数" in page.text
    assert "没有找到这个县（市、区）：不存在县" in page.text
    assert "另有 1 行是合计" in page.text
    assert "写入 1 个单位的草稿" in page.text
    assert not MonthlyReport.objects.exists()


def test_confirming_writes_the_sound_rows_once(desk, cast, address, month):
    sheet = sealed(bring(desk, address, HUIXIAN, YUANYANG))
    page = desk.post(address, {"sheet": sheet}, follow=True)
    assert "已写入 1 个单位的草稿：辉县市" in page.text
    report = MonthlyReport.objects.get()
    assert (report.county, report.month, report.state) == (cast.huixian, month, "draft")
    stored = dict(report.figures.values_list("code", "value"))
    assert (stored["visitors"], stored["opinions_closed"]) == (140, 28)
    event = Event.objects.get(verb="读入各县月报表")
    assert (event.actor, event.detail["rows"]) == (cast.city_editor, 1)
    before = list(Figure.objects.order_by("pk").values())
    assert "已写入 0 个单位" in desk.post(address, {"sheet": sheet}, follow=True).text
    assert list(Figure.objects.order_by("pk").values()) == before
    assert Event.objects.filter(verb="读入各县月报表").count() == 1


def test_what_the_county_typed_between_the_two_clicks_stays(desk, cast, address, month):
    sheet = sealed(bring(desk, address, HUIXIAN))
    draft = Draft({"opinions_received": 7}, {}, {})
    actions.save(cast.huixian, month, draft, seen=0, by=cast.huixian_officer, now=timezone.now())
    page = desk.post(address, {"sheet": sheet}, follow=True).text
    assert "辉县市没有写入：月报里已经填了别的数：收到意见 7" in page
    assert Figure.objects.get(code="opinions_received").value == 7


def test_a_report_on_its_way_is_left_alone(desk, cast, address, month):
    reports.walked(reports.draft(cast.huixian, month, by=None), ("sign", None))
    page = bring(desk, address, HUIXIAN)
    assert "月报现在是“审签中”，不能修改" in page.text
    assert "没有可以写入的行" in page.text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空"),
        (b"%PDF-1.7", "xlsx"),
        (xlsx([["月报表"], ["名称", "数"], ["甲", 1]]), "单位"),
        (xlsx([["2019年5月份月报表"], HEADING, HUIXIAN]), "表题写的是 2019 年 5 月"),
        (xlsx([["月报表"], ["单位", "备注"], ["辉县市", "好"]]), "没有认出一列指标"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_at_its_field(desk, address, content, why):
    page = bring(desk, address, content=content)
    assert why in page.text.split('class="emsg"')[1]
    assert 'name="sheet"' not in page.text


def test_no_file_is_said(desk, address):
    assert "请选择月报表文件" in desk.post(address, {}).text


def test_a_sealed_sheet_is_good_for_its_author_and_month_only(desk, client, cast, address, month):
    from progress.months import previous
    from tests import make

    sheet = sealed(bring(desk, address, HUIXIAN))
    other_month = address.replace(f"{month:%Y-%m}", f"{previous(month):%Y-%m}")
    broken = sheet[:-3] + "xyz"
    for where, what in ((other_month, sheet), (address, broken), (address, "")):
        assert "这次预览已经过期" in desk.post(where, {"sheet": what}, follow=True).text
    client.force_login(make.user("another", role="city_editor", division=cast.city))
    assert "这次预览已经过期" in client.post(address, {"sheet": sheet}, follow=True).text
    assert not MonthlyReport.objects.exists()


def test_only_the_citys_editor_brings_sheets(client, cast, address):
    for person in (cast.city_reviewer, cast.auditor, cast.huixian_officer, cast.huixian_leader, cast.keeper):
        client.force_login(person)
        assert client.get(address).status_code == 403
        assert client.post(address, {"sheet": "x"}).status_code == 403
    client.force_login(cast.city_editor)
    assert client.get("/work/reports/2099-01/countysheet/").status_code == 404
    assert "读入月报表" in client.get(address.replace("countysheet/", "")).text
