"""Which words an office puts above which column.

Every caller brings its own vocabulary; this module knows only how headings are
compared, and which columns nobody may import.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from liaison.lib.text import fold

from .grid import Cell

_BRACKETS = re.compile(r"[(\[【〔{][^)\]】〕}]*[)\]】〕}]")
_PUNCTUATION = re.compile(r"[^\w%]+")
_OF_WHICH = re.compile(r"^(其中|其)")
_SENSITIVE = re.compile(
    r"身份证|身份号码|公民身份|证件号|证件类型|密码|口令|账号|帐号|账户|帐户|用户名|登录名|登陆名|银行|开户|卡号|社保号"
)
_SHORTEST_PART = 2

EXACT, LOOSE, ENDS_WITH, CONTAINS = 4, 3, 2, 1


@dataclass(frozen=True)
class Field:
    """A column that a caller wants: its key and the headings it goes by.

    `label` is what a person reads when choosing; `carries_down` marks columns
    that offices fill only in the first row of a group; `takes_many` those that
    may stand in several columns; `is_ignored` known ones without use (序号);
    `is_dropped` those that this kind of table may not keep (家庭住址). `holds` says
    whether a cell is one of the field (None: it may be); with `is_found_by_cells` a column
    of such cells is the field whatever stands above it, and one that `needs_its_cells` is
    not the field without them.
    """

    key: str
    label: str
    names: tuple[str, ...]
    carries_down: bool = False
    takes_many: bool = False
    is_ignored: bool = False
    is_dropped: bool = False
    holds: Callable[[Cell], bool | None] | None = None
    is_found_by_cells: bool = False
    needs_its_cells: bool = False


@dataclass(frozen=True)
class Match:
    """A heading recognised: the field, and how surely (longer and more exact is surer)."""

    field: Field
    strength: tuple[int, int]


@dataclass(frozen=True)
class Vocabulary:
    """All fields of one kind of table; a table must have one of `required`."""

    fields: tuple[Field, ...]
    required: tuple[str, ...]

    def field(self, key: str) -> Field:
        """The field of that key."""
        return next(field for field in self.fields if field.key == key)

    def match(self, path: tuple[str, ...]) -> Match | None:
        """The field that a heading means most likely."""
        return max(self.matches(path), key=lambda match: match.strength, default=None)

    def matches(self, path: tuple[str, ...]) -> list[Match]:
        """The fields that a heading can mean; of several headings above each other the lowest is the leaf."""
        found: list[Match] = []
        for heading in dict.fromkeys(("".join(path), path[-1])):
            found += self._candidates(heading)
        return found

    def _candidates(self, heading: str) -> list[Match]:
        """Every field whose names agree with the heading in some way."""
        whole, bare = _normal(heading), _normal(_BRACKETS.sub("", fold(heading)))
        return [
            Match(field, (strength, len(name)))
            for field, name in self._names
            if (strength := _agreement(whole, bare, name))
        ]

    @cached_property
    def _names(self) -> list[tuple[Field, str]]:
        return [(field, _normal(name)) for field in self.fields for name in field.names]


def is_sensitive(path: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether a column holds what is never stored: identity and bank numbers, passwords, accounts.

    姓名（与身份证一致） only speaks of one in brackets; numbers in its cells would be noticed.
    """
    heading = fold("".join(path))
    if not _SENSITIVE.search(heading):
        return False
    bare = _BRACKETS.sub("", heading)
    match = vocabulary.match((bare,))
    return bool(_SENSITIVE.search(bare)) or match is None or match.strength[0] < EXACT


def _agreement(whole: str, bare: str, name: str) -> int:
    """How well a heading agrees with a name, 0 for not at all."""
    if whole == name:
        return EXACT
    if bare == name:
        return LOOSE
    if len(name) < _SHORTEST_PART:
        return 0
    if bare.endswith(name):
        return ENDS_WITH
    return CONTAINS if name in bare else 0


def _normal(heading: str) -> str:
    """A heading without spaces, punctuation and a leading 其中."""
    return _OF_WHICH.sub("", _PUNCTUATION.sub("", fold(heading)))
