"""Figures about published activities, for the monthly report and the campaign's pages."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMonth

from activities.models import ActivityKind, ActivityPhoto, Participation
from activities.models.activity import ActivityQuerySet


@dataclass(frozen=True)
class Doings:
    """What was done: activities by kind, how many persons took part, how many photos tell of it.

    A person counts once however often they took part, so the persons of two months
    or two counties must not be added up.
    """

    by_kind: Mapping[str, int]
    deputies: int
    photos: int

    @property
    def activities(self) -> int:
        """Activities of all kinds."""
        return sum(self.by_kind.values())

    @property
    def told(self) -> list[tuple[str, int]]:
        """Kinds in words with their number, in the order of the list of kinds; none with nothing."""
        kinds = [(str(label), self.by_kind.get(kind, 0)) for kind, label in ActivityKind.choices]
        return [(label, count) for label, count in kinds if count]


def doings(rows: ActivityQuerySet) -> Doings:
    """The figures of these activities together, of published ones only. Three queries."""
    ours = rows.public().order_by()
    people, photos = _beside(ours)
    return Doings(
        dict(ours.values_list("kind").annotate(n=Count("pk"))),
        people.aggregate(n=Count("deputy", distinct=True))["n"],
        photos.count(),
    )


def by_county(rows: ActivityQuerySet) -> dict[int | None, Doings]:
    """The figures by the county's id; None where a station stands above the counties. Three queries."""
    return _grouped(rows, lambda path: F(f"{path}county_id"))


def by_campaign(rows: ActivityQuerySet) -> dict[int | None, Doings]:
    """The figures by the campaign's id; None outside of campaigns. Three queries."""
    return _grouped(rows, lambda path: F(f"{path}campaign_id"))


def by_month(rows: ActivityQuerySet) -> dict[date, Doings]:
    """The figures by the first day of the month. Three queries."""
    return _grouped(rows, lambda path: TruncMonth(f"{path}day"))


def _beside(ours: ActivityQuerySet) -> tuple[QuerySet, QuerySet]:
    """Who took part in these, and their photos."""
    keys = ours.values("pk")
    return (
        Participation.objects.filter(activity__in=keys).order_by(),
        ActivityPhoto.objects.filter(activity__in=keys).order_by(),
    )


def _grouped(rows: ActivityQuerySet, group: Callable[[str], Any]) -> dict[Any, Doings]:
    """The figures of each group; `group` names it, given the way to the activity."""
    ours = rows.public().order_by()
    people, photos = _beside(ours)
    kinds: dict[Any, dict[str, int]] = defaultdict(dict)
    for at, kind, count in ours.annotate(at=group("")).values_list("at", "kind").annotate(n=Count("pk")):
        kinds[at][kind] = count
    persons = _counted(people, group, Count("deputy", distinct=True))
    pictures = _counted(photos, group, Count("pk"))
    return {at: Doings(found, persons.get(at, 0), pictures.get(at, 0)) for at, found in kinds.items()}


def _counted(rows: QuerySet, group: Callable[[str], Any], count: Count) -> dict[Any, int]:
    return dict(rows.annotate(at=group("activity__")).values_list("at").annotate(n=count))
