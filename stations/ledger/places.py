"""Find the township that a row speaks of, or the question to ask.

Names of townships repeat (城关镇 stands in several counties, 城关镇 and 城关乡
even in one), offices leave suffixes out, and zones run townships of a county.
So every hint is weighed, and when more than one place is left nothing is guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from liaison.divisions.models import AliasKind, Division, Level
from liaison.lib.text import fold, strip_place_suffix

_SHORTEST_ZONE = 3
_LONGEST_TOWN = 12
_OFFICE = re.compile(r"(街道)?(办事处|街道办|办)$")
_AFTER_A_PLACE = re.compile(r"人大|代表|联络|中心|网上|线上|总站|[^村镇乡]{2,8}(行业|产业)")


class PlaceError(ValueError):
    """The place is not certain; the message is the question, `field` the column to look at."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Hints:
    """What a row and its surroundings say of its place. `county` was written in the row;
    `around` stands above it, in the sheet's name or in its title, and only helps to choose."""

    county: str = ""
    town: str = ""
    name: str = ""
    around: tuple[Division, ...] = ()


class Gazetteer:
    """The counties, zones and townships of one city under every name they are known by."""

    def __init__(self, city: Division) -> None:
        self.city = city
        self.counties: dict[str, list[Division]] = defaultdict(list)
        self.towns: dict[str, list[Division]] = defaultdict(list)
        self.zones: list[Division] = []
        self._county_ids: dict[int, Division] = {}
        known = Division.objects.current().within(city).filter(level__in=(Level.COUNTY, Level.TOWNSHIP))
        known = known.order_by("code").select_related("county", "city", "managed_by")
        for division in known.prefetch_related("aliases"):
            self._add(division)

    def _add(self, division: Division) -> None:
        names = [division.name] + [
            alias.value for alias in division.aliases.all() if alias.kind != AliasKind.FORMER_CODE
        ]
        table = self.towns
        if division.level == Level.COUNTY:
            table = self.counties
            self._county_ids[division.pk] = division
            if division.is_zone:
                self.zones.append(division)
        for name in dict.fromkeys(fold(name) for name in names):
            table[name].append(division)

    def county(self, name: str) -> Division | None:
        """The county or zone of that name; with or without its suffix, a zone also by its short name."""
        name = fold(name).removeprefix(fold(self.city.name)) or fold(name)
        found = self.counties.get(name) or self._by_short_name(self.counties, name)
        if not found and len(name) >= _SHORTEST_ZONE:
            found = [zone for zone in self.zones if _is_short_for(name, fold(zone.name))]
        return found[0] if found and len(set(found)) == 1 else None

    def county_in(self, text: str) -> Division | None:
        """The one county whose full name stands in a title or the name of a sheet."""
        text = fold(text).replace(fold(self.city.name), "|")
        found = {c.pk: c for name, cs in self.counties.items() if name in text for c in cs}
        return next(iter(found.values())) if len(found) == 1 else self.county(text)

    def split_name(self, name: str) -> tuple[Division | None, str]:
        """A station's name without the city and county before it, and that county.

        新乡县 stays where it is not followed by a township or village: 新乡县人大代表联络站.
        """
        rest = name.removeprefix(self.city.name)
        county, after = self._county_at_start(rest)
        if county and self.towns_at_start(after):
            return county, after
        return None, rest if self.towns_at_start(rest) else name

    def _county_at_start(self, name: str) -> tuple[Division | None, str]:
        """The county with whose name a text begins, and the text after it."""
        for county_name in sorted(self.counties, key=len, reverse=True):
            if fold(name).startswith(county_name) and len(self.counties[county_name]) == 1:
                return self.counties[county_name][0], name[len(county_name) :]
        return None, name

    def towns_at_start(self, name: str) -> list[Division]:
        """The townships with whose name a station's name begins; the longest one counts.

        孟庄联络站 is short for 孟庄镇联络站, but only where the place ends right there.
        """
        name = fold(name)
        for length in range(min(len(name), _LONGEST_TOWN), 1, -1):
            if found := self.towns.get(name[:length]):
                return found
        for length in range(min(len(name), _LONGEST_TOWN), 1, -1):
            if _AFTER_A_PLACE.match(name[length:]) and (
                found := self._by_short_name(self.towns, name[:length])
            ):
                return found
        return []

    def township(self, hints: Hints) -> tuple[Division, Division | None]:
        """The division a station stands in and its county; PlaceError when that is not certain."""
        named_county, rest = self.split_name(hints.name)
        county = self._stated_county(hints) or named_county
        candidates = self._candidates(hints.town, rest)
        if not candidates:
            return self._county_itself(hints, county)
        chosen = self._chosen(candidates, county, hints)
        return chosen, self._county_ids.get(chosen.county_id or 0)

    def _stated_county(self, hints: Hints) -> Division | None:
        """The county written in the row; a name that nobody knows is a question."""
        if not hints.county:
            return None
        county = self.county(hints.county)
        if county is None and fold(hints.county) not in {fold(self.city.name), "市本级", "市直"}:
            raise PlaceError(f"“{hints.county}”不是{self.city.name}的县（市、区），请核对", "county")
        return county

    def _candidates(self, town: str, name: str) -> list[Division]:
        """Every township that the row can mean, by its own column before the station's name."""
        if not town:
            return self.towns_at_start(name)
        town = fold(self.split_name(town)[1])
        found = self.towns.get(town) or self.towns.get(_OFFICE.sub("街道", town))
        return found or self._by_short_name(self.towns, town) or self.towns_at_start(town)

    def _chosen(self, candidates: list[Division], county: Division | None, hints: Hints) -> Division:
        """The one candidate that agrees with every hint."""
        label = hints.town or hints.name
        left = candidates
        if county is not None:
            left = [one for one in candidates if _lies_in(one, county)]
            if not left:
                where = _names(one.county for one in candidates)
                raise PlaceError(f"{county.name}没有“{label}”，它在{where}，请核对", "town")
        for area in hints.around:
            left = [one for one in left if _lies_in(one, area)] or left
        if len(left) > 1:
            self._ask(left, label)
        self._must_agree(left[0], hints)
        return left[0]

    def _ask(self, candidates: list[Division], label: str) -> None:
        """Several places are left: the question names them."""
        candidates = sorted(candidates, key=lambda one: one.code)
        counties = {one.county_id for one in candidates}
        if len(counties) > 1:
            where = _names(one.county for one in candidates)
            raise PlaceError(f"“{label}”在{where}都有，请填写县（市、区）", "county")
        raise PlaceError(f"“{label}”可能是{'或'.join(one.name for one in candidates)}，请写全称", "town")

    def _must_agree(self, chosen: Division, hints: Hints) -> None:
        """The township in the station's name is the one in its column."""
        in_name = self.towns_at_start(self.split_name(hints.name)[1])
        same_county = [one for one in in_name if one.county_id == chosen.county_id]
        if hints.town and same_county and chosen not in same_county:
            raise PlaceError(f"名称是{same_county[0].name}的，所在乡镇填的是{chosen.name}，请核对", "town")

    def _county_itself(self, hints: Hints, county: Division | None) -> tuple[Division, Division | None]:
        """A station of a county or of the city itself: only where no township is named."""
        if hints.town:
            where = county.name if county else self.city.name
            raise PlaceError(f"{where}没有叫“{hints.town}”的乡镇（街道），请核对", "town")
        rest = hints.name.removeprefix(self.city.name)
        named, after = self._county_at_start(rest)
        area = named or (self.city if rest != hints.name else None)
        if area and _AFTER_A_PLACE.match(after) and county in {None, named}:
            return area, named
        raise PlaceError(f"看不出“{hints.name}”在哪个乡镇（街道），请填写所在乡镇", "town")

    @staticmethod
    def _by_short_name(table: dict[str, list[Division]], name: str) -> list[Division]:
        """Divisions that bear the name with another suffix or none."""
        if len(name) < len("孟庄"):
            return []
        short = strip_place_suffix(name)
        found = [d for known, ds in table.items() if strip_place_suffix(known) == short for d in ds]
        # 孟庄 is short for 孟庄镇; 孟庄乡 is not, unless it was called so once.
        return list(dict.fromkeys(found)) if short == name else []


def _lies_in(division: Division, area: Division) -> bool:
    """Whether a township belongs to an area by law or is run by it."""
    return area.pk in {division.pk, division.county_id, division.managed_by_id, division.city_id}


def _names(divisions: Iterable[Division | None]) -> str:
    """Names one after another, each once."""
    return "、".join(dict.fromkeys(one.name for one in divisions if one is not None))


def _is_short_for(short: str, long: str) -> bool:
    """Whether the characters of one name stand in the other in the same order."""
    rest = iter(long)
    return all(char in rest for char in short)
