"""The pages on which an assessment is written, judged and decided."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from standing.models import Assessment, AssessmentRound, State
from stations.models import Evidence
from tests import make
from tests.standing import sheets

LIST = "/work/standing/"
DECIDE = "/work/standing/decide/"


@pytest.fixture
def sheet(station):
    return sheets.sheet(station)


def address(sheet) -> str:
    return f"{LIST}{sheet.pk}/"


def filled(page) -> dict[str, str]:
    """Everything a browser would send back from the sheet."""
    form = page.context["form"]
    return {field.html_name: field.value() for field in form if field.value() is not None}


def text(page) -> str:
    return page.content.decode()


# --- The list


def test_everybody_sees_the_sheets_of_their_place(cast, enter, station, sheet):
    other = make.station(cast.baiquan)
    foreign = make.station(cast.yuanxing_street)
    for one in (other, foreign):
        county = one.division.county
        Assessment.objects.create(round=sheet.round, station=one, county=county)
    seen = {who: text(enter(getattr(cast, who)).get(LIST)) for who in ("keeper", "huixian_leader", "auditor")}
    assert [name in seen["keeper"] for name in ("孟庄镇联络站", "百泉镇联络站")] == [True, False]
    assert [name in seen["huixian_leader"] for name in ("百泉镇联络站", "原兴街道联络站")] == [True, False]
    assert "原兴街道联络站" in seen["auditor"]


def test_the_list_is_narrowed_by_county_and_state(cast, enter, sheet):
    browser = enter(cast.city_editor)
    assert "孟庄镇联络站" in text(browser.get(LIST, {"county": "410782", "state": "draft"}))
    assert "没有符合条件的评价" in text(browser.get(LIST, {"county": "410725"}))
    assert "没有符合条件的评价" in text(browser.get(LIST, {"state": "reviewed"}))


@pytest.mark.parametrize(
    "query", ["state=nonsense", "county=x", "year=99999999999999999999", "page=x", "a=b"]
)
def test_nonsense_in_the_address_is_ignored(cast, enter, sheet, query):
    page = enter(cast.city_editor).get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert "孟庄镇联络站" in text(page)
    assert ("筛选条件无效，已忽略" in text(page)) is (query != "page=x")


def test_before_the_first_year_the_list_says_so(cast, enter):
    assert "还没有开始过评价" in text(enter(cast.huixian_officer).get(LIST))


def test_the_list_asks_no_more_for_more_rows(cast, enter, sheet):
    browser = enter(cast.city_editor)
    counted = []
    for place in (None, cast.baiquan, cast.chengguan_street, cast.yuanwu):
        if place:
            Assessment.objects.create(round=sheet.round, station=make.station(place), county=place.county)
        browser.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        counted.append(len(asked))
    assert max(counted) == counted[0]


# --- The station's keeper


def test_a_keeper_answers_keeps_and_submits(cast, enter, sheet):
    browser = enter(cast.keeper)
    sheets.proof(sheet)
    sent = filled(browser.get(address(sheet)))
    by_name = {name: row.pk for name, row in sheets.points(sheet).items()}
    sent |= {f"met_{by_name['固定场所']}": "yes", f"note_{by_name['固定场所']}": "门口已挂牌"}
    assert browser.post(address(sheet), sent | {"step": "save"}).status_code == 302
    page = browser.get(address(sheet))
    assert "门口已挂牌" in text(page)
    refused = browser.post(address(sheet), filled(page) | {"step": "submit"})
    assert "请选择第 2 项“站长在任”是否达到" in text(refused)
    sent = filled(refused) | {f"met_{by_name['站长在任']}": "no", f"met_{by_name['档案齐全']}": "yes"}
    assert browser.post(address(sheet), sent | {"step": "submit"}).status_code == 302
    assert sheets.fresh(sheet).state == State.SUBMITTED


def test_each_point_shows_what_the_records_say_and_where(cast, enter, sheet):
    page = text(enter(cast.keeper).get(address(sheet)))
    assert "电话 0373-0000123" in page
    assert f"/stations/{sheet.station.code}/#main" in page
    assert "记录里没有在任的站长" in page


def test_two_editors_lose_nothing(cast, enter, sheet):
    browser = enter(cast.keeper)
    row = sheets.points(sheet)["固定场所"]
    sent = filled(browser.get(address(sheet))) | {f"note_{row.pk}": "我写的", "step": "save"}
    sheets.answered(sheet, note="别人写的")
    page = browser.post(address(sheet), sent)
    assert page.status_code == 409
    assert "在您打开之后被别人改过" in text(page)
    assert "我写的" in text(page)
    assert browser.post(address(sheet), filled(page) | {"step": "save"}).status_code == 302
    row.refresh_from_db()
    assert row.self_note == "我写的"


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": "x"},
        {"version": ""},
        {"note_{pk}": "长" * 201},
        {"note_{pk}": "零\0"},
        {"met_{pk}": "perhaps"},
        {"evidence_{pk}": "9" * 30},
    ],
)
def test_bad_input_is_said_at_its_field(cast, enter, sheet, wrong):
    sheets.proof(sheet)
    browser = enter(cast.keeper)
    row = sheets.points(sheet)["档案齐全"]
    sent = filled(browser.get(address(sheet))) | {f"note_{sheets.points(sheet)['固定场所'].pk}": "留着"}
    page = browser.post(address(sheet), sent | {k.format(pk=row.pk): v for k, v in wrong.items()})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "处需要修改" in text(page)
    assert "留着" in text(page)


def test_evidence_is_added_with_a_pdf_and_what_was_typed_is_kept(cast, enter, sheet):
    browser = enter(cast.keeper)
    row = sheets.points(sheet)["档案齐全"]
    sent = filled(browser.get(address(sheet))) | {f"note_{row.pk}": "柜子在二楼"}
    way = browser.post(address(sheet), sent | {"step": f"evidence_{row.pk}"})
    assert way["Location"] == f"{address(sheet)}evidence/{row.pk}/"
    pdf = SimpleUploadedFile("档案.pdf", b"%PDF-1.4 example", "application/pdf")
    given = {"met_on": "2026-03-02", "note": "档案目录", "file": pdf}
    assert browser.post(way["Location"], given).status_code == 302
    row.refresh_from_db()
    assert row.evidence.note == "档案目录"
    assert row.self_note == "柜子在二楼"
    page = text(browser.get(address(sheet)))
    assert f"/admin/stations/station/{sheet.station_id}/evidence/{row.evidence_id}/" in page


def test_a_photo_as_evidence_joins_the_stations_photos(cast, enter, sheet):
    row = sheets.points(sheet)["档案齐全"]
    way = f"{address(sheet)}evidence/{row.pk}/"
    browser = enter(cast.keeper)
    given = {"met_on": "2026-03-02", "image": make.photo_file()}
    assert "请填写画面说明" in text(browser.post(way, given))
    given |= {"image": make.photo_file(), "alt": "档案柜"}
    assert browser.post(way, given).status_code == 302
    assert sheet.station.photos.get().alt == "档案柜"
    row.refresh_from_db()
    assert row.evidence.photo == sheet.station.photos.get()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "请填写达到日期"),
        ({"met_on": "2026-03-02"}, "请填写说明，或选择照片、PDF"),
        ({"met_on": "2126-03-02", "note": "将来"}, "达到日期不能晚于今天"),
        ({"met_on": "2026-03-01", "note": "又一次"}, "这一项当天已经登记过"),
        ({"met_on": "2026-03-02", "note": "问 13800000000"}, "说明里有手机号"),
    ],
)
def test_bad_evidence_is_said_at_its_field(cast, enter, sheet, given, said):
    sheets.proof(sheet)
    row = sheets.points(sheet)["档案齐全"]
    page = enter(cast.keeper).post(f"{address(sheet)}evidence/{row.pk}/", given)
    assert said in text(page)
    assert Evidence.objects.count() == 1


# --- The county and the city


def test_the_county_finds_the_stations_answer_taken_over_and_confirms(cast, enter, sheet):
    sheets.submitted(sheet)
    browser = enter(cast.huixian_officer)
    page = browser.get(address(sheet))
    row = sheets.points(sheet)["档案齐全"]
    sent = filled(page)
    assert sent[f"met_{row.pk}"] == "yes"
    refused = browser.post(address(sheet), sent | {f"met_{row.pk}": "no", "step": "confirm"})
    assert "县级意见与自评不一致，请填写县级说明" in text(refused)
    assert f'href="#id_note_{row.pk}"' in text(refused)
    said = {
        f"met_{row.pk}": "no",
        f"note_{row.pk}": "缺三季度",
        f"explanation_{row.pk}": "第三季度档案没有归档",
    }
    assert browser.post(address(sheet), filled(refused) | said | {"step": "confirm"}).status_code == 302
    row.refresh_from_db()
    assert (row.county_met, row.explanation) == (False, "第三季度档案没有归档")
    assert sheets.fresh(sheet).state == State.REVIEWED


def test_the_county_returns_with_a_reason(cast, enter, sheet):
    sheets.submitted(sheet)
    browser = enter(cast.huixian_leader)
    sent = filled(browser.get(address(sheet)))
    assert "请填写退回修改原因" in text(browser.post(address(sheet), sent | {"step": "return"}))
    sent = filled(browser.get(address(sheet)))
    browser.post(address(sheet), sent | {"step": "return", "reason": "补三季度档案"})
    assert "补三季度档案" in text(enter(cast.keeper).get(address(sheet)))


def test_the_city_decides_one_on_its_page_and_publishes(cast, enter, sheet):
    sheets.reviewed(sheet)
    browser = enter(cast.city_editor)
    sent = filled(browser.get(address(sheet)))
    page = browser.post(address(sheet), sent | {"step": "decide"}, follow=True)
    assert "70 分，达标站。公布后对外显示" in text(page)
    browser.post(address(sheet), {"step": "reconsider", "reason": "再看现场"})
    assert sheets.fresh(sheet).state == State.REVIEWED
    browser.post(address(sheet), filled(browser.get(address(sheet))) | {"step": "decide"})
    browser.post(address(sheet), {"step": "publish"})
    assert sheets.fresh(sheet).state == State.PUBLISHED


def test_the_city_decides_many_after_a_preview(cast, enter, sheet):
    sheets.reviewed(sheet)
    browser = enter(cast.city_editor)
    page = text(browser.get(DECIDE))
    assert f'value="{sheet.pk}:70"' in page
    assert "达标站" in page
    told = browser.post(DECIDE, {"step": "decide", "sheet": f"{sheet.pk}:90"}, follow=True)
    assert "得分已经变化，请重新核对" in text(told)
    browser.post(DECIDE, {"step": "decide", "sheet": f"{sheet.pk}:70"})
    assert sheets.fresh(sheet).valid_from == timezone.localdate()
    browser.post(DECIDE, {"step": "publish", "sheet": str(sheet.pk)})
    assert sheets.fresh(sheet).state == State.PUBLISHED


@pytest.mark.parametrize("chosen", ["", "x", "1:x", "9" * 40, "-1:5", "٣:1"])
def test_nonsense_among_the_ticked_boxes_decides_nothing(cast, enter, sheet, chosen):
    sheets.reviewed(sheet)
    told = enter(cast.city_editor).post(DECIDE, {"step": "decide", "sheet": chosen}, follow=True)
    assert "请选择联络站" in text(told)
    assert sheets.fresh(sheet).state == State.REVIEWED


def test_the_city_begins_a_year(cast, enter, station):
    standard = sheets.standard(cast.city)
    browser = enter(cast.city_editor)
    form = browser.get("/work/standing/open/").context["form"]
    sent = {field.html_name: getattr(field.value(), "pk", field.value()) for field in form}
    sent |= {"standard": standard.pk, "year": 2026, "self_due": "2026-12-10", "county_due": "2026-12-25"}
    refused = browser.post("/work/standing/open/", sent | {"county_due": "2026-12-01"})
    assert "县级复核截止不能早于自评截止" in text(refused)
    assert browser.post("/work/standing/open/", sent)["Location"] == LIST
    assert AssessmentRound.objects.get().assessments.count() == 1
    assert "这一年度的评价已经开始" in text(browser.post("/work/standing/open/", sent))


# --- Who may not


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("keeper", 200),
        ("huixian_officer", 200),
        ("city_reviewer", 200),
        ("auditor", 200),
        ("yuanyang_officer", 404),
    ],
)
def test_a_sheet_opens_for_its_place(cast, enter, sheet, who, status):
    assert enter(getattr(cast, who)).get(address(sheet)).status_code == status


@pytest.mark.parametrize("who", ["huixian_officer", "city_editor", "auditor", "city_reviewer"])
def test_only_the_keeper_answers(cast, enter, sheet, who):
    browser = enter(getattr(cast, who))
    assert browser.get(address(sheet)).context["form"] is None
    assert browser.post(address(sheet), {"step": "submit"}).status_code == 403
    row = sheets.points(sheet)["档案齐全"]
    assert browser.get(f"{address(sheet)}evidence/{row.pk}/").status_code == 403


def test_a_keeper_does_not_confirm_the_own_sheet(cast, enter, sheet):
    sheets.answered(sheet)
    browser = enter(cast.keeper)
    sent = filled(browser.get(address(sheet)))
    assert browser.post(address(sheet), sent | {"step": "confirm"}).status_code == 403
    sheets.submitted(sheet)
    assert browser.get(address(sheet)).context["form"] is None


def test_whoever_comes_too_late_is_told(cast, enter, sheet):
    sheets.answered(sheet)
    browser = enter(cast.keeper)
    sent = filled(browser.get(address(sheet)))
    browser.post(address(sheet), sent | {"step": "submit"})
    told = browser.post(address(sheet), sent | {"step": "submit"}, follow=True)
    assert "这张评价表的状态已经变化" in text(told)
    assert sheets.fresh(sheet).state == State.SUBMITTED


@pytest.mark.parametrize("who", ["keeper", "huixian_officer", "city_reviewer", "auditor"])
def test_only_the_city_decides(cast, enter, sheet, who):
    browser = enter(getattr(cast, who))
    for page in (DECIDE, "/work/standing/open/"):
        assert browser.get(page).status_code == 403
        assert browser.post(page).status_code == 403


def test_a_visitor_is_sent_to_the_sign_in(client, sheet):
    for page in (LIST, address(sheet), DECIDE):
        assert "login" in client.get(page)["Location"]


def test_a_sheet_that_nobody_made_does_not_exist(cast, enter, sheet):
    browser = enter(cast.keeper)
    assert browser.get(f"{LIST}99999999999999999999999/").status_code == 404
    assert browser.get(f"{address(sheet)}evidence/99999999999999999999999/").status_code == 404


def test_a_sheet_takes_a_fixed_number_of_queries(cast, enter, sheet):
    browser = enter(cast.keeper)
    browser.get(address(sheet))
    with CaptureQueriesContext(connection) as asked:
        browser.get(address(sheet))
    assert len(asked) <= 24
