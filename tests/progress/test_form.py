"""Filling a month: what is known stands there, what is wrong is said at the field, nothing is overwritten."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from progress.models import MonthlyReport, ReportAttachment, State
from receptions.models import Reception
from tests import make
from tests.progress import reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(cast, month):
    return reverse("work:report", args=[cast.huixian.code, month])


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.huixian_officer)
    return client


def sent(officer, address, cast, month, **more):
    return officer.post(address, reports.posted(cast.huixian, month, **more))


def test_what_the_records_know_is_filled_in(officer, cast, address):
    make.station(cast.mengzhuang)
    page = officer.get(address)
    assert page.context["form"]["stations"].value() == 1
    assert page.text.count("7 项已由台账带出") == 2
    assert not MonthlyReport.objects.exists()


def test_a_draft_is_saved_and_its_untouched_figures_follow_the_records(officer, cast, address, month):
    assert sent(officer, address, cast, month).status_code == 302
    make.station(cast.mengzhuang)
    assert officer.get(address).context["form"]["stations"].value() == 1


def test_a_figure_changed_by_hand_stays_and_asks_why(officer, cast, address, month):
    page = sent(officer, address, cast, month, stations="3", do="check")
    assert "台账是 0，填写的是 3。请填写联络站的差异说明" in page.text
    version = MonthlyReport.objects.get().version
    answer = sent(
        officer,
        address,
        cast,
        month,
        stations="3",
        stations_reason="三个站上月挂牌",
        do="check",
        version=version,
    )
    assert answer.status_code == 302
    make.station(cast.mengzhuang)
    assert officer.get(address).context["form"]["stations"].value() == 3


@pytest.mark.parametrize(("typed", "kept"), [("１，２３４", 1234), (" 1,234 ", 1234), ("0", 0), ("", None)])
def test_digits_as_people_type_them(officer, cast, address, month, typed, kept):
    sent(officer, address, cast, month, spent=typed)
    assert MonthlyReport.objects.get().figures.get(code="spent").value == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-1", "本月支出不能小于 0"),
        ("三", "本月支出应为整数，如 48"),
        ("4.5", "本月支出应为整数，如 48"),
        ("1e10", "本月支出应为整数，如 48"),
        ("10000000000", "本月支出不能大于 999,999,999"),
        ("9" * 4000, "本月支出不能大于 999,999,999"),
        ("1\x002", ""),
    ],
)
def test_what_is_no_figure_is_said_at_the_field_and_nothing_typed_is_lost(
    officer, cast, address, month, typed, said
):
    page = sent(officer, address, cast, month, spent=typed, practice="写了很久的话")
    assert page.status_code in (200, 400)
    if said:
        assert page.text.count(said) == 2
        assert "写了很久的话" in page.text
        assert "有 1 处需要修改 - " in page.text
    assert not MonthlyReport.objects.exists()


def test_a_contradiction_stands_in_the_summary_and_at_the_field(officer, cast, address, month):
    page = sent(
        officer, address, cast, month, opinions_received="118", opinions_closed="168", do="check"
    ).text
    sentence = "办结不能大于 118（上月结转 0 + 收到意见 118）"
    assert f'<a href="#id_opinions_closed">{sentence}</a>' in page
    assert page.count(sentence) == 2
    assert 'aria-invalid="true"' in page
    assert MonthlyReport.objects.get().figures.get(code="opinions_closed").value == 168


def test_an_empty_field_is_no_zero(officer, cast, address, month):
    page = sent(officer, address, cast, month, spent="", do="check").text
    assert f"请填写 {month.month} 月本月支出" in page


def test_the_later_of_two_is_shown_what_the_other_wrote(officer, cast, address, month):
    reports.draft(cast.huixian, month, by=cast.huixian_officer, spent=5)
    page = sent(officer, address, cast, month, spent="8", version=0)
    assert page.status_code == 409
    assert "本月支出：对方填的是“5”，您填的是“8”" in page.text
    assert MonthlyReport.objects.get().figures.get(code="spent").value == 5
    assert page.context["version"] == 1
    assert sent(officer, address, cast, month, spent="8", version=1).status_code == 302


def test_the_page_saves_by_itself(officer, cast, address, month):
    typed = reports.posted(cast.huixian, month)
    answer = officer.post(address, typed, headers={"X-Autosave": "1"})
    assert answer.json()["version"] == 1
    assert "已自动保存到草稿" in answer.json()["message"]
    late = officer.post(address, typed, headers={"X-Autosave": "1"})
    assert late.status_code == 409
    assert late.json()["conflict"]
    bad = officer.post(address, typed | {"spent": "x"}, headers={"X-Autosave": "1"})
    assert bad.status_code == 422


def test_nobody_writes_into_a_report_that_moved_on(officer, cast, address, month, huixian_report):
    reports.walked(huixian_report, ("sign", cast.huixian_officer))
    page = sent(officer, address, cast, month, version=2, practice="晚了一步")
    assert page.status_code == 409
    assert "不能修改" in page.text
    assert "晚了一步" in page.text


def test_from_the_form_over_the_check_to_the_receipt(officer, cast, address, month):
    assert sent(officer, address, cast, month, do="check").url == f"{address}check/"
    page = officer.get(f"{address}check/").text
    assert f'<a href="{address}#id_visitors">修改<span class="vh">：接待群众</span></a>' in page
    refused = officer.post(f"{address}check/", {"version": 1}).text
    assert "请先核对" in refused
    done = officer.post(f"{address}check/", {"version": 1, "sure": "on"}, follow=True)
    assert MonthlyReport.objects.get().number in done.text
    assert "由县级领导" in done.text
    assert MonthlyReport.objects.get().state == State.SIGNING


def test_files_are_kept_privately_and_can_be_taken_away(officer, cast, address, month):
    pdf = SimpleUploadedFile("会议记录.pdf", b"%PDF-1.4 x")
    sent(officer, address, cast, month, files=[make.photo_file(), pdf])
    assert ReportAttachment.objects.exclude(name="会议记录.pdf").get().file.name.endswith(".jpg")
    found = ReportAttachment.objects.get(name="会议记录.pdf")
    assert found.file.name.startswith("private/")
    asked = f"{address}files/{found.pk}/"
    answer = officer.get(asked)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    officer.force_login(cast.yuanyang_officer)
    assert officer.get(asked).status_code == 404
    officer.force_login(cast.huixian_officer)
    sent(officer, address, cast, month, version=1, remove=str(found.pk))
    assert ReportAttachment.objects.count() == 1


def test_a_file_of_another_kind_is_refused_in_words(officer, cast, address, month):
    page = sent(officer, address, cast, month, files=[SimpleUploadedFile("病毒.exe", b"MZ")])
    assert "病毒.exe：只支持 JPG、PNG、WEBP 照片和 PDF" in page.text


def test_receptions_of_the_month_are_counted_where_they_are_kept(officer, cast, address, month):
    station = make.station(cast.mengzhuang)
    facts = {"opens": "09:00", "closes": "11:00", "status": "held", "announced_at": timezone.now()}
    Reception.objects.create(station=station, day=month.replace(day=3), visitors=12, **facts)
    Reception.objects.create(station=station, day=month.replace(day=17), visitors=9, **facts)
    form = officer.get(address).context["form"]
    assert form["receptions_held"].value() == 2
    assert form["visitors"].value() == 21


@pytest.mark.parametrize("bad", ["2026-13", "2026-00", "1999-01", "2018-05", "2099-01", "abc"])
def test_a_month_that_is_none_is_404(officer, cast, bad):
    assert officer.get(f"/work/reports/{cast.huixian.code}/{bad}/").status_code == 404
