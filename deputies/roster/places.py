"""Find the township and the station that a cell of a roster speaks of, tolerant of how offices write."""

import re
from collections import defaultdict
from dataclasses import dataclass

from liaison.divisions.models import AliasKind, Division, Level
from liaison.lib.text import fold, strip_place_suffix
from stations.ledger.words import core
from stations.models import Kind, Station

_SHORT_NAME_ENDS = re.compile(r"第?[\d一二三四五六七八九十]|选区|代表|联络|人大|中心|选举|站|$")
_STATION_WORDS = re.compile(r"(中心)?(联络)?[站点]|代表之家|人大|代表")
_NAMELESS = re.compile(r"(?:人大代表|人大|代表)?联络站$")
_OFFICE = re.compile(r"(街道)?(办事处|街道办|办)(?=$|[^公])")
_SHORTEST = 2


class Towns:
    """The townships of one county under every name they are known by."""

    def __init__(self, county: Division) -> None:
        self.county = county
        towns = Division.objects.current().filter(level=Level.TOWNSHIP).within(county)
        self.all = tuple(towns.select_related("county", "city").prefetch_related("aliases"))
        self._full: dict[str, Division] = {}
        self._short: dict[str, set[Division]] = defaultdict(set)
        for town in self.all:
            self._add(town)
        self._prefixes = [fold(p.name) for p in (county.province, county.city, county) if p is not None]
        self._known: dict[str, Division | None] = {}

    def _add(self, town: Division) -> None:
        aliases = [a.value for a in town.aliases.all() if a.kind != AliasKind.FORMER_CODE]
        for name in (*aliases, town.name):
            self._full[fold(name)] = town
            short = strip_place_suffix(fold(name))
            if len(short) >= _SHORTEST:
                self._short[short].add(town)

    def find(self, text: str) -> Division | None:
        """The township that a text begins with, county and city before it left out; None when unsure."""
        if text not in self._known:
            self._known[text] = self._find(self.bare(text))
        return self._known[text]

    def bare(self, text: str) -> str:
        """The folded text without province, city and county in front."""
        rest = fold(text)
        for prefix in self._prefixes:
            if len(rest) > len(prefix):
                rest = rest.removeprefix(prefix)
        return rest

    def _find(self, text: str) -> Division | None:
        text = _OFFICE.sub("街道", text)
        for name in sorted(self._full, key=len, reverse=True):
            if text.startswith(name):
                return self._full[name]
        for name in sorted(self._short, key=len, reverse=True):
            if text.startswith(name) and _SHORT_NAME_ENDS.match(text[len(name) :]):
                towns = self._short[name]
                return next(iter(towns)) if len(towns) == 1 else None
        return None

    def is_only(self, text: str) -> Division | None:
        """The township that a text names and nothing else: 城关镇, 城关镇站, 城关人大代表联络站."""
        town = self.find(text)
        if town is None:
            return None
        rest = _OFFICE.sub("街道", self.bare(text))
        for name in self._names_of(town):
            if rest.startswith(name) and not _STATION_WORDS.sub("", rest[len(name) :]):
                return town
        return None

    def _names_of(self, town: Division) -> list[str]:
        names = [name for name, one in self._full.items() if one == town]
        names += [name for name, ones in self._short.items() if ones == {town}]
        return sorted(names, key=len, reverse=True)

    def station_name(self, text: str) -> str:
        """The name of a station in full: 冯庄镇联络站 → 冯庄镇人大代表联络站."""
        town = self.is_only(text)
        if town is not None and "中心" not in text:
            return f"{town.name}人大代表联络站"
        bare = self.bare(text) or text
        return _NAMELESS.sub("人大代表联络站", bare) if "中心联络站" not in bare else bare


@dataclass(frozen=True)
class Match:
    """A station found, or why not; `choices` are what the words can mean."""

    station: Station | None = None
    question: str = ""
    remark: str = ""
    choices: tuple[Station, ...] = ()


class Stations:
    """The stations of one county, found by name as it stands in a roster."""

    def __init__(self, county: Division, towns: Towns) -> None:
        self.county, self.towns = county, towns
        found = Station.objects.within(county).select_related("division", "parent__division")
        self.all = list(found.prefetch_related("aliases").order_by("name"))
        self._by_core: dict[str, list[Station]] = defaultdict(list)
        self._by_town: dict[int, list[Station]] = defaultdict(list)
        for station in self.all:
            names = {
                core(towns.bare(name)) for name in (station.name, *(a.name for a in station.aliases.all()))
            }
            for name in names:
                self._by_core[name].append(station)
            self._by_town[station.division_id].append(station)
        self._known: dict[str, Match] = {}

    def find(self, text: str) -> Match:
        """The station that a text names; a contact point stands for the station it hangs under."""
        if text not in self._known:
            self._known[text] = self._settled(text, self._candidates(text))
        return self._known[text]

    def _candidates(self, text: str) -> list[Station]:
        for form in (self.towns.bare(text), self.towns.station_name(text)):
            if found := self._by_core.get(core(form)):
                return found
        if town := self.towns.is_only(text):
            return self._of_town(town)
        return []

    def _of_town(self, town: Division) -> list[Station]:
        """The stations that a township's bare name can mean: those in service before the others."""
        here = [
            one for one in self._by_town[town.pk] if one.kind not in {Kind.POINT, Kind.SECTOR, Kind.ONLINE}
        ]
        return [one for one in here if one.in_service] or here

    def _settled(self, text: str, found: list[Station]) -> Match:
        if not found:
            return Match(question=f"没有找到联络站“{text}”，请选择", choices=())
        if len(found) > 1:
            return Match(question=f"“{text}”可能是{'或'.join(s.name for s in found)}", choices=tuple(found))
        return self.usable(found[0], text)

    def usable(self, station: Station, text: str) -> Match:
        """The station as a place for deputies, by the rules of `actions.assign`."""
        remark = ""
        if station.kind == Kind.POINT:
            if station.parent is None:
                return Match(remark=f"“{text}”是联络点，没有所属联络站，暂不进站")
            remark = f"“{text}”是联络点，按所属的{station.parent.name}登记"
            station = station.parent
        if not station.in_service:
            return Match(remark=f"{station.name}没有在运行，暂不进站")
        return Match(station, remark=remark)
