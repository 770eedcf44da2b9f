"""Chinese text as people type it: compare it, shorten it, check it."""

import re
import unicodedata

from .personal import ID_NUMBER, MOBILE, Finding, find_personal, mask
from .readings import initials, pinyin

__all__ = [
    "ID_NUMBER",
    "MOBILE",
    "Finding",
    "TextError",
    "clean_text",
    "find_personal",
    "fold",
    "initials",
    "mask",
    "pinyin",
    "strip_place_suffix",
    "tidy",
]

_UNSEEN = re.compile(r"[\s·•・‧∙⋅ㆍ\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ZERO_WIDTH = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_HALF_WIDTH |= {0xFF05: 0x25, 0xFF0B: 0x2B, 0xFF0D: 0x2D, 0xFF0E: 0x2E, 0xFF0F: 0x2F, 0x3000: 0x20}

_OFFICES = (
    "社区居民委员会", "村民委员会", "居民委员会", "社区居委会", "街道办事处",
    "村委会", "居委会", "办事处", "街道办", "人民政府",
)  # fmt: skip
_KINDS = (
    "特别行政区", "民族乡", "行政村", "自然村", "自治县", "自治州", "自治区", "自治旗",
    "街道", "社区", "地区", "苏木", "村", "镇", "乡", "县", "市", "区", "旗", "盟", "省",
)  # fmt: skip
_PEOPLES = (
    "鄂伦春 鄂温克 达斡尔 哈萨克 维吾尔 塔吉克 俄罗斯 柯尔克孜 仡佬 布依 土家 朝鲜 傈僳 拉祜 纳西 "
    "景颇 布朗 锡伯 裕固 哈尼 毛南 仫佬 蒙古 回 满 苗 壮 侗 瑶 彝 畲 白 傣 藏 水 羌 佤 怒 土"
)
_ETHNIC_TOWNSHIPS = tuple(f"{people}族乡" for people in _PEOPLES.split())
_NOT_A_DISTRICT = re.compile(r"(?:小|园|校|矿|工|林|景|库|新|开发|示范|管理|聚集|集聚)区$")
_SHORTEST = 2


class TextError(ValueError):
    """Text that must not be stored; the message is for the person who typed it."""


def fold(text: str) -> str:
    """The form in which two spellings of one name are equal.

    Full-width and half-width, upper and lower case, spaces inside a name and
    the middle dot of a transcribed name make no difference.
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text).lower())


def tidy(text: str) -> str:
    """Text as it should be stored: half-width digits, single spaces, nothing unseen."""
    text = _FORBIDDEN.sub(" ", text)
    text = _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", text).translate(_HALF_WIDTH))
    return " ".join(text.split())


def strip_place_suffix(name: str) -> str:
    """A place's own name: 孟庄镇 → 孟庄, 东关社区居委会 → 东关.

    A name that needs its suffix keeps it (浚县, 金穗小区): what is left has
    always two characters or more, or is the name as it came.
    """
    name = _without_end(name.strip(), _OFFICES)
    if _NOT_A_DISTRICT.search(name):
        return name
    return _without_end(name, _ETHNIC_TOWNSHIPS + _KINDS)


def clean_text(text: str) -> str:
    """`text` unchanged, or TextError when it holds what no database and no page should."""
    if found := _FORBIDDEN.search(text):
        raise TextError(f"第{found.start() + 1}个字符无法识别，请删除后重新输入")
    return text


def _without_end(name: str, endings: tuple[str, ...]) -> str:
    """`name` without the first of `endings` that it bears, when enough is left."""
    for ending in endings:
        if name.endswith(ending) and len(name) - len(ending) >= _SHORTEST:
            return name[: -len(ending)]
    return name
