"""Names are compared, shortened and read aloud the way people do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.lib.text import (
    TextError,
    clean_text,
    find_personal,
    fold,
    initials,
    mask,
    pinyin,
    strip_place_suffix,
    tidy,
)


@pytest.mark.parametrize(
    "other", ["小冀镇 人大代表 联络站", "小冀镇\u3000人大代表联络站\n", "小冀镇人大代表·联络站"]
)
def test_two_spellings_of_one_name_are_equal(other):
    assert fold(other) == fold("小冀镇人大代表联络站")


def test_width_and_case_make_no_difference():
    assert fold("ＡＢ１２") == "ab12"


def test_what_is_stored_has_half_width_digits_and_keeps_chinese_punctuation():
    assert tidy("  ５６㎡（约），\u200b A\n B\x00") == "56㎡（约）， A B"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("孟庄镇", "孟庄"),
        ("孟庄", "孟庄"),
        ("庞寨乡", "庞寨"),
        ("西街街道", "西街"),
        ("西街街道办事处", "西街"),
        ("向阳小区街道", "向阳小区"),
        ("孟庄村村委会", "孟庄"),
        ("东关社区居委会", "东关"),
        ("荆乡回族乡", "荆乡"),
        ("长垣市", "长垣"),
        ("红旗区", "红旗"),
    ],
)
def test_a_place_is_found_without_its_suffix(name, short):
    assert strip_place_suffix(name) == short


@pytest.mark.parametrize("name", ["浚县", "李村", "镇", "", "金穗小区", "平原示范区"])
def test_a_name_that_needs_its_suffix_keeps_it(name):
    assert strip_place_suffix(name) == name


@given(st.text())
def test_nothing_is_shortened_to_nothing(text):
    assert bool(strip_place_suffix(text)) == bool(text.strip())


@pytest.mark.parametrize(
    ("place", "read"),
    [("长垣市", "changyuanshi"), ("浚县", "xunxian"), ("获嘉县", "huojiaxian"), ("漯河", "luohe")],
)
def test_places_are_read_as_their_people_do(place, read):
    assert pinyin(place) == read


SURNAMES = "曾 单 仇 解 翟 查 区 朴 缪 覃 盖 任 华 乐 种 逄 员 尉 阚 冼"
READ = "zeng shan qiu xie zhai zha ou piao miao qin ge ren hua yue chong pang yun wei kan xian"


def test_surnames_have_readings_of_their_own():
    for surname, read in zip(SURNAMES.split(), READ.split(), strict=True):
        assert pinyin(f"{surname}国强", person=True) == f"{read}guoqiang"


def test_a_surname_of_two_characters_is_read_whole():
    assert pinyin("尉迟国强", person=True) == "yuchiguoqiang"
    assert initials("单于国强", person=True) == "cygq"


def test_first_letters_keep_digits_and_drop_the_rest():
    assert initials("长垣市 2号（站）") == "cys2hz"


VALID_ID = "11010519491231002X"


@pytest.mark.parametrize(
    "text",
    ["电话13812345678。", "138 1234 5678", "138-1234-5678", "１３８１２３４５６７８", "+8613812345678"],
)
def test_mobile_numbers_are_found_however_they_are_typed(text):
    (found,) = find_personal(text)
    assert found.kind == "mobile"
    assert "13812345678" not in fold(mask(text)).replace("-", "")


@pytest.mark.parametrize("text", ["0373-6200001", "订单202401011234567890", "3.13812345678", "12345678901"])
def test_other_numbers_are_left_alone(text):
    assert find_personal(text) == []
    assert mask(text) == text


def test_an_identity_number_needs_its_check_digit():
    assert [one.kind for one in find_personal(f"身份证{VALID_ID}")] == ["id_number"]
    assert find_personal("110105194912310021") == []


def test_an_old_identity_number_needs_a_birthday():
    assert [one.kind for one in find_personal("110105491231002")] == ["id_number"]
    assert find_personal("110105491331002") == []


def test_covering_keeps_the_text_around_a_number():
    assert mask(f"张某，13812345678，{VALID_ID}。") == "张某，138****5678，110*************2X。"


@given(st.text(st.sampled_from("0123456789Xx -１１张3"), max_size=60))
def test_what_is_covered_once_shows_nothing_more(text):
    assert find_personal(mask(text)) == []


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\x1b[0m", "\ufffe"])
def test_characters_that_no_page_can_show_are_refused(text):
    with pytest.raises(TextError, match="个字符无法识别"):
        clean_text(text)


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cn"])))
def test_every_ordinary_text_passes(text):
    assert clean_text(text) == text


@given(st.text())
def test_what_was_tidied_can_be_stored(text):
    assert clean_text(tidy(text)) == tidy(tidy(text))
