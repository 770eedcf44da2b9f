"""Which term a cell speaks of: 第十六届, 十四届, 16, 新乡市第十四届, 市十四届、县十六届."""

import re
from dataclasses import dataclass

from deputies.models import CongressLevel
from deputies.models.term import in_chinese
from deputies.roster.levels import Setting, read_levels
from liaison.lib.sheets import Cell, values
from liaison.lib.text import fold

_FIGURE = r"[一二三四五六七八九十\d]{1,3}"
_TERM = re.compile(rf"([^第、,，;；\s]*?)第?({_FIGURE})届")
_BARE = re.compile(rf"第?({_FIGURE})(\.0)?届?")
_TENS = "一二三四五六七八九"
_MOST = 60


@dataclass(frozen=True)
class Stated:
    """What a row says of its terms: `shared` for whichever level, `own` by level."""

    shared: int | None = None
    own: tuple[tuple[CongressLevel, int], ...] = ()
    remark: str = ""

    def of(self, level: CongressLevel) -> int | None:
        """The number said for this level itself."""
        return dict(self.own).get(level)

    @property
    def first(self) -> int | None:
        """The number to show for the row."""
        return self.shared or next((number for _, number in self.own), None)


def read_terms(cell: Cell, setting: Setting) -> Stated:
    """The terms of a cell; a prefix like 新乡市 or 县 says whose."""
    written = fold(values.text(cell))
    if not written:
        return Stated()
    if bare := _BARE.fullmatch(written):
        return _checked(bare[1], written)
    shared, own = None, []
    for prefix, figure in _TERM.findall(written):
        number = _number(figure)
        if number is None:
            continue
        levels = read_levels(prefix, setting).levels if prefix else ()
        if levels:
            own += [(level, number) for level in levels]
        else:
            shared = shared or number
    if shared is None and not own:
        return Stated(remark=written)
    return Stated(shared, tuple(own))


def _checked(figure: str, written: str) -> Stated:
    number = _number(figure)
    return Stated(number) if number else Stated(remark=written)


def _number(figure: str) -> int | None:
    """十六 or 16 as a number; None for what no congress has reached."""
    if figure.isdecimal():
        number = int(figure)
    else:
        tens, ten, ones = figure.rpartition("十")
        try:
            number = ((_TENS.index(tens) + 1 if tens else 1) * 10 if ten else 0) + (
                _TENS.index(ones) + 1 if ones else 0
            )
        except ValueError:
            return None
    return number if 0 < number <= _MOST else None


def term_text(number: int | None) -> str | None:
    """16 as 第十六届."""
    return f"第{in_chinese(number)}届" if number else None
