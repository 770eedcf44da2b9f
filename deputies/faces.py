"""The public face of deputies: what a page or a file may say about them, and nothing else.

Every row goes through `privacy.shown`, so a field that the registry does not open never gets here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse

from deputies import privacy
from deputies.models import CongressLevel, Mandate
from deputies.stats import Headcount, headcount
from liaison.divisions.models import Division
from stations.models import Station

FOLDED = (CongressLevel.COUNTY, CongressLevel.TOWNSHIP)
FIELDS = [f for f in privacy.asked_fields(privacy.DEPUTY) if f not in ("pinyin", "division")]


@dataclass(frozen=True)
class Face:
    """One person as the public meets them."""

    pk: int
    name: str
    duty: str = ""
    photo: str = ""
    interests: str = ""

    @property
    def surname(self) -> str:
        """The character on the tile that stands for a missing photo."""
        return self.name[:1]

    @property
    def url(self) -> str:
        """The address of the person's page."""
        return reverse("deputies:detail", args=[self.pk])


def face(pk: int, row: Mapping[str, Any]) -> Face:
    """The face in a row of a deputy's fields."""
    seen = privacy.shown(row)
    photo = seen.get("photo")
    return Face(
        pk,
        str(seen["name"]),
        seen.get("duty", ""),
        default_storage.url(str(photo)) if photo else "",
        seen.get("interests", ""),
    )


def face_of(deputy: Any) -> Face:
    """The face of a fetched deputy."""
    return face(deputy.pk, {name: getattr(deputy, name) for name in FIELDS})


def level_word(level: str, division: Division | None = None) -> str:
    """全国 省 市 县 乡, or 区 and 镇 where the place is one.

    A county-level city says 县: 市 alone is the city above it.
    """
    if division and level in FOLDED and division.kind in ("区", "镇", "乡"):
        return division.kind
    return str(CongressLevel(level).label)


def words_at(division: Division) -> dict[str, str]:
    """How the two lower levels are called around one place."""
    county = division.county
    town = division.kind if division.kind in ("乡", "镇") else "乡镇"
    return {
        CongressLevel.COUNTY.value: level_word(CongressLevel.COUNTY, county),
        CongressLevel.TOWNSHIP.value: town,
    }


@dataclass(frozen=True)
class Seat:
    """A person under one level, with the other levels they hold: 同时为县代表."""

    face: Face
    also: str


@dataclass(frozen=True)
class Bench:
    """The deputies of one level at a station."""

    level: str
    word: str
    seats: list[Seat]
    is_folded: bool
    is_open: bool

    @property
    def anchor(self) -> str:
        """Where the level's chip leads on the page."""
        return f"lv-{self.level}"


@dataclass(frozen=True)
class Roll:
    """Everybody who can be met at one station, grouped by level; a person stands under each level held."""

    count: Headcount
    sentence: str
    benches: list[Bench]

    def first(self, wanted: int) -> list[tuple[str, Face]]:
        """The first persons from the nation down, each once, with the word of their highest level."""
        met: dict[int, tuple[str, Face]] = {}
        for bench in self.benches:
            for seat in bench.seats:
                met.setdefault(seat.face.pk, (bench.word, seat.face))
        return list(met.values())[:wanted]


def roll(station: Station) -> Roll:
    """The deputies whose open place is `station`. One query."""
    held = Mandate.objects.open().filter(
        deputy__assignments__station=station, deputy__assignments__until=None
    )
    fields = [f"deputy__{name}" for name in FIELDS]
    rows = held.order_by("deputy__pinyin", "deputy_id").values("deputy_id", "level", *fields)
    return _roll(list(rows), words_at(station.division))


def _roll(rows: list[dict[str, Any]], words: Mapping[str, str]) -> Roll:
    faces: dict[int, Face] = {}
    levels: dict[int, list[str]] = {}
    for row in rows:
        pk = row["deputy_id"]
        if pk not in faces:
            faces[pk] = face(pk, {name: row[f"deputy__{name}"] for name in FIELDS})
        levels.setdefault(pk, []).append(row["level"])
    count = headcount((pk, level) for pk, held in levels.items() for level in held)
    return Roll(count, count.told(words), _benches(faces, levels, words))


def _benches(
    faces: Mapping[int, Face], levels: Mapping[int, list[str]], words: Mapping[str, str]
) -> list[Bench]:
    benches: list[Bench] = []
    for level in CongressLevel:
        seats = [Seat(faces[pk], _also(held, level, words)) for pk, held in levels.items() if level in held]
        if seats:
            word = words.get(level.value, str(level.label))
            # Where nobody sits above, the first folded level is open: somebody must be seen at once.
            benches.append(Bench(level.value, word, seats, level in FOLDED, is_open=not benches))
    return benches


def _also(held: Iterable[str], here: str, words: Mapping[str, str]) -> str:
    others = [lv for lv in CongressLevel if lv in held and lv != here]
    names = "、".join(words.get(lv.value, str(lv.label)) for lv in others)
    return f"同时为{names}代表" if names else ""
