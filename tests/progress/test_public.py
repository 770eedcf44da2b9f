"""What the world sees of the months: confirmed figures that are public, and nothing else."""

import csv
from io import StringIO

import pytest
from django.utils import timezone

from liaison.portal.models import SiteSettings
from progress import actions
from progress.models import MonthlyReport
from progress.months import back
from tests.progress import reports

pytestmark = pytest.mark.django_db
SECRET = "内部的困难不外传"


@pytest.fixture
def two(cast, month):
    reports.confirmed(
        cast.huixian, month, cast,
        opinions_received=10, opinions_closed=8, opinions_satisfied=8, budget=777_123, spent=5,
        reasons={"opinions_received": "说明也不外传"},
    )  # fmt: skip
    reports.confirmed(cast.yuanyang, month, cast, opinions_received=10, opinions_closed=4)
    MonthlyReport.objects.update(difficulties=SECRET)


def lines(client, month):
    answer = client.get(f"/progress/{month:%Y-%m}.csv")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_before_any_report_counts_the_page_is_about_coverage_alone(client, cast, huixian_report, month):
    page = client.get("/progress/").text
    assert "按月进度" not in page
    assert client.get(f"/progress/{month:%Y-%m}/").status_code == 404
    assert client.get(f"/progress/{month:%Y-%m}.csv").status_code == 404


def test_the_heat_table_has_a_figure_in_every_confirmed_cell(client, cast, month, two):
    page = client.get("/progress/", {"measure": "opinions"})
    heat = page.context["monthly"].heat
    texts = {row.unit.name: row.cells[month.month - 1].text for row in heat.rows}
    assert texts == {"辉县市": "80", "原阳县": "40"}
    assert heat.total.text == "60%"
    assert heat.rows[0].unit == cast.huixian
    assert 'scope="row"' in page.text
    assert "<caption" in page.text


def test_the_table_equals_the_data(client, cast, month, two):
    found = {(row["县（市、区）"], row["指标编码"]): row["数值"] for row in lines(client, month)}
    assert found["辉县市", "opinions_closed"] == "8"
    assert found["全市", "opinions_closed"] == "12"
    page = client.get(f"/progress/{month:%Y-%m}/").context["found"]
    for line in page.lines:
        assert found["全市", line.indicator.code] == str(line.total)


def test_an_unknown_measure_is_said_and_ignored(client, cast, two):
    assert "没有这项指标" in client.get("/progress/", {"measure": "money"}).text


def test_nothing_internal_leaves(client, cast, month, two):
    addresses = (
        "/progress/",
        f"/progress/{month:%Y-%m}/",
        f"/progress/{month:%Y-%m}.csv",
        "/api/progress.json",
    )
    for address in (*addresses, "/api/progress.csv"):
        content = client.get(address).content if "csv" not in address else b"".join(client.get(address))
        for secret in (SECRET, "777123", "777,123", "spent", "说明也不外传", "接待三场"):
            assert secret.encode() not in content


def test_drafts_and_reports_on_their_way_are_not_public(client, cast, month, two):
    before = back(month, 2)[0]
    report = reports.draft(cast.huixian, before, by=None)
    reports.walked(report, ("sign", None), ("submit", None))
    assert client.get(f"/progress/{before:%Y-%m}/").status_code == 404
    assert client.get("/api/progress.json", {"month": f"{before:%Y-%m}"}).json()["count"] == 0


def test_a_correction_replaces_what_the_public_sees_once_it_is_confirmed(client, cast, month, two):
    report = MonthlyReport.objects.get(county=cast.huixian)
    actions.revise(report, "漏登一件", by=cast.huixian_officer, now=timezone.now())
    reports.draft(cast.huixian, month, by=None, opinions_received=11, opinions_closed=9)
    assert values(client, month, "opinions_closed") == {"辉县市": 8, "原阳县": 4}
    second = MonthlyReport.objects.get(revision=2)
    reports.walked(second, ("sign", None), ("submit", None), ("confirm", cast.city_reviewer))
    assert values(client, month, "opinions_closed") == {"辉县市": 9, "原阳县": 4}
    assert "数据有更正，现在是第 2 版" in client.get(f"/progress/{month:%Y-%m}/").text


def values(client, month, code):
    rows = client.get("/api/progress.json", {"month": f"{month:%Y-%m}", "indicator": code}).json()["results"]
    return {row["county_name"]: row["value"] for row in rows}


def test_a_city_may_publish_its_totals_only(client, cast, month, two):
    SiteSettings.objects.update_or_create(pk=1, defaults={"city": cast.city, "compares_counties": False})
    heat = client.get("/progress/").text.partition('id="t-heat"')[2].partition('id="t-aims"')[0]
    assert "全市" in heat
    assert "辉县市" not in heat
    assert {row["县（市、区）"] for row in lines(client, month)} == {"全市"}
    assert "辉县市" not in client.get(f"/progress/{month:%Y-%m}/").text
    assert client.get("/api/progress.json").json()["count"] == 0


@pytest.mark.parametrize(
    "asked", [{"month": "2026-13"}, {"indicator": "budget"}, {"county": "9"}, {"x": "1"}]
)
def test_a_wrong_question_to_the_data_is_refused(client, cast, asked):
    assert client.get("/api/progress.json", asked).status_code == 400
