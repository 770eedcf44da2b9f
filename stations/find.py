"""Find my station: from what people call a place to the station that serves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from liaison.divisions.models import Division
from liaison.lib.text import fold, initials, pinyin, strip_place_suffix
from stations.models import ServedArea, Station

LIMIT, WIDE = 30, 200


@dataclass(frozen=True)
class Match:
    """A station that serves the place asked for, and why we think so."""

    station: Station
    reason: str


@dataclass(frozen=True)
class Found:
    """The answer to one question: stations, and townships that have none yet."""

    matches: list[Match]
    without: list[Division]
    is_cut: bool = False

    @property
    def only(self) -> Match | None:
        """The station, when there is no doubt which."""
        return self.matches[0] if len(self.matches) == 1 and not self.without else None

    def __bool__(self) -> bool:
        return bool(self.matches or self.without)


def look_up(question: str, city: Division, today: date) -> Found:
    """Stations for a village, community, unit, township or name; old names and pinyin count.

    Tried in turn until something is found: the words as typed, the words cut at the
    names of places (辉县市孟庄镇某村 is one word to the person), and without 村 or 社区.
    """
    found = Found([], [])
    for words in _readings(question, city):
        found = _ask(words, city, today)
        if found:
            break
    return found


def _readings(question: str, city: Division) -> Iterable[str]:
    yield question
    cut = _cut_at_places(question, city)
    if cut != question:
        yield cut
    words = cut.split()
    if words and (bare := strip_place_suffix(words[-1])) != words[-1]:
        yield " ".join([*words[:-1], bare])
        yield bare


def _cut_at_places(question: str, city: Division) -> str:
    """The question with a space after the city, county and township it names."""
    names = Division.objects.within(city).current().values_list("name", flat=True)
    known = sorted((n for n in names if n in question), key=len, reverse=True)
    for name in known:
        question = question.replace(name, f"{name} ", 1)
    # The city itself is not part of a station's search text.
    words = [w for w in question.split() if w != city.name]
    return " ".join(words)


def _ask(words: str, city: Division, today: date) -> Found:
    if not words.strip():
        return Found([], [])
    stations = Station.objects.in_service().within(city).matching(words).with_place()
    parts = ("served_areas", "aliases")
    rows = stations.with_hours(today).prefetch_related(*parts).in_place_order()[:WIDE]
    matches = _nearest(list(rows), fold(words.split()[-1]))
    townships = Division.objects.townships().within(city).matching(words).with_places()
    covering = Station.objects.covering().filter(division=OuterRef("pk"))
    without = townships.filter(~Exists(covering)).order_by("code")[:LIMIT]
    return Found(matches[:LIMIT], list(without), len(matches) > LIMIT)


def _nearest(stations: list[Station], word: str) -> list[Match]:
    """Exact answers when there are any, else all; points step back behind their station.

    A station of that very name, or in the township of that name, comes before one
    that serves a village so called.
    """
    scored = [(station, *_why(station, word)) for station in stations]
    if any(is_exact for _, is_exact, _ in scored):
        scored = sorted((row for row in scored if row[1]), key=lambda row: bool(row[2]))
    kept = {station.pk for station, _, _ in scored}
    return [
        Match(station, reason) for station, _, reason in scored if reason or station.parent_id not in kept
    ]


def _why(station: Station, word: str) -> tuple[bool, str]:
    """Whether the station answers `word` exactly, and the sentence that says how."""
    near = ""
    for area in station.served_areas.all():
        names = [area.name, *area.alias_list]
        if exact := next((n for n in names if _is_called(n, word)), ""):
            return True, _served(area, exact)
        if not near and (part := next((n for n in names if word in fold(n)), "")):
            near = _served(area, part)
    for alias in station.aliases.all():
        if _is_called(alias.name, word):
            return True, f"也叫“{alias.name}”"
    return any(_is_called(n, word) for n in (station.name, station.division.name)), near


def _served(area: ServedArea, name: str) -> str:
    also = f"（也叫{name}）" if name != area.name else ""
    return f"{area.name}{also}归这个站"


def _is_called(name: str, word: str) -> bool:
    """Whether people say `word` for `name`: with or without 村 or 镇, in characters or pinyin."""
    spoken = {name, strip_place_suffix(name)}
    if word.isascii():
        return any(word in (initials(n), pinyin(n)) for n in spoken)
    return word in {fold(n) for n in spoken}
