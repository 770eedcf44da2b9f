"""Who sees which page of the reports, and what the city's desk says."""

import re
import unicodedata
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from progress.models import MonthlyReport, OutboxMessage, State
from progress.months import back
from tests.progress import reports

pytestmark = pytest.mark.django_db
DESK = "/work/reports/"


def page_of(unit, month, tail=""):
    return reverse("work:report", args=[unit.code, month]) + tail


@pytest.fixture
def submitted(cast, huixian_report):
    return reports.walked(huixian_report, ("sign", cast.huixian_officer), ("submit", cast.huixian_leader))


def test_a_neighbours_report_does_not_exist(client, cast, month, submitted):
    client.force_login(cast.yuanyang_officer)
    for tail in ("", "check/", "receipt/", "print/", "sheet.xlsx"):
        assert client.get(page_of(cast.huixian, month, tail)).status_code == 404
    for tail in ("", "upload/", "revise/", "remind/", "move/confirm/"):
        assert client.post(page_of(cast.huixian, month, tail)).status_code in (403, 404)
    assert "辉县市" not in client.get(DESK).text


def test_a_keeper_has_no_reports(client, cast, month):
    client.force_login(cast.keeper)
    assert client.get(DESK).status_code == 403
    assert client.get(page_of(cast.huixian, month)).status_code == 403


def test_the_auditor_sees_everything_and_changes_nothing(client, cast, month, submitted):
    client.force_login(cast.auditor)
    page = client.get(page_of(cast.huixian, month))
    assert page.status_code == 200
    assert "<button" not in page.text.partition("<main")[2].replace('type="button"', "")
    for tail in ("", "move/confirm/", "move/return/", "remind/", "revise/"):
        assert client.post(page_of(cast.huixian, month, tail), {"note": "x"}).status_code == 403
    assert MonthlyReport.objects.get().state == State.SUBMITTED


def test_the_officer_cannot_sign(client, cast, month, huixian_report):
    reports.walked(huixian_report, ("sign", cast.huixian_officer))
    client.force_login(cast.huixian_officer)
    assert client.post(page_of(cast.huixian, month, "move/submit/")).status_code == 403


def test_the_leader_signs_and_the_city_returns_with_remarks(client, cast, month, huixian_report):
    reports.walked(huixian_report, ("sign", cast.huixian_officer))
    client.force_login(cast.huixian_leader)
    assert "审签报送" in client.get(page_of(cast.huixian, month)).text
    assert client.post(page_of(cast.huixian, month, "move/submit/")).url.endswith("receipt/")
    client.force_login(cast.city_reviewer)
    answer = client.post(page_of(cast.huixian, month, "move/return/"), {"note": ""})
    assert "请填写退回原因" in answer.text
    client.post(page_of(cast.huixian, month, "move/return/"), {"note": "再核对", "section_5": "少了两件"})
    client.force_login(cast.huixian_officer)
    page = client.get(page_of(cast.huixian, month)).text
    assert "再核对" in page
    assert "少了两件" in page
    assert "有意见" in page


def test_the_city_confirms_and_the_report_is_locked(client, cast, month, submitted):
    client.force_login(cast.city_editor)
    client.post(page_of(cast.huixian, month, "move/confirm/"), {"version": submitted.version})
    assert MonthlyReport.objects.get().state == State.CONFIRMED
    client.force_login(cast.huixian_officer)
    page = client.get(page_of(cast.huixian, month)).text
    assert "data-report" not in page
    client.post(page_of(cast.huixian, month, "revise/"), {"note": "补登一场"})
    assert MonthlyReport.objects.count() == 2
    assert "第 2 版" in client.get(page_of(cast.huixian, month)).text
    assert client.get(page_of(cast.huixian, month), {"revision": 1}).status_code == 200
    assert client.get(page_of(cast.huixian, month), {"revision": 9}).status_code == 404


def test_an_unknown_step_is_404(client, cast, month, submitted):
    client.force_login(cast.city_editor)
    assert client.post(page_of(cast.huixian, month, "move/publish/")).status_code == 404


def test_the_desk_says_who_is_late(client, cast, month, submitted):
    MonthlyReport.objects.update(due_at=timezone.now() - timedelta(days=1))
    client.force_login(cast.city_editor)
    page = client.get(DESK)
    assert [row.unit.name for row in page.context["matrix"].rows] == ["原阳县", "辉县市"]
    assert "迟报" in page.text
    assert "筛选条件无效，已忽略" in client.get(DESK, {"state": "x'"}).text
    assert "辉县市" in client.get(DESK, {"state": "submitted"}).text


def test_a_zone_that_reports_on_its_own_stands_in_the_matrix(client, cast):
    cast.zone.reports_separately = True
    cast.zone.save()
    client.force_login(cast.city_editor)
    assert [row.unit for row in client.get(DESK).context["matrix"].rows][-1] == cast.zone


def test_the_desk_and_the_summary_ask_the_same_number_of_queries(client, cast, month):
    client.force_login(cast.city_editor)
    summary = f"{DESK}{month:%Y-%m}/"
    asked = {}
    for step in range(2):
        for address in (DESK, summary):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.setdefault(address, []).append(len(queries))
        if not step:
            for one in back(month, 3):
                reports.confirmed(cast.huixian, one, cast)
                reports.confirmed(cast.yuanyang, one, cast)
    assert all(later <= first + 1 for first, later in asked.values())
    assert max(max(counts) for counts in asked.values()) <= 14


