"""Figures that contradict each other are refused in words that the clerk can reckon again."""

import pytest

from progress.checks import Month, contradiction, faults, leap
from progress.indicators import BY_CODE, INDICATORS, SECTIONS, of_section, section_title

NOVEMBER = Month("11 月", "10 月")


def found(values, *, last=None, known=None, reasons=None):
    sound = {one.code: 0 for one in INDICATORS} | values
    said = faults(sound, last or {}, known or {}, reasons or {}, NOVEMBER)
    return {fault.code: fault.message for fault in said}


def test_nothing_but_zeros_is_sound():
    assert found({}) == {}


def test_more_closed_than_there_were():
    said = found({"opinions_carried": 31, "opinions_received": 118, "opinions_closed": 168})
    assert said["opinions_closed"] == "办结不能大于 149（上月结转 31 + 收到意见 118）"


def test_more_deputies_present_than_due():
    assert found({"duty_due": 40, "duty_present": 41}) == {
        "duty_present": "实到代表不能大于 40（应到代表 40）"
    }


def test_the_kinds_of_activities_add_up():
    said = found({"activities": 9, "study": 4, "research": 3})
    assert said["activities"].startswith("代表活动应等于 7（其中学习 4 + 其中交流 0")


def test_an_empty_field_is_no_zero():
    assert found({"visitors": None}) == {"visitors": "请填写 11 月接待群众"}


def test_a_figure_that_leaves_the_records_needs_a_reason():
    said = found({"visitors": 50}, known={"visitors": 48})
    assert said == {"visitors": "台账是 48，填写的是 50。请填写接待群众的差异说明"}
    assert found({"visitors": 50}, known={"visitors": 48}, reasons={"visitors": "补登两人"}) == {}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (100, 310, "比 10 月增加 210%"),
        (100, 49, "比 10 月减少 51%"),
        (100, 200, ""),
        (100, 50, ""),
        (0, 500, ""),
        (2, 9, ""),
        (None, 70, ""),
    ],
)
def test_a_leap_against_last_month(before, now, said):
    assert leap(BY_CODE["visitors"], now, before, NOVEMBER) == said


def test_a_contradiction_is_not_asked_about_while_a_part_is_missing():
    values = {one.code: None for one in INDICATORS} | {"opinions_closed": 9}
    assert contradiction(BY_CODE["opinions_closed"], values) == ""


def test_the_table_is_sound():
    codes = [one.code for one in INDICATORS]
    assert len(codes) == len(set(codes))
    assert all(len(code) <= 24 for code in codes)
    for one in INDICATORS:
        named = (*(one.at_most.parts + one.at_most.less if one.at_most else ()), *one.equals)
        assert {code.removeprefix("-") for code in named} <= set(codes)
    assert [n for n in SECTIONS if of_section(n)] == list(range(1, 10))
    assert section_title(11) == "十一、签报人员"
