"""What the desk's first page says: coverage, what is missing, what happened last. All in scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from deputies.admin.rights import oversees as oversees_deputies
from deputies.models import Deputy
from deputies.stats import post_tallies
from deputies.stats import posts as leading_posts
from liaison.accounts.models import Role
from liaison.audit.models import Event
from liaison.backups import shelf
from stations.admin.coverage import area_of
from stations.admin.filters import MISSING, missing
from stations.admin.rights import oversees
from stations.models import Station
from stations.stats import Coverage, coverage

LOOKED_THROUGH = 400
SHOWN = 8
TOLD_OF_BACKUPS = (Role.CITY_EDITOR, Role.AUDITOR)


@dataclass(frozen=True)
class Gap:
    """So many stations, deputies or posts lack something; the address lists them."""

    count: int
    words: str
    address: str


@dataclass(frozen=True)
class Change:
    """One event about a station that this person may open."""

    event: Event
    address: str


@dataclass(frozen=True)
class Overview:
    """The figures of one person's first page."""

    area: Any
    figures: Coverage | None
    gaps: list[Gap]
    people: list[Gap]
    changes: list[Change]
    own: list[Station]
    backup: "Backup | None"


@dataclass(frozen=True)
class Backup:
    """What the city's people are told of the last backup that was proved (trust.md R36)."""

    words: str
    needs_care: bool


def overview(user: Any) -> Overview:
    """Everything the first page shows to `user`."""
    sees_all = oversees(user)
    area = area_of(user) if sees_all else None
    mine = Station.objects.for_staff(user)
    return Overview(
        area=area,
        figures=coverage(area) if area else None,
        gaps=_gaps(mine),
        people=list(_people(user, area)),
        changes=_changes(user),
        own=[] if sees_all else list(mine.with_place()[:20]),
        backup=_backup(user),
    )


def _backup(user: Any) -> Backup | None:
    """Nothing for others, and nothing where a demo was never backed up."""
    last = shelf.last()
    if not (user.is_superuser or user.role in TOLD_OF_BACKUPS) or not (last or settings.PRODUCTION):
        return None
    if last is None:
        return Backup("还没有做过备份，请负责运行的人运行 manage.py backup", True)
    hours = int(last.age.total_seconds() // 3600)
    words = f"最近一次验证过的备份在 {hours} 小时前" if hours else "最近一次验证过的备份不到 1 小时"
    return Backup(f"{words}，已经太久，请负责运行的人查看" if last.is_stale else words, last.is_stale)


def _gaps(stations: Any) -> list[Gap]:
    address = reverse("admin:stations_station_changelist")
    counted = [(missing(stations, what).count(), what) for what in MISSING]
    return [Gap(n, MISSING[what], f"{address}?missing={what}") for n, what in counted if n]


def _people(user: Any, area: Any) -> Iterator[Gap]:
    """Deputies whom nobody can meet, and posts that nobody holds."""
    if not area or not oversees_deputies(user):
        return
    homeless = Deputy.objects.for_staff(user).unassigned().count()
    if homeless:
        yield Gap(homeless, "名代表还没有进站", reverse("admin:deputies_deputy_gaps"))
    _, posts = post_tallies(leading_posts(area, timezone.localdate()))
    if posts.vacant:
        yield Gap(posts.vacant, "个人大主席、工委主任职务空缺", reverse("admin:deputies_post_vacancies"))


def _changes(user: Any) -> list[Change]:
    """The newest events about stations, those out of sight left out."""
    kind = ContentType.objects.get_for_model(Station)
    events = list(Event.objects.filter(target_type=kind)[:LOOKED_THROUGH])
    ids = {int(event.target_id) for event in events}
    visible = set(Station.objects.for_staff(user).filter(pk__in=ids).values_list("pk", flat=True))
    seen = [event for event in events if int(event.target_id) in visible]
    told = [event for _, (event, *_) in groupby(seen, key=_what)][:SHOWN]
    return [Change(event, reverse("admin:stations_station_change", args=[event.target_id])) for event in told]


def _what(event: Event) -> tuple[str, str, str]:
    """The same person doing the same thing again is one line."""
    return event.actor_name, event.verb, event.target_id
