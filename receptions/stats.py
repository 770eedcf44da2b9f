"""Figures about receptions: announced in time, planned and held, who came. Months, stations, counties."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum

from liaison.divisions.models import Division
from receptions.models import Attendance, DutySlot, Reception, Status
from receptions.models.reception import STANDING, ReceptionQuerySet
from stations.models import Station
from stations.stats import percent


@dataclass(frozen=True)
class Figures:
    """What happened at some stations between two days."""

    planned: int = 0
    """Sessions that take or took place: postponed and cancelled ones are left out."""
    held: int = 0
    measured: int = 0
    """Announcements, and days that came without one: what `in_time` is a part of."""
    in_time: int = 0
    visitors: int = 0
    matters: int = 0
    deputies_due: int = 0
    """Duties at sessions that were held, counted once a session."""
    deputies_present: int = 0

    @property
    def in_time_share(self) -> float | None:
        """Announced in time, in percent with one decimal; None where there was nothing to announce."""
        return percent(self.in_time, self.measured)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


NOTHING = Figures()


def total(receptions: ReceptionQuerySet, today: date) -> Figures:
    """The figures of these sessions together."""
    return sum(_grouped(receptions, "station_id", today).values(), NOTHING)


def of_station(station: Station, since: date, until: date, today: date) -> Figures:
    """One station between two days, both counted. Three queries."""
    return total(Reception.objects.filter(station=station).between(since, until), today)


@dataclass(frozen=True)
class Heard:
    """How many people came to receptions, and how many matters they brought."""

    visitors: int
    matters: int


def heard(area: Division, since: date, until: date) -> Heard:
    """What sessions held between two days brought, both days counted. One query."""
    held = Reception.objects.within(area).filter(status=Status.HELD).between(since, until)
    return Heard(**held.aggregate(visitors=Sum("visitors", default=0), matters=Sum("matters", default=0)))


def by_station(area: Division, since: date, until: date, today: date) -> dict[int, Figures]:
    """Each station of `area` by its id; stations without any session are left out."""
    return _grouped(Reception.objects.within(area).between(since, until), "station_id", today)


def noticed_by_county(area: Division, since: date, until: date, today: date) -> dict[int, Figures]:
    """Each county by law by its id, no figures but how many sessions were announced in time. One query."""
    rows = Reception.objects.within(area).between(since, until).order_by()
    found = _notices(rows.measured(today), "station__division__county")
    return {pk: Figures(measured=n, in_time=timely) for pk, (n, timely) in found.items() if pk}


def by_month(area: Division, since: date, until: date, today: date) -> dict[date, Figures]:
    """Each calendar month by its first day; months without any session are left out."""
    months: dict[date, Figures] = defaultdict(Figures)
    for day, found in _grouped(Reception.objects.within(area).between(since, until), "day", today).items():
        months[day.replace(day=1)] += found
    return dict(sorted(months.items()))


def _grouped(receptions: ReceptionQuerySet, key: str, today: date) -> dict[Any, Figures]:
    """Figures by the value of `key`, in three grouped queries however many rows there are."""
    bare = receptions.order_by()
    held = Q(status=Status.HELD)
    sessions = bare.values_list(key).annotate(
        planned=Count("pk", filter=Q(status__in=STANDING)),
        held=Count("pk", filter=held),
        visitors=Sum("visitors", filter=held, default=0),
        matters=Sum("matters", filter=held, default=0),
    )
    notices = _notices(bare.measured(today), key)
    duties = DutySlot.objects.order_by().filter(reception__in=bare.filter(held).values("pk"))
    present = Count("pk", filter=Q(attendance=Attendance.PRESENT))
    counted = duties.values_list(f"reception__{key}").annotate(due=Count("pk"), present=present)
    came = {k: (due, n) for k, due, n in counted}
    return {
        k: Figures(planned, n_held, *notices.get(k, (0, 0)), visitors, matters, *came.get(k, (0, 0)))
        for k, planned, n_held, visitors, matters in sessions
    }


def _notices(measured: ReceptionQuerySet, key: str) -> dict[Any, tuple[int, int]]:
    in_time = Count("pk", filter=Q(announced_at__date__lte=F("last_day")))
    counted = measured.with_last_day().values_list(key).annotate(n=Count("pk"), timely=in_time)
    return {k: (n, timely) for k, n, timely in counted}
