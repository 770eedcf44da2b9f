"""The month of birth in every form an office types it."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deputies.roster.months import read_birth
from deputies.roster.terms import read_terms
from tests.deputies.test_roster_levels import COUNTY, M

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("1975.03", "1975-03"),
        ("1982年11月", "1982-11"),
        (27454, "1975-03"),
        ("27454", "1975-03"),
        ("１９７１．０９", "1971-09"),
        ("1979-05-01", "1979-05"),
        ("196312", "1963-12"),
        ("1990/7/15", "1990-07"),
        ("1993-8", "1993-08"),
        ("1983-1", "1983-01"),
        (1975.03, "1975-03"),
        (196312, "1963-12"),
        ("一九七五年三月", "1975-03"),
        ("1975.03（49岁）", "1975-03"),
        ("1975年3月生", "1975-03"),
        ("不详", ""),
        (None, ""),
    ],
)
def test_a_month_that_is_clear(cell, month):
    assert (read_birth(cell, TODAY).month, read_birth(cell, TODAY).remark) == (month, "")


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        (1968.1, "1968-10"),
        ("75.3", "1975-03"),
        ("1975.13", ""),
        ("1975", ""),
        ("1800.01", ""),
        ("2030.01", ""),
    ],
)
def test_a_month_to_look_at_again(cell, month):
    found = read_birth(cell, TODAY)
    assert found.month == month
    assert found.remark


def test_a_column_that_pads_its_months_tells_october_from_january():
    assert read_birth("1968.1", TODAY, october_by_habit=True).month == "1968-10"
    assert read_birth("1968.1", TODAY).month == "1968-01"


@given(st.dates(date(1941, 2, 1), date(2007, 12, 31)), st.sampled_from(range(9)))
@settings(deadline=None)
def test_every_month_in_every_form(day, form):
    y, m = day.year, day.month
    serial = (day - date(1899, 12, 30)).days
    forms = [
        f"{y}.{m:02d}",
        f"{y}年{m}月",
        f"{y}{m:02d}",
        f"{y}-{m}",
        f"{y}/{m}/{day.day}",
        f"{y}．{m:02d}".translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
        f"{y}年{m:02d}月{day.day}日",
        serial,
        day.isoformat(),
    ]
    assert read_birth(forms[form], TODAY).month == f"{y}-{m:02d}"


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
@settings(deadline=None)
def test_no_cell_breaks_the_reader(cell):
    month = read_birth(cell, TODAY).month
    assert month == "" or datetime.strptime(month, "%Y-%m")


@pytest.mark.parametrize(
    ("cell", "shared", "municipal"),
    [
        ("第十六届", 16, None),
        ("十四届", 14, None),
        (16, 16, None),
        ("第16届", 16, None),
        ("新乡市第十四届", None, 14),
        ("市十四届、县十六届", None, 14),
        ("二十一届", 21, None),
    ],
)
def test_terms(cell, shared, municipal):
    found = read_terms(cell, COUNTY)
    assert (found.shared, found.of(M)) == (shared, municipal)


def test_years_are_no_term():
    assert read_terms("2022-2026", COUNTY).remark == "2022-2026"
