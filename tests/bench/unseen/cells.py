"""How a clerk types one thing: a name, a month, levels, telephones, a station."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from deputies.models import CongressLevel
from liaison.divisions.models import Division

from .people import Person

N, P, M, C, T = CongressLevel
_DIGITS = "〇一二三四五六七八九"
_MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True)
class Typed:
    """What stands in the cell; `remarked` when the reader owes a remark or may leave it open."""

    cell: Any
    remarked: bool = False


def month(birth: str, chance: Random, habit: str, *, is_text: bool) -> Typed:
    """A month of birth in the clerk's usual form, now and then in another."""
    year, of_year = birth[:4], int(birth[5:])
    form = habit if chance.random() < 0.85 else chance.choice(MONTH_HABITS)
    cells: dict[str, Any] = {
        "1975.03": f"{year}.{of_year:02d}",
        "1975年3月": f"{year}年{of_year}月",
        "1975年03月": f"{year}年{of_year:02d}月",
        "75.3": f"{year[2:]}.{of_year}",
        "75.03": f"{year[2:]}.{of_year:02d}",
        "197503": f"{year}{of_year:02d}",
        "197503n": int(f"{year}{of_year:02d}"),
        "1975-3": f"{year}-{of_year}",
        "1975/3": f"{year}/{of_year}",
        "1975/3/5": f"{year}/{of_year}/{chance.randint(1, 28)}",
        "1975.3.5": f"{year}.{of_year}.{chance.randint(1, 28)}",
        "19750305": f"{year}{of_year:02d}{chance.randint(1, 28):02d}",
        "1975年3月5日": f"{year}年{of_year}月{chance.randint(1, 28)}日",
        "1975.03wide": f"{year}.{of_year:02d}".translate(_WIDE),
        "chinese": "".join(_DIGITS[int(d)] for d in year) + f"年{_MONTHS[of_year - 1]}月",
        "1975. 3": f"{year}. {of_year:02d}",
        "1975.3": f"{year}.{of_year}" if of_year != 1 else f"{year}年1月",
        "75年3月": f"{year[2:]}年{of_year}月",
        "1975年3月份": f"{year}年{of_year}月份",
        "1975 03": f"{year} {of_year:02d}",
        "1975、3": f"{year}、{of_year:02d}",
        "1975.03.": f"{year}.{of_year:02d}.",
        "1975—03": f"{year}—{of_year:02d}",
        "chineseday": "".join(_DIGITS[int(d)] for d in year) + f"年{_MONTHS[of_year - 1]}月二十一日",
        "chineseshort": "".join(_DIGITS[int(d)] for d in year[2:]) + f"年{_MONTHS[of_year - 1]}月",
        "1975年3月生": f"{year}年{of_year}月生",
        "1975.03（49岁）": f"{year}.{of_year:02d}（{2024 - int(year)}岁）",
    }
    if is_text or form in cells:
        return Typed(cells.get(form, cells["1975.03"]))
    day = datetime(int(year), of_year, chance.randint(1, 28))
    if form == "date":
        return Typed(day)
    if form == "shortfloat":
        return Typed(float(f"{year[2:]}.{of_year:02d}"), remarked=of_year == 10 or year >= "2000")
    if form == "serial":
        return Typed((day - datetime(1899, 12, 30)).days)
    figure = float(f"{year}.{of_year:02d}")
    return Typed(figure, remarked=of_year == 10)


MONTH_HABITS = [
    *"1975.03 1975.03 1975年3月 1975年03月 75.3 75.03 197503 197503n 1975-3 1975/3 1975/3/5 1975.3.5".split(),
    *"19750305 1975年3月5日 1975.03wide chinese date serial float shortfloat 1975年3月生".split(),
    *"1975.03（49岁） 1975.3 75年3月 1975年3月份 1975、3 1975.03. 1975—03 chineseday chineseshort".split(),
    *("1975. 3", "1975 03"),
]


