"""`read_roster` reports a roster as the contract says, and as the expected file has it."""

import json

import pytest
from django.core.management import CommandError, call_command

from deputies.models import Deputy, Mandate
from tests import make
from tests.lib.workbooks import xlsx

from .rosters import EXPECTED, SAMPLE, person, sheet

needs_sample = pytest.mark.skipif(not SAMPLE.exists(), reason="the shared rosters are not here")


def run(capsys, *arguments):
    call_command("read_roster", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def whole_city(db):
    call_command("load_divisions", verbosity=0)


@needs_sample
def test_the_shared_roster_is_read_as_expected(whole_city, capsys):
    expected = json.loads(EXPECTED.read_text())
    said = run(capsys, SAMPLE, "--county", "410724")
    assert said["summary"] == expected["summary"]
    fates = {row["row"]: row for row in said["rows"]}
    for row in expected["row_results"]:
        found = fates[row["row"]]
        for key in ("status", "warning", "field", "merge_into_row", "duplicate_of_row", "adds_levels"):
            if key in row:
                assert found[key] == row[key], row
    persons = {one["row"]: one for one in said["persons"]}
    assert len(persons) == 54
    for one in expected["persons"]:
        found = persons[one["row"]]
        for key in expected["strict_fields"] + expected["soft_fields"]:
            wanted = one[key][:7] if key == "birth" and one[key] else one[key]
            assert found[key] == wanted, (one["row"], key)
    assert said["ignored_sheets"] == expected["ignored_sheets"]
    assert {c["title"].replace(" ", ""): c["field"] for c in said["columns"]} == {
        "".join(title.split()): field for title, field in expected["columns"].items()
    }


@needs_sample
def test_applied_twice_the_second_time_changes_nothing(whole_city, capsys):
    first = run(capsys, SAMPLE, "--county", "410724", "--apply")
    assert first["applied"]["added"] == 54
    # The national term is not said anywhere: one mandate waits for an answer.
    assert (Deputy.objects.count(), Mandate.objects.count()) == (54, 67)
    before = list(Deputy.objects.order_by("pk").values())
    again = run(capsys, SAMPLE, "--county", "410724", "--apply")
    assert (again["applied"]["added"], again["applied"]["changed"]) == (0, 0)
    assert list(Deputy.objects.order_by("pk").values()) == before
    answered = run(capsys, SAMPLE, "--county", "410724", "--apply", "--answer", "term:national:=14")
    assert (answered["applied"]["changed"], Mandate.objects.count()) == (1, 68)


def test_the_report_for_a_person(cast, tmp_path, capsys):
    make.station(cast.yuanwu)
    file = tmp_path / "roster.xlsx"
    file.write_bytes(xlsx(sheet(person(家庭住址="示例路1号"), person("乙某某", 出生年月="1975.13"))))
    call_command("read_roster", str(file), "--county", "410725")
    said = capsys.readouterr().out
    assert "代表（人） 2" in said
    assert "第4行“出生年月”无效：1975.13" in said
    assert "未读取的列：家庭住址" in said
    assert "没有写入" in said
    assert not Deputy.objects.exists()


def test_what_is_wrong_ends_the_command_in_one_sentence(cast, tmp_path):
    file = tmp_path / "roster.csv"
    file.write_text("一,二\n3,4\n")
    with pytest.raises(CommandError, match="没有找到表头"):
        call_command("read_roster", str(file), "--county", "410725")
    with pytest.raises(CommandError, match="没有代码为 999999 的区划"):
        call_command("read_roster", str(file), "--county", "999999")
    with pytest.raises(CommandError, match="不是县（市、区）"):
        call_command("read_roster", str(file), "--county", "410773")
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("read_roster", str(tmp_path / "nothing.xlsx"), "--county", "410725")
