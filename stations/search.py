"""The columns that a search for stations reads: every name in every spelling, folded."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from liaison.divisions.models import Division
from liaison.lib.bigrams import tokens
from liaison.lib.text import fold, initials, pinyin

if TYPE_CHECKING:
    from stations.models import Station

COLUMNS = ("search_text", "search_tokens")
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


def prepare(station: "Station") -> None:
    """Fill the columns; aliases, served areas and the division's own names are read."""
    names = [station.name, *(alias.name for alias in station.aliases.all())]
    for area in station.served_areas.all():
        names += [area.name, *area.alias_list]
    station.search_text = spellings([*names, *place_names(station.division)])
    station.search_tokens = tokens(station.search_text)
