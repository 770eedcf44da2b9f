"""What the world sees of an assessment: points, evidence, validity; nothing internal, no ranking."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from standing import actions, actions_judging
from standing.actions import SelfAnswer
from standing.actions_judging import Judgement
from stations.models import Station
from tests import make
from tests.standing import sheets


@pytest.fixture
def sheet(station):
    return sheets.sheet(station)


def page(client, station, tail="standing/") -> str:
    answer = client.get(f"/stations/{station.code}/{tail}")
    assert answer.status_code == 200
    return answer.content.decode()


def through(sheet, by):
    """Published, with an internal word at every step and one for the public."""
    sheets.answered(sheet, note="自评内部话")
    actions.submit(sheet, today=sheets.DAY, by=None)
    actions_judging.turn_back(sheet, "return", note="退回内部话", by=None)
    actions.submit(sheet, today=sheets.DAY, by=None)
    sheets.judged(sheet, 档案齐全=Judgement(False, "县级内部话", "第三季度档案没有归档"))
    actions_judging.confirm(sheet, by=None)
    sheets.judged(sheet, "weigh", 站长在任=Judgement(True, "市级内部话"))
    actions_judging.decide([sheet], on=timezone.localdate(), by=by)
    return sheets.fresh(sheet)


def test_the_points_of_each_item_open_their_evidence(cast, client, sheet):
    actions_judging.publish([through(sheet, cast.city_editor)], by=cast.city_editor)
    told = page(client, sheet.station)
    assert "2026 年度评定为<strong>达标站</strong>，得 80 分（满分 100）" in told
    assert "50 分，满分 50" in told
    assert "0 分，满分 20" in told
    assert "电话 0373-0000123" in told
    assert "档案柜已整理" in told
    assert "第三季度档案没有归档" in told
    assert "新乡市人大常委会" in told
    assert "辉县市人大常委会" in told
    assert "不排名次" in told


def test_nothing_internal_is_public(cast, client, sheet):
    actions_judging.publish([through(sheet, cast.city_editor)], by=cast.city_editor)
    for tail in ("standing/", ""):
        told = page(client, sheet.station, tail)
        assert "内部话" not in told
        assert not [who for who in (cast.city_editor, cast.keeper) if str(who) in told]


@pytest.mark.parametrize("step", ["submitted", "reviewed"])
def test_what_is_not_published_is_not_public(client, sheet, step):
    getattr(sheets, step)(sheet)
    assert "还没有公布过评价" in page(client, sheet.station)


def test_a_decision_is_public_only_when_published(cast, client, sheet):
    through(sheet, cast.city_editor)
    assert "还没有公布过评价" in page(client, sheet.station)
    assert "达标站" not in page(client, sheet.station, "")


def test_the_station_page_says_year_and_validity_and_leads_to_the_points(cast, client, sheet):
    today = timezone.localdate()
    sheets.published(sheet, cast.city_editor, on=today)
    told = page(client, sheet.station, "")
    assert "达标站" in told
    assert "有效期至" in told
    assert f"/stations/{sheet.station.code}/standing/" in told


def test_a_lapsed_grade_is_shown_as_lapsed(cast, client, sheet):
    long_ago = timezone.localdate() - timedelta(days=800)
    sheets.published(sheet, cast.city_editor, on=long_ago)
    assert "这个等次已过有效期" in page(client, sheet.station)
    assert "达标站" not in page(client, sheet.station, "")


def test_older_years_stay(cast, client, station):
    sheets.published(sheets.sheet(station, 2025), cast.city_editor, on=date(2025, 12, 28))
    sheets.published(sheets.sheet(station, 2026), cast.city_editor, on=date(2026, 11, 1))
    assert "2026 年度评定为" in page(client, station)
    assert "2025 年度评定为" in page(client, station, "standing/?year=2025")
    for nonsense in ("1999", "x", "9" * 30):
        assert "没有这一年度的评价，已显示最近一次" in page(client, station, f"standing/?year={nonsense}")


def test_other_spellings_lead_to_the_one_address(client, station):
    Station.objects.update(code="MZ2345")
    assert client.get("/stations/mz2345/standing/")["Location"] == "/stations/MZ2345/standing/"
    station.refresh_from_db()
    assert client.get("/stations/NOPE23/standing/").status_code == 404
    assert client.post(f"/stations/{station.code}/standing/").status_code == 405


def test_a_station_in_preparation_has_no_page(cast, client):
    hidden = make.station(cast.baiquan, status="preparing")
    assert client.get(f"/stations/{hidden.code}/standing/").status_code == 404


def test_the_stations_checklist_opens_its_evidence(client, station):
    sheets.standard(station.division.city)
    told = page(client, station)
    assert "对照标准，3 项达到 1 项" in told
    assert "电话 0373-0000123" in told
    assert "记录里没有在任的站长" in told
    assert "合计 50 分（满分 100）" in told


def test_a_mobile_in_an_old_evidence_note_is_covered(client, station):
    made = sheets.sheet(station)
    shown = sheets.proof(made)
    type(shown).objects.update(note="问 13800000000")
    assert "13800000000" not in page(client, station)


def test_the_public_page_takes_a_fixed_number_of_queries(cast, client, sheet):
    sheets.published(sheet, cast.city_editor)
    page(client, sheet.station)
    with CaptureQueriesContext(connection) as asked:
        page(client, sheet.station)
    assert len(asked) <= 12


def test_a_closed_station_still_says_how_it_stood(cast, client, sheet):
    sheets.published(sheet, cast.city_editor)
    Station.objects.filter(pk=sheet.station_id).update(status="closed")
    assert "2026 年度评定为" in page(client, sheet.station)


def test_a_station_judged_otherwise_than_its_records_says_why(cast, client, sheet):
    sheets.answered(sheet)
    row = sheets.points(sheet)["站长在任"]
    said = {row.pk: SelfAnswer(True, "新站长昨天到任")}
    actions.answer(sheet, said, version=sheets.fresh(sheet).version, by=None)
    actions.submit(sheet, today=sheets.DAY, by=None)
    sheets.judged(sheet, 站长在任=Judgement(True, "", "任命文件已到"))
    actions_judging.confirm(sheet, by=None)
    actions_judging.decide([sheet], on=timezone.localdate(), by=cast.city_editor)
    actions_judging.publish([sheet], by=cast.city_editor)
    told = page(client, sheet.station)
    assert "任命文件已到" in told
    assert "新站长昨天到任" not in told
