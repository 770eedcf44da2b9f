"""Which station a deputy belongs to, read off what the roster says. Pure: no queries, no writing.

A township is recognised by its name, by its name without 镇 or 街道, or by a village
that its station serves. Where the words name two townships nothing is guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from liaison.lib.text import fold, strip_place_suffix

SHORTEST_VILLAGE = 3
"""东关 stands in too many names to mean one village; 东关社区 does not."""


class Reason(StrEnum):
    """Why a deputy has no station."""

    CLOSED = "原来的联络站停用了"
    NO_STATION = "乡镇（街道）还没有开门的联络站"
    SEVERAL = "写到不止一个乡镇（街道）"
    UNKNOWN = "看不出在哪个乡镇（街道）"
    LEFT = "离站以后没有再安排"
    NEW = "刚当选，还没有安排"
    WAITING = "还没有安排"


@dataclass(frozen=True)
class Ground:
    """A township or subdistrict, the words that mean it, and the station that serves it."""

    key: int
    name: str
    villages: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    station: int | None = None
    station_name: str = ""

    @cached_property
    def full_names(self) -> set[str]:
        """What can mean only this place: 孟庄镇 and its former names."""
        return {fold(name) for name in (self.name, *self.other_names)}

    @cached_property
    def short_names(self) -> set[str]:
        """孟庄; weaker, asked only where no full name stands."""
        return {fold(strip_place_suffix(self.name))} - self.full_names

    @cached_property
    def village_names(self) -> set[str]:
        """Villages and communities that the station serves."""
        return {name for name in map(fold, self.villages) if len(name) >= SHORTEST_VILLAGE}


@dataclass(frozen=True)
class Clue:
    """One thing the roster says: what it is called, its words, and whether it is where the person works."""

    label: str
    words: str
    is_workplace: bool = False


@dataclass(frozen=True)
class Advice:
    """A station to enter with the ground for it, or the reason why none can be named."""

    station: int | None = None
    is_convenience: bool = False
    because: str = ""
    obstacle: Reason | None = None
    detail: str = ""


def suggest(seats: Sequence[int], clues: Iterable[Clue], grounds: Sequence[Ground]) -> Advice:
    """Advice for one deputy.

    `seats` are the townships whose own congress they sit in: these are certain.
    Else the first clue that names exactly one of `grounds` decides.
    """
    by_key = {ground.key: ground for ground in grounds}
    if own := [by_key[key] for key in dict.fromkeys(seats) if key in by_key]:
        return _advice(own[:1], Clue("乡级代表", own[0].name))
    for clue in clues:
        if found := named(clue.words, grounds):
            return _advice(found, clue)
    return Advice(obstacle=Reason.UNKNOWN, detail="选区、代表团和工作单位里没有乡镇（街道）或村名")


def named(words: str, grounds: Sequence[Ground]) -> list[Ground]:
    """The grounds that `words` mean, by the strongest kind of name that occurs at all."""
    text = fold(words)
    for kind in ("full_names", "short_names", "village_names"):
        if found := _longest(text, [(name, g) for g in grounds for name in getattr(g, kind)]):
            return found
    return []


def _longest(text: str, names: list[tuple[str, Ground]]) -> list[Ground]:
    """Grounds whose name occurs; a name inside a longer one that occurred there does not count."""
    found: list[Ground] = []
    for name, ground in sorted(names, key=lambda pair: -len(pair[0])):
        if name and name in text:
            found.append(ground)
            # Several grounds may bear one name; keep it until all of them were asked.
            same = [g for n, g in names if n == name]
            found += [g for g in same if g not in found]
            text = text.replace(name, "\n")
    return list(dict.fromkeys(found))


def _advice(found: Sequence[Ground], clue: Clue) -> Advice:
    if len(found) > 1:
        return Advice(obstacle=Reason.SEVERAL, detail="、".join(ground.name for ground in found))
    ground = found[0]
    if ground.station is None:
        return Advice(obstacle=Reason.NO_STATION, detail=ground.name)
    because = f"{clue.label}：{clue.words}"
    return Advice(ground.station, clue.is_workplace, because)
