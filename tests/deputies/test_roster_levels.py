"""市、县人大代表, 市县镇三级代表, 辉县市市代表: what a phrase means, and when it is a question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deputies.models import CongressLevel
from deputies.roster.levels import Setting, read_levels
from deputies.roster.titles import read_title
from liaison.divisions.models import Division

N, P, M, C, T = CongressLevel
_city = Division(pk=1, code="410700", name="新乡市", level="city", kind="其他")
_province = Division(pk=2, code="410000", name="河南省", level="province", kind="省")
_above = {"city": _city, "province": _province, "level": "county"}
_town = Division(pk=6, code="410724100", name="城关镇", level="township", kind="镇")
_street = Division(pk=7, code="410782001", name="城关街道", level="township", kind="街道")
COUNTY = Setting(Division(pk=3, code="410724", name="获嘉县", kind="县", **_above), (_town,))
CITY = Setting(Division(pk=4, code="410782", name="辉县市", kind="县级市", **_above), (_street,))
DISTRICT = Setting(Division(pk=5, code="410702", name="红旗区", kind="区", **_above))

LETTERS = {N: "全国", P: "省", M: "市", C: "县", T: "镇"}


@pytest.mark.parametrize(
    ("phrase", "levels"),
    [
        ("市、县人大代表", [M, C]),
        ("县、镇人大代表", [C, T]),
        ("市县镇三级代表", [M, C, T]),
        ("全国、省人大代表", [N, P]),
        ("新乡市人大代表", [M]),
        ("获嘉县人大代表", [C]),
        ("人大代表（市、县）", [M, C]),
        ("县（市、区）人大代表", [C]),
        ("获嘉县第十六届人大代表", [C]),
        ("城关镇人大代表", [T]),
        ("获嘉县城关镇人大代表", [T]),
        ("乡（镇）级", [T]),
        ("市、县两级人大代表", [M, C]),
        ("县人大常委会委员", [C]),
        ("全国人大代表、河南省人大代表", [N, P]),
        ("省　人　大　代　表", [P]),
    ],
)
def test_phrases_of_a_county(phrase, levels):
    found = read_levels(phrase, COUNTY)
    assert (list(found.levels), found.question, found.problem) == (levels, "", "")


def test_what_stands_in_brackets_is_a_remark():
    found = read_levels("县代表（已调离）", COUNTY)
    assert (found.levels, found.remark) == ((C,), "已调离")


def test_members_of_other_bodies_are_no_deputies():
    found = read_levels("县人大代表、市政协委员", COUNTY)
    assert (found.levels, found.remark) == ((C,), "市政协委员")


@pytest.mark.parametrize("phrase", ["市人大代表", "市代表", "市、镇人大代表", "市级", "市"])
def test_a_bare_city_in_a_county_level_citys_roster_is_a_question(phrase):
    found = read_levels(phrase, CITY)
    assert not found.is_clear
    assert found.question == "“市”指新乡市还是辉县市？请写全称或选择"


@pytest.mark.parametrize(
    ("phrase", "levels"),
    [
        ("新乡市人大代表", [M]),
        ("辉县市人大代表", [C]),
        ("新乡市、辉县市人大代表", [M, C]),
        ("新乡市、市人大代表", [M, C]),
        ("市、县人大代表", [M, C]),
        ("地级市代表", [M]),
        ("县级市代表", [C]),
        ("辉县人大代表", [C]),
    ],
)
def test_a_city_that_is_named_is_no_question(phrase, levels):
    found = read_levels(phrase, CITY)
    assert (list(found.levels), found.question) == (levels, "")


def test_in_a_district_city_is_the_prefecture():
    assert read_levels("市、区人大代表", DISTRICT).levels == (M, C)


@pytest.mark.parametrize("phrase", ["三级代表", "五级人大代表", "是", "人大代表", "村民代表"])
def test_what_names_no_level_is_a_problem(phrase):
    assert read_levels(phrase, COUNTY).problem == "看不出代表层级"


def test_a_count_that_disagrees_is_a_problem():
    assert read_levels("市县镇两级代表", COUNTY).problem == "级数与列出的层级不符"


def test_a_subdistrict_is_recognised():
    assert read_levels("县、街道代表", COUNTY).is_subdistrict
    assert read_levels("城关街道人大代表", CITY).is_subdistrict


@given(
    st.sets(st.sampled_from(list(CongressLevel)), min_size=1),
    st.sampled_from(["", "、", ",", "，", " 、 ", "/", "和", "及"]),
    st.sampled_from(["", "人大代表", "代表", "级人大代表", "级代表", "人民代表大会代表"]),
    st.booleans(),
)
@settings(deadline=None)
def test_any_list_of_levels_comes_back(levels, joint, ending, counted):
    ordered = [level for level in CongressLevel if level in levels]
    figure = "一二三四五"[len(ordered) - 1] + "级" if counted and ending in {"人大代表", "代表"} else ""
    phrase = joint.join(LETTERS[level] for level in ordered) + figure + ending
    assert list(read_levels(phrase, COUNTY).levels) == ordered


@given(st.text(max_size=30))
@settings(deadline=None)
def test_no_text_breaks_the_reader(text):
    for setting in (COUNTY, CITY, DISTRICT):
        found = read_levels(text, setting)
        assert found.levels or found.question or found.problem
        read_title(text, setting)


@pytest.mark.parametrize(
    ("title", "levels"),
    [
        ("获嘉县第十六届人民代表大会代表名册", [C]),
        ("获嘉县城关镇第十三届人大代表名册", [T]),
        ("出席新乡市第十四届人民代表大会代表名单", [M]),
        ("新乡市获嘉县人大代表花名册", [C]),
        ("一、市人大代表", [M]),
        ("全国", [N]),
        ("乡镇", [T]),
        ("获嘉县各级人大代表名册", []),
        ("市县乡三级人大代表名册", []),
        ("城关镇代表团", []),
        ("城关镇", []),
        ("Sheet1", []),
        ("填报单位：获嘉县人大常委会代表工委", []),
    ],
)
def test_titles_and_sheet_names(title, levels):
    assert list(read_title(title, COUNTY).levels) == levels


def test_a_title_may_leave_the_question_open():
    assert read_title("市人大代表名册", CITY).question
    assert read_title("辉县市人大代表名册", CITY).levels == (C,)