def name(person: Person, chance: Random) -> str:
    """The name, pulled apart or with an aside as in printed lists."""
    plain = person.name
    if "·" in plain:
        return plain.replace("·", chance.choice(["·", "•", " · ", "・", "．"]))
    form = chance.random()
    if form < 0.12 and len(plain) == 2:
        return plain[0] + chance.choice(["  ", "　", " "]) + plain[1]
    if form < 0.16:
        return f"{plain[0]} {plain[1:]}"
    if form < 0.18:
        return f"{plain}（{'女' if person.gender == '女' else '男'}）"
    if form < 0.19:
        return f"★{plain}"
    return f" {plain} " if form < 0.21 else plain


def phone(person: Person, chance: Random, *, is_text: bool) -> Any:
    """The numbers of one cell."""
    if not person.phones:
        return chance.choice([None, None, "无", "-"])
    forms = [_one_phone(one, chance) for one in person.phones]
    if len(forms) > 1:
        return chance.choice(["、", " ", "\n", "/", "；", ","]).join(map(str, forms))
    return forms[0] if isinstance(forms[0], str) or not is_text else str(forms[0])


def _one_phone(number: str, chance: Random) -> Any:
    if "-" in number:
        return chance.choice([number, number, f"({number[:4]}){number[5:]}", number.replace("-", " ")])
    form = chance.random()
    if form < 0.5:
        return int(number)
    if form < 0.8:
        return number
    if form < 0.88:
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if form < 0.94:
        return f"{number[:3]}-{number[3:7]}-{number[7:]}"
    return number.translate(_WIDE)


def station(person: Person, chance: Random, county: Division) -> str:
    """The station of the township, more or less in full."""
    town = person.town.name
    forms = [f"{town}人大代表联络站"] * 4 + [
        f"{town}联络站",
        f"{town}代表联络站",
        f"{county.name}{town}人大代表联络站",
        town,
    ]
    return chance.choice(forms)


@dataclass(frozen=True)
class Speech:
    """How an office names the levels. `bare` leaves 市 alone where it can mean two cities."""

    county: Division
    style: str

    @property
    def is_bare_city(self) -> bool:
        return self.county.kind == "县级市" and self.style == "bare"

    def word(self, level: CongressLevel, town: Division) -> str:
        """One level."""
        is_named = self.style == "named" or (self.county.kind == "县级市" and self.style != "bare")
        city = self.county.city.name if self.county.city else "市"
        own = {"县级市": "市", "区": "区"}.get(self.county.kind, "县")
        return {
            N: "全国",
            P: "河南省" if self.style == "named" else "省",
            M: city if is_named else "市",
            C: self.county.name if is_named else own,
            T: town.name
            if self.style == "named" and town.has_congress
            else ("乡" if town.name.endswith("乡") else "镇"),
        }[level]


def levels(person: Person, chance: Random, speech: Speech) -> Typed:
    """The levels of a person in one cell."""
    words = [speech.word(level, person.town) for level in person.levels]
    is_open = speech.is_bare_city and ("市" in words) and words.count("市") == 1
    words = list(dict.fromkeys(words))
    if len(words) < len(person.levels):
        return Typed("市人大代表", remarked=True)
    is_named = any(len(word) > 2 for word in words)
    if len(words) > 1 and not is_named and chance.random() < 0.4:
        count = "两三四五"[len(words) - 2]
        ending = chance.choice([f"{count}级人大代表", f"{count}级代表", f"{count}级", "人大代表", ""])
        return Typed(chance.choice(["", "、"]).join(words) + ending, is_open)
    ending = chance.choice(["人大代表", "人大代表", "代表", ""]) if not is_named else "人大代表"
    if is_named or chance.random() < 0.2:
        return Typed(
            chance.choice(["、", "；", "，", " ", "\n"]).join(f"{word}{ending}" for word in words), is_open
        )
    ending = ending or chance.choice(["", "级"])
    return Typed(chance.choice(["、", "、", "/", ",", "，", "和"]).join(words) + ending, is_open)
