"""A station is suggested from what the roster says, and never guessed."""

import pytest

from deputies.suggest import Clue, Ground, Reason, named, suggest

MENGZHUANG = Ground(1, "孟庄镇", ("南陈马村",), ("孟庄乡",), station=11)
BAIQUAN = Ground(2, "百泉镇", ("百泉村", "苏门社区"), station=12)
SOUTH = Ground(3, "南孟庄镇", station=13)
STREET = Ground(4, "城关街道", ("东关社区",), station=None)
GROUNDS = [MENGZHUANG, BAIQUAN, SOUTH, STREET]


def ward(words: str) -> list[Clue]:
    return [Clue("选区", words)]


@pytest.mark.parametrize(
    ("words", "station"),
    [
        ("孟庄镇第3选区", 11),
        ("孟庄乡第1选区", 11),
        ("孟庄第3选区", 11),
        ("第6选区（南陈马村）", 11),
        ("南孟庄镇第1选区", 13),
        ("百 泉 镇", 12),
    ],
)
def test_a_constituency_leads_to_the_station_of_its_township(words, station):
    advice = suggest([], ward(words), GROUNDS)
    assert (advice.station, advice.is_convenience) == (station, False)
    assert advice.because == f"选区：{words}"


def test_a_township_deputy_belongs_to_that_township_whatever_the_words_say():
    assert suggest([2], ward("孟庄镇"), GROUNDS).station == 12


def test_where_somebody_works_is_convenience_and_comes_last():
    work = Clue("工作单位", "百泉镇苏门社区书记", is_workplace=True)
    only_work = suggest([], [Clue("选区", "第6选区"), work], GROUNDS)
    assert (only_work.station, only_work.is_convenience) == (12, True)
    assert suggest([], [*ward("孟庄镇"), work], GROUNDS).station == 11


def test_two_townships_in_one_line_are_not_guessed_between():
    advice = suggest([], ward("孟庄镇、百泉镇联合选区"), GROUNDS)
    assert (advice.station, advice.obstacle) == (None, Reason.SEVERAL)
    assert "百泉镇" in advice.detail


def test_a_township_without_a_station_is_named():
    advice = suggest([], ward("城关街道第2选区"), GROUNDS)
    assert (advice.station, advice.obstacle, advice.detail) == (None, Reason.NO_STATION, "城关街道")


@pytest.mark.parametrize("words", ["", "第6选区", "东关", "新乡市人民代表大会"])
def test_words_that_name_no_township_are_no_ground(words):
    assert suggest([], ward(words), GROUNDS).obstacle == Reason.UNKNOWN


def test_a_village_that_two_townships_have_is_not_guessed():
    twin = Ground(5, "常村镇", ("苏门社区",), station=15)
    assert suggest([], ward("苏门社区"), [*GROUNDS, twin]).obstacle == Reason.SEVERAL


def test_a_full_name_outweighs_a_short_one():
    assert named("百泉镇孟庄路", GROUNDS) == [BAIQUAN]
