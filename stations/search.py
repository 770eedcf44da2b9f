"""The one prepared column that search reads: every name in every spelling, folded."""

from collections.abc import Iterable

from liaison.divisions.models import Division
from liaison.lib.text import fold, initials, pinyin

SEPARATOR = "|"


def spellings(names: Iterable[str]) -> str:
    """Folded names with their pinyin and pinyin initials, joined by a bar."""
    found: dict[str, None] = {}
    for name in filter(None, names):
        for spelling in (fold(name), initials(name), pinyin(name)):
            found[spelling] = None
    return SEPARATOR.join(filter(None, found))


def place_names(division: Division) -> list[str]:
    """The division's names and its county's, for a search by place."""
    names = [division.name, division.full_name]
    names += [alias.value for alias in division.aliases.all()]
    if division.managed_by:
        names.append(division.managed_by.name)
    return names
