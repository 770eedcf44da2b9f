"""`read_reports`: a month's sheet as a city office types it becomes drafts, row by row, or says why not."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from liaison.divisions.models import Division
from progress import actions
from progress.actions import Draft
from progress.models import Figure, MonthlyReport
from tests.lib.workbooks import xlsx
from tests.progress import reports

MESSY = Path(__file__).resolve().parents[3] / "shared/data/messy"
SAMPLE = MESSY / "03_月报表_2024年6月.xlsx"
EXPECTED = MESSY / "03_月报表_2024年6月.expected.json"
needs_sample = pytest.mark.skipif(not SAMPLE.exists(), reason="the shared monthly sheet is not here")
JUNE = date(2024, 6, 1)
HEADING = ["单位", "联络站数", "接待活动", "参加代表", "接待选民", "收集", "已办结", "正在办理", "办结率"]


@pytest.fixture
def whole_city(db):
    call_command("load_divisions", verbosity=0)


def run(capsys, path, *more):
    call_command("read_reports", str(path), "--month", "2024-06", *more)
    return capsys.readouterr().out


@pytest.fixture
def typed(tmp_path):
    def make(*rows, title="2024年6月份月报表"):
        path = tmp_path / "月报.xlsx"
        path.write_bytes(xlsx([[title], HEADING, *rows]))
        return path

    return make


@needs_sample
def test_the_shared_sheet_is_read_as_expected(whole_city, capsys):
    expected = json.loads(EXPECTED.read_text())
    said = json.loads(run(capsys, SAMPLE, "--json"))
    assert len(said["records"]) == expected["summary"]["records"] == 14
    assert [row["row"] for row in said["rows"]] == [row["row"] for row in expected["row_results"]]
    for wanted, found in zip(expected["row_results"], said["rows"], strict=True):
        for key in ("status", "field", "reason"):
            assert found.get(key) == wanted.get(key), wanted
    for wanted, found in zip(expected["records"], said["records"], strict=True):
        for key in ("row", "period", *expected["strict_fields"], *expected["soft_fields"]):
            assert found[key] == wanted[key], (wanted["row"], key)


@needs_sample
def test_the_preview_writes_nothing_and_applying_twice_changes_nothing(whole_city, capsys):
    assert "可写入 11 行，没有变化 0 行，未读入 4 行" in run(capsys, SAMPLE)
    assert not MonthlyReport.objects.exists()
    assert "已写入 11 行" in run(capsys, SAMPLE, "--apply")
    before = list(Figure.objects.order_by("pk").values())
    said = run(capsys, SAMPLE, "--apply")
    assert "已写入 0 行，没有变化 11 行" in said
    assert "第 14 行 卫辉市：未读入，办结数大于收集数" in said
    assert said.count("不单独报送，数字由所在县（市、区）报") == 3  # the zones
    assert list(Figure.objects.order_by("pk").values()) == before


def test_figures_land_under_their_indicators_and_others_stay(whole_city, capsys, typed):
    huixian = Division.objects.get(code="410782")
    draft = Draft({"spent": 3}, {}, reports.WORDS)
    actions.save(huixian, JUNE, draft, seen=0, by=None, now=timezone.now())
    run(capsys, typed(["辉县", "１４", "14次", 28, "140人次", 43, 28, None, None]), "--apply")
    report = MonthlyReport.objects.get()
    stored = dict(report.figures.values_list("code", "value"))
    assert (report.state, report.practice) == ("draft", reports.WORDS["practice"])
    wanted = {"stations": 14, "receptions_held": 14, "duty_present": 28, "visitors": 140, "spent": 3}
    wanted |= {"opinions_received": 43, "opinions_closed": 28}
    assert {code: stored[code] for code in wanted} == wanted


def test_a_figure_somebody_typed_is_never_overwritten(whole_city, capsys, typed):
    huixian = Division.objects.get(code="410782")
    draft = Draft({"opinions_received": 7}, {}, {})
    actions.save(huixian, JUNE, draft, seen=0, by=None, now=timezone.now())
    said = run(capsys, typed(["辉县市", 14, 14, 28, 140, 43, 28, 15, None]), "--apply")
    assert "月报里已经填了别的数：收到意见 7" in said
    assert Figure.objects.get(code="opinions_received").value == 7


def test_a_report_on_its_way_is_left_alone(whole_city, capsys, typed):
    huixian = Division.objects.get(code="410782")
    report = reports.draft(huixian, JUNE, by=None)
    reports.walked(report, ("sign", None))
    said = run(capsys, typed(["辉县市", 14, 14, 28, 140, 43, 28, 15, None]), "--apply")
    assert "月报现在是“审签中”，不能修改" in said
    assert Figure.objects.get(code="opinions_received").value == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["不存在县", 1, 1, 1, 1, 1, 1, 0, None], "没有找到这个县（市、区）：不存在县"),
        (["辉县市", "十几个", 1, 1, 1, 1, 1, 0, None], "联络站数应为数字：十几个"),
        (["辉县市", -1, 1, 1, 1, 1, 1, 0, None], "联络站数应为整数：-1"),
        (["辉县市", 1, 1.5, 1, 1, 1, 1, 0, None], "接待活动应为整数：1.5"),
        (["辉县市", 1, 1, 1, 1, 1, 2, 0, None], "办结数大于收集数"),
    ],
)
def test_an_impossible_row_is_refused_with_its_reason_and_the_next_one_is_read(
    whole_city, capsys, typed, row, reason
):
    said = run(capsys, typed(row, ["获嘉县", 1, 1, 1, 1, 5, 2, 9, None]), "--apply")
    assert f"未读入，{reason}" in said
    assert "已写入草稿（正在办理写的是 9，收集减已办结是 3）" in said
    assert [report.county.code for report in MonthlyReport.objects.all()] == ["410724"]


def test_a_county_written_twice_is_not_guessed_about(whole_city, capsys, typed):
    row = [14, 14, 28, 140, 43, 28, 15, None]
    assert "和第 3 行是同一个单位" in run(capsys, typed(["辉县市", *row], ["辉县", *row]))


def test_another_months_sheet_is_refused_whole(whole_city, capsys, typed):
    path = typed(["辉县市", 14, 14, 28, 140, 43, 28, 15, None], title="2024年5月份月报表")
    with pytest.raises(CommandError, match="表题写的是 2024 年 5 月"):
        run(capsys, path, "--apply")
    assert not MonthlyReport.objects.exists()


def test_bad_words_on_the_command_line_are_answered_in_chinese(whole_city, tmp_path):
    with pytest.raises(CommandError, match="月份应写成 2024-06"):
        call_command("read_reports", "x.xlsx", "--month", "六月")
    with pytest.raises(CommandError, match="没有代码为 410782 的市"):
        call_command("read_reports", "x.xlsx", "--month", "2024-06", "--city", "410782")
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("read_reports", str(tmp_path / "没有.xlsx"), "--month", "2024-06")