def test_one_click_reminds_and_gives_words_to_copy(client, cast, month):
    cast.huixian_officer.email = "zhangmin@example.cn"
    cast.huixian_officer.save()
    client.force_login(cast.city_editor)
    page = client.post(page_of(cast.huixian, month, "remind/"))
    assert f"辉县市 {month.year} 年 {month.month} 月进展月报还没有报送" in page.text
    assert OutboxMessage.objects.get().address == "zhangmin@example.cn"
    client.force_login(cast.huixian_officer)
    assert client.post(page_of(cast.huixian, month, "remind/")).status_code == 403


def test_the_summary_adds_up_with_formulas(client, cast, month):
    reports.confirmed(cast.huixian, month, cast, spent=5)
    reports.confirmed(cast.yuanyang, month, cast, spent=7)
    client.force_login(cast.city_editor)
    page = client.get(f"{DESK}{month:%Y-%m}/").text
    assert re.search(r"本月支出.*?<b>12</b>", page, re.DOTALL)
    book = load_workbook(BytesIO(client.get(f"{DESK}{month:%Y-%m}/summary.xlsx").content))
    row = next(row for row in book.active.iter_rows() if row[1].value == "本月支出")
    assert [cell.value for cell in row[3:5]] == [7, 5]
    assert row[5].value == f"=SUM(D{row[0].row}:E{row[0].row})"


def test_the_months_sheet_comes_back_filled_and_is_checked_before_it_is_saved(client, cast, month):
    client.force_login(cast.huixian_officer)
    book = load_workbook(BytesIO(client.get(page_of(cast.huixian, month, "sheet.xlsx")).content))
    for row in book.active.iter_rows(min_row=4):
        if row[0].value == "opinions_closed":
            row[5].value = 168
        elif row[5].value is None:
            row[5].value = 0
    page = upload(client, cast.huixian, month, book)
    assert "已读入表格" in page
    assert "办结不能大于 0" in page
    assert 'value="168"' in page
    assert not MonthlyReport.objects.exists()


def upload(client, unit, month, book):
    paper = BytesIO()
    book.save(paper)
    paper.seek(0)
    paper.name = "月报.xlsx"
    return client.post(page_of(unit, month, "upload/"), {"sheet": paper}, follow=True).text


def test_another_months_sheet_and_what_is_none_are_refused(client, cast, month):
    client.force_login(cast.huixian_officer)
    months = back(month, 2)
    book = load_workbook(BytesIO(client.get(page_of(cast.huixian, months[0], "sheet.xlsx")).content))
    assert f"这不是辉县市 {month.month} 月的表格" in upload(client, cast.huixian, month, book)
    answer = client.post(page_of(cast.huixian, month, "upload/"), {"sheet": BytesIO(b"x")}, follow=True)
    assert answer.status_code == 200
    assert "请选择填好的表格" in client.post(page_of(cast.huixian, month, "upload/"), follow=True).text


def test_a_reason_that_looks_like_a_formula_stays_text(client, cast, month):
    reports.draft(cast.huixian, month, by=cast.huixian_officer, spent=1, reasons={"spent": "=HYPERLINK(1)"})
    client.force_login(cast.huixian_officer)
    book = load_workbook(BytesIO(client.get(page_of(cast.huixian, month, "sheet.xlsx")).content))
    cell = next(row[7] for row in book.active.iter_rows(min_row=4) if row[0].value == "spent")
    assert cell.data_type == "s"


def test_the_first_page_lists_what_to_do(client, cast, month, huixian_report):
    client.force_login(cast.huixian_officer)
    assert f"接着填报辉县市 {month.month} 月月报" in client.get("/work/").text
    reports.walked(huixian_report, ("sign", cast.huixian_officer))
    assert f"{month.month} 月月报（" not in client.get("/work/").text
    client.force_login(cast.huixian_leader)
    assert f"审签辉县市 {month.month} 月月报" in client.get("/work/").text
    reports.walked(huixian_report, ("submit", cast.huixian_leader))
    client.force_login(cast.city_reviewer)
    assert f"审核辉县市 {month.month} 月月报" in client.get("/work/").text


@pytest.mark.parametrize("typed", ["-1", "三", "4.5", "１００００００００００"])
def test_an_impossible_figure_in_the_sheet_is_said_twice_and_stays_as_it_was_written(
    client, cast, month, typed
):
    client.force_login(cast.huixian_officer)
    book = load_workbook(BytesIO(client.get(page_of(cast.huixian, month, "sheet.xlsx")).content))
    for row in book.active.iter_rows(min_row=4):
        if row[0].value == "spent":
            row[5].value, row[7].value = typed, "写了很久的话"
    page = upload(client, cast.huixian, month, book)
    said = {"-1": "不能小于 0", "三": "应为整数", "4.5": "应为整数"}.get(typed, "不能大于 999,999,999")
    assert page.count(f"本月支出{said}") == 2
    assert f'value="{unicodedata.normalize("NFKC", typed)}"' in page
    assert "写了很久的话" in page
    assert not MonthlyReport.objects.exists()


def test_figures_that_contradict_the_sheets_others_are_said_twice_and_wide_digits_count(client, cast, month):
    client.force_login(cast.huixian_officer)
    book = load_workbook(BytesIO(client.get(page_of(cast.huixian, month, "sheet.xlsx")).content))
    wrong = {"duty_due": "３", "duty_present": 4, "opinions_carried": 1, "opinions_received": "２"}
    for row in book.active.iter_rows(min_row=4):
        row[5].value = (wrong | {"opinions_closed": 9}).get(row[0].value, row[5].value)
    page = upload(client, cast.huixian, month, book)
    assert page.count("实到代表不能大于 3（应到代表 3）") == 2
    assert page.count("办结不能大于 3（上月结转 1 + 收到意见 2）") == 2
