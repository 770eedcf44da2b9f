"""Figures, days and telephone numbers as offices type them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.lib.sheets import CellError, values

CELLS = st.none() | st.text(max_size=40) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("empty", [None, "", " ", "—", "-", "－－", "/", "无", "空", "暂无", "N/A", "……"[:0]])
def test_a_dash_means_nothing(empty):
    assert values.text(empty) == ""
    assert values.number(empty) is None
    assert values.day(empty) is None


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("96㎡", 96),
        ("约120", 120),
        (300, 300),
        ("５６", 56),
        ("1,200 平方米", 1200),
        ("80.5m²", 80.5),
        ("300余平方米", 300),
    ],
)
def test_figures_are_read_with_their_units(cell, figure):
    assert values.number(cell) == figure


@pytest.mark.parametrize("cell", ["较大", "100-200", "一百"])
def test_a_word_is_no_figure(cell):
    with pytest.raises(CellError, match=f"应为数字：{cell}"):
        values.number(cell)


@pytest.mark.parametrize("cell", ["3.5", -1, "1e3x5"])
def test_a_count_is_whole(cell):
    with pytest.raises(CellError):
        values.whole(cell)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("2022年5月", "2022-05"),
        ("2022.5", "2022-05"),
        ("2022.10", "2022-10"),
        (2022.5, "2022-05"),
        (2022.11, "2022-11"),
        ("2022-05-01", "2022-05-01"),
        ("2022/7/15", "2022-07-15"),
        ("2022年5月1日", "2022-05-01"),
        (202205, "2022-05"),
        ("202205", "2022-05"),
        (20220501, "2022-05-01"),
        (44562, "2022-01-01"),
        ("44562", "2022-01-01"),
        ("２０２２．０５", "2022-05"),
        ("2022 年 5 月", "2022-05"),
        ("二〇二二年十二月二十一日", "2022-12-21"),
        ("2019年", "2019"),
        (2019, "2019"),
        ("2019年底", "2019"),
        ("2022年5月挂牌", "2022-05"),
    ],
)
def test_days_are_read_in_every_form(cell, written):
    assert str(values.day(cell)) == written


def test_a_figure_that_lost_its_zero_is_october_and_doubtful():
    assert str(values.day(1968.1)) == "1968-10"
    assert values.day(1968.1).is_doubtful
    assert str(values.day("1968.1")) == "1968-01"


@pytest.mark.parametrize("cell", ["2024-02-30", "1975.13", "2022年0月", "下半年", "9999-01-01", 123, 2022.13])
def test_days_that_no_calendar_has_are_refused(cell):
    with pytest.raises(CellError):
        values.day(cell)


@pytest.mark.parametrize(
    ("cell", "mobiles", "landlines"),
    [
        (15400663622, ("15400663622",), ()),
        ("１５４００００００２１", ("15400000021",), ()),
        ("154 0000 0033", ("15400000033",), ()),
        ("15400000077/0373-6200001", ("15400000077",), ("0373-6200001",)),
        ("（0373）6200001", (), ("0373-6200001",)),
        ("0373 6200001、6200002", (), ("0373-6200001", "6200002")),
        ("15400000045、15400000045", ("15400000045",), ()),
        (None, (), ()),
    ],
)
def test_mobiles_and_landlines_are_told_apart(cell, mobiles, landlines):
    found = values.phones(cell)
    assert (found.mobiles, found.landlines, found.unread) == (mobiles, landlines, "")


def test_a_number_with_a_digit_too_few_is_reported():
    assert values.phones(1540000012).unread == "1540000012"


def test_ticks_are_ticks():
    assert [values.is_ticked(cell) for cell in ("√", "是", 1, "✔", None, "否", "—")] == [True] * 4 + [
        False
    ] * 3


@pytest.mark.parametrize(
    "read", [values.number, values.whole, values.day, values.phones, values.is_ticked, values.compact]
)
@given(cell=CELLS)
def test_no_cell_causes_anything_but_a_cell_error(read, cell):
    with suppress(CellError):
        read(cell)
