"""Which congresses a phrase speaks of: 市、县人大代表, 市县镇三级代表, 县代表（已调离）.

A word that can mean two congresses is a question, never a guess: in the roster
of a county-level city 市 may be the prefecture or the city itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from deputies.models import CongressLevel
from liaison.divisions.models import Division
from liaison.lib.text import fold, strip_place_suffix

N, P, M, C, T = CongressLevel
CITY_WORD = "city?"
"""A bare 市 where there are two cities it can mean."""

_GENERIC_COUNTY = re.compile(r"县[(（]市[、,，]?区?[)）]|县[、]?市[、]?区|市县区|县级市|县级|区级")
_GENERIC_TOWNSHIP = re.compile(r"[乡镇][(（][乡镇][、,，]?(街道)?[)）]|[乡镇][、/]?[乡镇]级?|乡级|镇级")
_SOME_PROVINCE = re.compile(r"(?<![\u4e00-\u9fff])(?!全国)[\u4e00-\u9fff]{2,3}省(?!市?县)")
PREFECTURE = re.compile(r"地级市|设区的?市|省辖市|地市级?|地级")
BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
TERM = re.compile(r"第?[一二三四五六七八九十\d]{1,4}届")
COUNTED = re.compile(r"([一二两三四五]|[1-5])级")
SEPARATORS = re.compile(r"[、,，;；/\\|+&\s]+")
_NOT_OURS = re.compile(r"政协|党代")
_NOISE = re.compile(
    r"人民代表大会|人大常委会(组成人员|委员|副?主任)?|常委会(组成人员|委员|副?主任)|人大代表|人民代表|代表大会|代表|人大|"
    r"同时|担任|当选|现任|兼任|兼|暨|以及|各|两级|级|和|及|与|并|[·.。:：*是为任之的]"
)
_WORDS = {
    "全国": N,
    "国家": N,
    "自治区": P,
    "自治州": M,
    "自治县": C,
    "自治旗": C,
    "街道": T,
    "省": P,
    "州": M,
    "盟": M,
    "县": C,
    "区": C,
    "旗": C,
    "乡": T,
    "镇": T,
    "街": T,
    "办": T,
    "市": CITY_WORD,
}
"""What a word means by itself; longer words before the shorter ones in them."""

_COUNTS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5} | {str(n): n for n in range(1, 6)}
_LABELS = {N: "全国", P: "省", M: "市", C: "县", T: "乡"}


@dataclass(frozen=True)
class Phrase:
    """What a phrase means: levels; `remark` is what stood in brackets or was not
    understood; `question` asks which congress 市 is; `township` is one named in full."""

    levels: tuple[CongressLevel, ...] = ()
    remark: str = ""
    question: str = ""
    problem: str = ""
    township: Division | None = None
    is_subdistrict: bool = False

    @property
    def is_clear(self) -> bool:
        """At least one level, and nothing left to ask."""
        return bool(self.levels) and not self.question and not self.problem


@dataclass
class Setting:
    """The county whose roster it is, with the names that its offices use."""

    county: Division
    townships: tuple[Division, ...] = ()
    has_county_beside: bool = False
    has_city_beside: bool = False
    names: list[tuple[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        county = self.county
        found: dict[str, object] = {}
        for level, place in ((P, county.province), (M, county.city)):
            if place:
                found[fold(place.name)] = level
        for town in self.townships:
            found.setdefault(fold(town.name), town)
        found[fold(county.name)] = C
        short = strip_place_suffix(county.name)
        if short != county.name:
            found.setdefault(fold(short), C)
        self.names = sorted(found.items(), key=lambda pair: -len(pair[0]))

    @property
    def is_city(self) -> bool:
        """A county-level city: its bare 市 is ambiguous."""
        return self.county.kind == "县级市"

    def beside(self, has_county: bool, has_city: bool) -> "Setting":
        """The same setting where other sheets or columns settle what 市 is."""
        return Setting(self.county, self.townships, has_county, has_city, self.names)


def read_levels(text: str, setting: Setting) -> Phrase:
    """The levels of one cell; 市 in a county-level city's roster may stay a question."""
    key = (text, setting.county.pk, setting.has_county_beside, setting.has_city_beside)
    if key not in _seen:
        if len(_seen) > _MOST_SEEN:
            _seen.clear()
        _seen[key] = _read(text, setting)
    return _seen[key]


