"""Deputies without a station as work to do: how many where, why, and where each could go."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from deputies.models import Assignment, Basis, CongressLevel, Deputy, Mandate
from deputies.models.deputy import DeputyQuerySet
from deputies.suggest import Advice, Clue, Ground, Reason, suggest
from liaison.divisions.models import AliasKind, Division
from stations.models import Station

RECENT = timedelta(days=90)
"""How long somebody counts as just elected."""


@dataclass(frozen=True)
class GapCount:
    """Deputies of one county without a station: heads, and mandates by level."""

    division: Division
    persons: int
    levels: dict[str, int]

    @property
    def cells(self) -> list[tuple[str, int]]:
        """The count at every level, from the nation down."""
        return [(level.value, self.levels.get(level.value, 0)) for level in CongressLevel]


@dataclass(frozen=True)
class Gap:
    """One deputy without a station, the reason, and what is advised."""

    deputy: Deputy
    reason: Reason
    detail: str
    advice: Advice
    station: Station | None

    @property
    def basis(self) -> Basis:
        """The basis on which the advised station would be entered."""
        return Basis.CONVENIENCE if self.advice.is_convenience else Basis.TERRITORY


def count_gaps(deputies: DeputyQuerySet) -> list[GapCount]:
    """Counties and cities that have gaps among `deputies`, by code. Three queries."""
    gaps = deputies.unassigned().order_by()
    heads = Counter(gaps.values_list("division", flat=True))
    held = Mandate.objects.open().filter(deputy__in=gaps.values("pk"))
    seats = Counter(held.order_by().values_list("deputy__division", "level"))
    rosters = Division.objects.filter(pk__in=heads).order_by("code")
    return [
        GapCount(one, heads[one.pk], {level: n for (pk, level), n in seats.items() if pk == one.pk})
        for one in rosters
    ]


def explain(deputies: DeputyQuerySet, day: date) -> list[Gap]:
    """Each of `deputies`, fetched in a fixed number of queries, with reason and advice."""
    people = list(with_standing(deputies.select_related("division__county")))
    grounds, stations = _grounds(person.division for person in people)
    return [_explain(person, grounds[_area(person.division)], stations, day) for person in people]


def with_standing(deputies: DeputyQuerySet) -> DeputyQuerySet:
    """Mandates in force and all places, newest first, fetched along."""
    held = Mandate.objects.open().select_related("term__division__county").order_by("pk")
    places = Assignment.objects.select_related("station__division__county").order_by("-since")
    return deputies.prefetch_related(Prefetch("mandates", held), Prefetch("assignments", places))


def _area(division: Division) -> int:
    """The county whose townships are asked; for a city's own roster the city."""
    return division.county_id or division.pk


def _grounds(rosters: Iterable[Division]) -> tuple[dict[int, list[Ground]], dict[int, Station]]:
    """The townships of each roster's area, and the stations that serve them, by id."""
    found: dict[int, list[Ground]] = {_area(division): [] for division in rosters}
    stations: dict[int, Station] = {}
    inside = Q(county__in=found) | Q(city__in=found) | Q(managed_by__in=found)
    towns = Division.objects.townships().filter(inside).prefetch_related("aliases")
    serving = Station.objects.covering().filter(division__in=towns)
    for station in serving.with_place().prefetch_related("served_areas").order_by("-pk"):
        stations[station.division_id] = station
    for town in towns:
        ground = _ground(town, stations.get(town.pk))
        for area in {town.county_id, town.city_id, town.managed_by_id} & found.keys():
            found[area].append(ground)
    return found, {station.pk: station for station in stations.values()}


def _ground(town: Division, station: Station | None) -> Ground:
    aliases = [alias.value for alias in town.aliases.all() if alias.kind != AliasKind.FORMER_CODE]
    if station is None:
        return Ground(town.pk, town.name, other_names=tuple(aliases))
    areas = station.served_areas.all()
    villages = [name for area in areas for name in (area.name, *area.alias_list)]
    return Ground(town.pk, town.name, tuple(villages), tuple(aliases), station.pk, station.name)


def _explain(deputy: Deputy, grounds: Sequence[Ground], stations: dict[int, Station], day: date) -> Gap:
    held, places = list(deputy.mandates.all()), list(deputy.assignments.all())
    seats = [m.term.division_id for m in held if m.level == CongressLevel.TOWNSHIP and m.term.division_id]
    advice = suggest(seats, _clues(deputy, held), grounds)
    reason, detail = _reason(advice, held, places, day)
    station = stations.get(advice.station) if advice.station else None
    return Gap(deputy, reason, detail, advice, station)


def _clues(deputy: Deputy, held: Sequence[Mandate]) -> list[Clue]:
    """What the roster says, the strongest first: who elected, with whom they sit, where they work."""
    found = [Clue("选区", m.constituency) for m in held if m.constituency]
    found += [Clue("代表团", m.delegation) for m in held if m.delegation]
    if deputy.duty:
        found.append(Clue("工作单位", deputy.duty, is_workplace=True))
    return found


def _reason(
    advice: Advice, held: Sequence[Mandate], places: Sequence[Assignment], day: date
) -> tuple[Reason, str]:
    """Why this person has no station: first the past, then what stands in the way, then the calendar."""
    last = places[0] if places else None
    if last and not last.station.in_service:
        return Reason.CLOSED, last.station.name
    if advice.obstacle:
        return advice.obstacle, advice.detail
    if last and last.until:
        return Reason.LEFT, f"{last.station.name}，{last.until}"
    began = max((m.since for m in held if m.since), default=None)
    if began and day - began <= RECENT:
        return Reason.NEW, str(began)
    return Reason.WAITING, ""
