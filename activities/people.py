"""Whom a keeper may tick as having taken part: the station's deputies first, anybody serving by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.template.loader import render_to_string

from activities.models import Part
from deputies.models import Deputy
from deputies.models.deputy import DeputyQuerySet
from deputies.profile import line
from liaison.lib.text import fold, initials
from stations.models import Station

FOUND = 12
SHORTEST = 2


@dataclass(frozen=True)
class Tick:
    """One box of the list: who, how the name is spelt, and what part they played if they did."""

    pk: int
    name: str
    words: str
    spelling: str
    part: str = ""
    parts = ((Part.TOOK_PART, "参加"), (Part.LED, "牵头"), (Part.SPOKE, "发言"))

    @property
    def is_on(self) -> bool:
        """Whether the box is ticked."""
        return bool(self.part)


def around(station: Station) -> DeputyQuerySet:
    """Serving deputies of the station's county, and whoever has their place at the station."""
    county = station.division.county or station.division
    return Deputy.objects.serving().filter(
        Q(pk__in=Deputy.objects.within(county).values("pk"))
        | Q(pk__in=Deputy.objects.at(station).values("pk"))
    )


def ticks(station: Station | None, parts: Mapping[int, str], words: str = "") -> list[Tick]:
    """The station's deputies, then those ticked or found by `words` elsewhere in the county."""
    if station is None:
        return []
    own = list(Deputy.objects.at(station).serving().with_public_parts().in_reading_order())
    known = {deputy.pk for deputy in own}
    others = Deputy.objects.filter(pk__in=set(parts) - known).with_public_parts().in_reading_order()
    found = [one for one in matching(station, words) if one.pk not in known | set(parts)]
    return told([*own, *others, *found], parts)


def matching(station: Station, words: str) -> list[Deputy]:
    """The first few around the station whose name, in characters or pinyin, holds `words`."""
    if len(fold(words)) < SHORTEST:
        return []
    found = around(station).matching(words).in_reading_order()
    chosen = list(found.values_list("pk", flat=True)[:FOUND])
    return list(Deputy.objects.filter(pk__in=chosen).with_public_parts().in_reading_order())


def told(people: Iterable[Deputy], parts: Mapping[int, str]) -> list[Tick]:
    """Their boxes."""
    return [_tick(deputy, parts.get(deputy.pk, "")) for deputy in people]


def _tick(deputy: Deputy, part: str) -> Tick:
    said = line(deputy)
    words = "，".join(filter(None, (said.levels, said.station)))
    spelling = "|".join((fold(deputy.name), deputy.pinyin, initials(deputy.name, person=True)))
    return Tick(deputy.pk, said.face.name, words, spelling, part)


def allowed(station: Station, wanted: Mapping[int, str], already: Iterable[int]) -> dict[int, str]:
    """Those of `wanted` who serve around the station, or stand in the list already."""
    new = set(wanted) - set(already)
    serving = set(around(station).filter(pk__in=new).values_list("pk", flat=True)) if new else set()
    return {pk: part or Part.TOOK_PART for pk, part in wanted.items() if pk in serving or pk not in new}


def drawn(found: Iterable[Tick]) -> str:
    """The boxes as the form draws them."""
    return render_to_string("work/activities/ticks.html", {"ticks": found})
