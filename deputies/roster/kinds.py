"""What the cells of a roster's columns look like, whatever stands above them."""

import re
from datetime import date

from django.utils import timezone

from deputies.roster import words
from deputies.roster.months import read_birth
from liaison.lib.sheets import Cell, values
from liaison.lib.text import fold

_LEVEL = r"(全国|国家|省|地?市|州|县|区|旗|乡|镇|街道)级?"
_LEVELS = re.compile(rf"({_LEVEL})+([一二两三四五]级)?(人大|人民)?(代表)?")
_NAMED = re.compile(rf".{{0,20}}({_LEVEL}|[一二两三四五]级)(第.{{1,4}}届)?(人民代表大会|人大|人民)?代表")
_JOINTS = re.compile(r"[、,，;；/|+&\s()（）和及与]+")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]$")
_TERM = re.compile(r".{0,10}第?[一二三四五六七八九十\d]{1,3}届")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,12}(镇|乡|街道|办事处|办|县|区|市|苏木)")
_AGE = re.compile(r"\d{2,3}(岁|周岁)?")
_NOT_TICKED = re.compile(r"[否无非×xXnN0]|不是")
_TICK_WORDS = {"连任", "新当选", "代表", "当选"}


def is_gender(cell: Cell) -> bool:
    """男, 女 and the like."""
    return words.gender_of(values.compact(cell)) is not None


def is_people(cell: Cell) -> bool:
    """One of the 56 peoples: 汉族, 回."""
    return values.compact(cell).removesuffix("族") in words.PEOPLES


def is_birth(cell: Cell) -> bool:
    """A month in which somebody of age can have been born."""
    return bool(read_birth(cell, _today()).month)


def _today() -> date:
    return timezone.localdate()


def is_age(cell: Cell) -> bool:
    """49 or 49岁."""
    return bool(_AGE.fullmatch(fold(values.text(cell))))


def is_levels(cell: Cell) -> bool:
    """Words for congresses and nothing else: 市、县, 县级, 辉县市人大代表, 市县镇三级代表."""
    written = fold(_ASIDE.sub("", values.text(cell)))
    bare = _JOINTS.sub("", written)
    return bool(_LEVELS.fullmatch(bare) or _NAMED.fullmatch(bare))


def is_tick(cell: Cell) -> bool:
    """A tick or its absence; also a word that repeats the heading."""
    said = fold(values.text(cell))
    is_word = said in _TICK_WORDS or bool(_TERM.fullmatch(said)) or is_levels(cell)
    return not said or values.is_ticked(cell) or bool(_NOT_TICKED.fullmatch(said)) or is_word


def is_place(cell: Cell) -> bool:
    """A township, subdistrict or county by its name."""
    written = values.compact(cell)
    return bool(_PLACE.fullmatch(written)) and not is_levels(cell)


def is_district(cell: Cell) -> bool:
    """A constituency."""
    return "选区" in values.text(cell)


def is_delegation(cell: Cell) -> bool:
    """A delegation or group."""
    return values.compact(cell).endswith(("代表团", "代表小组", "代表组"))


def is_station(cell: Cell) -> bool:
    """A liaison station or contact point."""
    return bool(re.search(r"联络站|联络点|代表之家|人大.*站$", values.compact(cell)))


def is_term(cell: Cell) -> bool:
    """第十六届, 新乡市十四届."""
    return bool(_TERM.fullmatch(fold(values.text(cell))))


def is_phone(cell: Cell) -> bool:
    """A cell with a telephone number in it."""
    return values.phones(cell).first is not None
