"""Whose turn it is: duty at a station goes to whoever has not been for longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Max, OuterRef, Q

from deputies.models import Deputy, Mandate, MandateStatus
from receptions.models import Attendance, DutySlot, Reception, Status
from receptions.models.reception import STANDING
from stations.models import Station


@dataclass(frozen=True)
class Candidate:
    """A deputy who can be put on duty, and when they last were or next will be."""

    pk: int
    name: str
    last: date | None
    next: date | None
    is_gone: bool = False

    @property
    def turn(self) -> str:
        """上次 2026-08-10, 已排 2026-12-25, or 还没有来过."""
        if self.is_gone:
            return "已不在本站或暂停履职"
        if self.next:
            return f"已排 {self.next:%Y-%m-%d}"
        return f"上次 {self.last:%Y-%m-%d}" if self.last else "还没有来过"


def candidates(station: Station, *, apart_from: Reception | None = None) -> list[Candidate]:
    """Deputies of `station` whose turn it is, first those who were never there. One query.

    Whoever serves and has an open place here; those whose every mandate is suspended
    are left out. Having stayed away does not count as a turn, a duty ahead does.
    """
    serving = Mandate.objects.filter(deputy=OuterRef("pk"), status=MandateStatus.SERVING)
    turns = Q(duty_slots__reception__status__in=STANDING) & ~Q(
        duty_slots__attendance__in=(Attendance.LEAVE, Attendance.ABSENT)
    )
    if apart_from is not None:
        turns &= ~Q(duty_slots__reception=apart_from.pk)
    held = turns & Q(duty_slots__reception__status=Status.HELD)
    day = "duty_slots__reception__day"
    rows = (
        Deputy.objects.at(station)
        .filter(Exists(serving))
        .annotate(
            turn=Max(day, filter=turns),
            last=Max(day, filter=held),
            next=Max(day, filter=turns & ~Q(duty_slots__reception__status=Status.HELD)),
        )
        .order_by(F("turn").asc(nulls_first=True), "pinyin", "pk")
    )
    return [Candidate(*row) for row in rows.values_list("pk", "name", "last", "next")]


def wanted(reception: Reception) -> int:
    """How many deputies a session of this rule asks for; 2 where no rule says."""
    return reception.rule.duty_size if reception.rule else 2


def suggest(reception: Reception, people: Sequence[Candidate] | None = None) -> list[Candidate]:
    """Those whose turn it is for this session, of `people` where they were fetched already."""
    found = candidates(reception.station, apart_from=reception) if people is None else people
    return [one for one in found if not one.is_gone][: wanted(reception)]


def chosen(reception: Reception) -> set[int]:
    """The deputies who are on duty already."""
    return set(DutySlot.objects.filter(reception=reception).values_list("deputy", flat=True))


def roster(reception: Reception) -> list[Candidate]:
    """Everybody who can be on duty, and whoever is although they could not be put there any more."""
    people = candidates(reception.station, apart_from=reception)
    known = {one.pk for one in people}
    slots = DutySlot.objects.filter(reception=reception).exclude(deputy__in=known)
    left = slots.values_list("deputy", "deputy__name")
    return [*people, *(Candidate(pk, name, None, None, is_gone=True) for pk, name in left)]
