"""Fictional deputies with everything that is true about them."""

from dataclasses import dataclass
from random import Random

from deputies.models import CongressLevel
from liaison.divisions.models import Division

from .words import GIVEN, SURNAMES, TRANSCRIBED, WORK

N, P, M, C, T = CongressLevel
_MIXES = (
    [(C,)] * 8
    + [(T,)] * 8
    + [(C, T)] * 4
    + [(M, C)] * 2
    + [(M,)] * 2
    + [(M, C, T), (P,), (P, M), (N, P), (N,)]
)


@dataclass(frozen=True)
class Person:
    """One deputy. `phones` are as they are kept, mobiles first."""

    name: str
    gender: str
    ethnicity: str
    birth: str
    party: str
    duty: str
    levels: tuple[CongressLevel, ...]
    town: Division
    district: str
    phones: tuple[str, ...]


def crowd(chance: Random, towns: list[Division], size: int) -> list[Person]:
    """So many people, no two of one name; township by township as rosters list them."""
    names: dict[str, None] = {}
    while len(names) < size:
        names[_name(chance)] = None
    chosen = sorted(chance.choices(range(len(towns)), k=size))
    return [_person(chance, name, towns[at]) for name, at in zip(names, chosen, strict=True)]


def _name(chance: Random) -> str:
    if chance.random() < 0.03:
        return chance.choice(TRANSCRIBED) + chance.choice("江山河")
    return chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(["", "", "", *"明华丽军"])


def _person(chance: Random, name: str, town: Division) -> Person:
    levels = chance.choice(_MIXES)
    if not town.has_congress:
        levels = tuple(level for level in levels if level != T) or (C,)
    birth = f"{chance.randint(1955, 2001)}-{chance.randint(1, 12):02d}"
    people = "汉族" if chance.random() < 0.9 else chance.choice(["回族", "满族", "蒙古族"])
    party = chance.choice(["中共党员", "中共党员", "群众", "民盟盟员", "无党派人士"])
    district = f"{town.name}第{chance.randint(1, 30)}选区"
    return Person(
        name,
        chance.choice("男女"),
        people,
        birth,
        party,
        chance.choice(WORK),
        levels,
        town,
        district,
        _phones(chance),
    )


def _phones(chance: Random) -> tuple[str, ...]:
    mobile, office = f"154{chance.randint(0, 99999999):08d}", f"0373-459{chance.randint(0, 9999):04d}"
    return chance.choices([(mobile,), (mobile, office), (office,), ()], [88, 5, 4, 3])[0]
