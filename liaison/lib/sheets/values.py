"""Read single cells: figures with units, days in every form, telephone numbers."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from liaison.lib.text import MOBILE, find_personal, fold

from .errors import CellError
from .grid import Cell

_NOTHING = re.compile(
    r"[-—–－―~～/／\\·.。、*×xX?？]*|无|空|暂无|没有|未填|不详|待定|null|none|n/?a|nan", re.IGNORECASE
)
_FIGURE = re.compile(r"[约近共计合大超过余]*(-?\d+(?:\.\d+)?)(万?)余?(?:m2|[^\d.~—-])*")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_TICKS = re.compile(r"[√✓✔☑■●○◎是有对1yYvV]|true|yes")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_MONTH_DAY = re.compile(
    r"(\d{4}|\d{2})[年./\-—、](?:(\d{1,2})(?:[月./\-—、](?:(\d{1,2})[日号]?)?)?)?(?:\d{1,2}:\d{2}(:\d{2})?)?(?:[初中底末份]|建成|挂牌|起)*"
)
_CHINESE_MONTH = re.compile(r"(?<=年)(十[一二]?|[一二三四五六七八九])(?=月)")
_CHINESE_DAY = re.compile(r"(?<=月)(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])(?=日|号)")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[ -]?)?[2-8]\d{6,7}(?:[ -转]\d{1,5})?(?!\d)")
_AREA_CODE = re.compile(r"[(（](0\d{2,3})[)）]\s*")
_FIVE_DIGITS = re.compile(r"\d{5,}")
_FIRST_SERIAL, _LAST_SERIAL = 15_000, 60_000
_SERIAL_DAY_ZERO = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FIRST_SHORT_YEAR = 10
_CENTURY = 2000


@dataclass(frozen=True)
class LooseDay:
    """A day as exact as it was typed: a year, a month or a day. `is_doubtful` when the
    spreadsheet may have changed it (2022.1 can have been 2022.10), `has_short_year` when
    the century was left to the reader (75.3)."""

    year: int
    month: int | None = None
    day: int | None = None
    is_doubtful: bool = False
    has_short_year: bool = False

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def month_text(self) -> str:
        """Year and month (2022-05), or the year alone."""
        return str(self)[:7]

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)


@dataclass(frozen=True)
class Phones:
    """The numbers of one cell: mobiles are personal, land-lines belong to an office.
    `unread` is what looks like a number but is none (a digit too few)."""

    mobiles: tuple[str, ...] = ()
    landlines: tuple[str, ...] = ()
    unread: str = ""

    @property
    def first(self) -> str | None:
        """The number to call: a mobile before a land-line."""
        return next(iter(self.mobiles + self.landlines), None)


def text(cell: Cell) -> str:
    """The words of a cell; a dash, 无 and the like mean nothing."""
    written = "" if cell is None else str(cell).strip()
    return "" if _NOTHING.fullmatch(written) else written


def compact(cell: Cell) -> str:
    """The words of a cell without any space: for names."""
    return "".join(text(cell).split())


def number(cell: Cell) -> float | None:
    """A figure with or without its unit (96㎡, 约120, 1,200); None for an empty cell."""
    if isinstance(cell, int | float):
        return cell
    written = fold(text(cell))
    if not written:
        return None
    found = _FIGURE.fullmatch(_THOUSANDS.sub("", written))
    if not found:
        raise CellError(f"应为数字：{text(cell)}")
    return float(found[1]) * (10_000 if found[2] else 1)


def whole(cell: Cell) -> int | None:
    """A count (34, ５６, 12人); None for an empty cell."""
    figure = number(cell)
    if figure is None:
        return None
    if figure != int(figure) or figure < 0 or figure > 10**9:
        raise CellError(f"应为整数：{text(cell)}")
    return int(figure)


def is_ticked(cell: Cell) -> bool:
    """Whether a tick, 是, 有 or 1 stands in a cell."""
    return bool(_TICKS.fullmatch(fold(text(cell))))


def day(cell: Cell) -> LooseDay | None:
    """A day in any form an office types it; None for an empty cell."""
    if isinstance(cell, int | float):
        return _day_of_number(cell)
    written = _plain_day(text(cell))
    if not written:
        return None
    if re.fullmatch(r"\d{4,8}(\.0)?", written):
        return _day_of_number(int(written.split(".")[0]))
    found = _YEAR_MONTH_DAY.fullmatch(written)
    if not found:
        raise CellError(f"应为日期：{text(cell)}")
    year = int(found[1])
    is_short = len(found[1]) == len("22")
    return _checked(year + _CENTURY if is_short else year, found[2], found[3], cell, is_short=is_short)


def phones(cell: Cell) -> Phones:
    """Every telephone number of a cell, told apart by their form."""
    written = _AREA_CODE.sub(r"\1-", _half("" if cell is None else str(cell)))
    mobiles = [written[one.start : one.end] for one in find_personal(written) if one.kind == MOBILE]
    rest = written
    for mobile in mobiles:
        rest = rest.replace(mobile, "|")
    landlines = [found.group() for found in _LANDLINE.finditer(rest)]
    unread = _FIVE_DIGITS.search(_LANDLINE.sub("|", rest))
    return Phones(
        tuple(dict.fromkeys(re.sub(r"\D", "", mobile) for mobile in mobiles)),
        tuple(dict.fromkeys(re.sub(r"\s+", "-", landline) for landline in landlines)),
        unread.group() if unread else "",
    )


def _half(written: str) -> str:
    """Figures in half width."""
    return written.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x2014: 0x2D})


def _plain_day(written: str) -> str:
    """A written day with Arabic figures and without spaces."""
    written = _CHINESE_MONTH.sub(_of_tens, _CHINESE_DAY.sub(_of_tens, "".join(written.split())))
    return fold(written.translate(_CHINESE_DIGITS)).replace("。", ".").rstrip(".,，")


def _of_tens(found: re.Match[str]) -> str:
    """十二 as 12, 二十一 as 21."""
    tens, ten, units = found.group().rpartition("十")
    figures = "零一二三四五六七八九"
    if not ten:
        return str(figures.index(units))
    return str((figures.index(tens) if tens else 1) * 10 + (figures.index(units) if units else 0))


def _day_of_number(figure: int | float) -> LooseDay:
    """202205, 20220501, 2022, 2022.5 or the day's number in the spreadsheet's own count."""
    if isinstance(figure, float) and figure != int(figure) and figure < _FIRST_SERIAL:
        return _day_of_fraction(figure)
    digits = str(int(figure))
    if len(digits) == len("20220501"):
        return _checked(int(digits[:4]), digits[4:6], digits[6:], figure)
    if len(digits) == len("202205"):
        return _checked(int(digits[:4]), digits[4:], None, figure)
    if _FIRST_SERIAL <= figure <= _LAST_SERIAL:
        serial = _SERIAL_DAY_ZERO + timedelta(days=int(figure))
        return LooseDay(serial.year, serial.month, serial.day)
    if len(digits) == len("2022"):
        return _checked(int(digits), None, None, figure)
    raise CellError(f"应为日期：{figure}")


def _day_of_fraction(figure: float) -> LooseDay:
    """2022.5 and 22.5 are May; 2022.1 was typed as 2022.10, for January is typed 2022.01."""
    year, _, month = f"{figure:.6f}".rstrip("0").partition(".")
    is_short = _FIRST_SHORT_YEAR <= figure < 100
    if not (is_short or _FIRST_YEAR <= figure < _LAST_YEAR) or len(month) > len("12"):
        raise CellError(f"应为日期：{figure}")
    is_doubtful, century = month == "1", _CENTURY if is_short else 0
    month = "10" if is_doubtful else month
    return _checked(int(year) + century, month, None, figure, is_doubtful=is_doubtful, is_short=is_short)


def _checked(
    year: int,
    month: str | None,
    of_month: str | None,
    cell: Cell,
    *,
    is_doubtful: bool = False,
    is_short: bool = False,
) -> LooseDay:
    """The day, or CellError when no calendar has it."""
    months, days = int(month) if month else None, int(of_month) if of_month else None
    found = LooseDay(year, months, days, is_doubtful or is_short, is_short)
    try:
        date(year, 1 if found.month is None else found.month, 1 if found.day is None else found.day)
    except ValueError as problem:
        raise CellError(f"没有这个日期：{cell}") from problem
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CellError(f"年份有误：{cell}")
    return found