_seen: dict[tuple, Phrase] = {}
_MOST_SEEN = 5_000


def _read(text: str, setting: Setting) -> Phrase:
    written = plain_words(text)
    outside, remarks = _without_remarks(written, setting)
    tokens, leftovers, towns = [], list(remarks), []
    for part in SEPARATORS.split(outside):
        if _NOT_OURS.search(part):
            leftovers.append(part)
            continue
        found, rest, named = tokens_of(part, setting)
        tokens += found
        towns += named
        if rest:
            leftovers.append(rest)
    return settled(tokens, leftovers, towns, outside, setting)


def plain_words(text: str) -> str:
    """The folded text with 县（市、区） and 乡（镇） as one word each."""
    return fold(_GENERIC_COUNTY.sub("县", _GENERIC_TOWNSHIP.sub("乡", text)))


def _without_remarks(written: str, setting: Setting) -> tuple[str, list[str]]:
    """The phrase without its brackets; a bracket that names levels is part of the phrase."""
    remarks = []

    def opened(found: re.Match[str]) -> str:
        inside = found[1]
        tokens, rest, _ = tokens_of(SEPARATORS.sub("", inside), setting)
        if tokens and not rest:
            return f"、{inside}"
        if not TERM.fullmatch(inside):
            remarks.append(inside)
        return ""

    return BRACKETS.sub(opened, written), [one for one in remarks if one]


def tokens_of(part: str, setting: Setting) -> tuple[list[object], str, list[Division]]:
    """Levels in their order, what is left over, and the townships named in full."""
    part = PREFECTURE.sub("地市", _SOME_PROVINCE.sub("省", TERM.sub("", part)))
    part = COUNTED.sub("", part)
    found: list[object] = []
    towns: list[Division] = []
    rest, touching = "", False
    while part:
        taken = take_word(part, setting)
        if taken is None:
            noise = _NOISE.match(part)
            if not noise:
                rest += part[0]
            part, touching = part[noise.end() if noise else 1 :], False
            continue
        word, meaning = taken
        if isinstance(meaning, Division):
            towns.append(meaning)
            meaning = T
            if touching and found[-1] == C:
                found.pop()  # 获嘉县城关镇 is one place: the county is only its address
        found.append(meaning)
        part, touching = part[len(word) :], True
    return found, rest, towns


def take_word(part: str, setting: Setting) -> tuple[str, object] | None:
    """The place or level word that a text begins with."""
    if part.startswith("地市"):
        return "地市", M
    for name, meaning in setting.names:
        if part.startswith(name):
            return name, meaning
    return next(((word, meaning) for word, meaning in _WORDS.items() if part.startswith(word)), None)


def settled(
    tokens: list[object], leftovers: list[str], towns: list[Division], written: str, setting: Setting
) -> Phrase:
    """The phrase with the bare 市 understood, or asked about."""
    question, counted = "", COUNTED.search(written)
    is_miscounted = counted is not None and len(set(tokens)) != _COUNTS[counted[1]]
    if CITY_WORD in tokens:
        meaning = _meaning_of_city(tokens, setting)
        if meaning is None:
            question = city_question(setting)
        tokens = [one for one in tokens if one != CITY_WORD] + ([meaning] if meaning else [])
    levels = tuple(level for level in CongressLevel if level in tokens)
    problem = ""
    if not levels and not question:
        problem = "看不出代表层级"
    elif is_miscounted:
        problem = "级数与列出的层级不符"
    is_street = "街道" in written or any(not town.has_congress for town in towns)
    return Phrase(
        levels,
        "、".join(leftovers),
        question,
        problem,
        towns[0] if len(set(towns)) == 1 else None,
        is_street and T in levels,
    )


def _meaning_of_city(tokens: list[object], setting: Setting) -> CongressLevel | None:
    """What 市 is: clear outside county-level cities, and beside a word for the other one."""
    if not setting.is_city or C in tokens or setting.has_county_beside:
        return M
    if M in tokens or setting.has_city_beside:
        return C
    return None


def city_question(setting: Setting) -> str:
    """The question about a bare 市."""
    city = setting.county.city.name if setting.county.city else "设区的市"
    return f"“市”指{city}还是{setting.county.name}？请写全称或选择"


def labels(levels: Iterable[str]) -> str:
    """市、县 for a sentence."""
    return "、".join(_LABELS[CongressLevel(level)] for level in levels)
