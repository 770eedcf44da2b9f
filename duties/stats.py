"""What the grass roots still owe on a day: township by township, with the rule each warning stands on."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, Max, OuterRef

from deputies.models import Post
from duties.models import Attendance, PresidiumMeeting, TownshipSession
from liaison.divisions.models import Division

SESSIONS_A_YEAR = 2
MONTHS_BETWEEN_MEETINGS = 3
DAYS_TO_BE_TRAINED = 180
"""Whoever came into post later than this many days ago may still be trained."""
YEAR_IS_FAR = (10, 31)
"""Until this day a year is too young to say that its sessions are missing."""


class Lack(StrEnum):
    """What is short, in the order in which it is told."""

    SESSIONS = "sessions"
    SHORT = "short"
    PRESIDIUM = "presidium"
    TRAINING = "training"


WORDS = {
    Lack.SESSIONS: "人大会议不足两次",
    Lack.SHORT: "有会议会期不足一天",
    Lack.PRESIDIUM: "超过三个月没有开主席团会议",
    Lack.TRAINING: "主席、主任任职半年还没有参加培训",
}


def judged_year(day: date) -> int:
    """The calendar year whose sessions are counted: this one after 31 October, until then the last."""
    return day.year if (day.month, day.day) > YEAR_IS_FAR else day.year - 1


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class TownRow:
    """One township or subdistrict: what it held, and what it lacks."""

    division: Division
    sessions: int
    """In the year that is judged."""
    last_meeting: date | None
    leader: Post | None
    lacks: tuple[Lack, ...] = ()

    @property
    def words(self) -> list[str]:
        """What it lacks, as sentences."""
        return [WORDS[lack] for lack in self.lacks]


@dataclass
class _Records:
    """All rows about an area on a day, fetched at once. Four queries."""

    area: Division
    day: date
    sessions: Counter[int] = field(default_factory=Counter)
    short: set[int] = field(default_factory=set)
    meetings: dict[int, date] = field(default_factory=dict)
    leaders: dict[int, Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        year = judged_year(self.day)
        held = TownshipSession.objects.within(self.area).filter(year__gte=year, since__lte=self.day)
        for division, of, is_half_day in held.values_list("division", "year", "is_half_day"):
            self.sessions[division] += of == year
            if is_half_day:
                self.short.add(division)
        meetings = PresidiumMeeting.objects.within(self.area).filter(held_on__lte=self.day)
        self.meetings = dict(
            meetings.order_by().values_list("division").annotate(last=Max("held_on")).values_list(
                "division", "last"
            )
        )  # fmt: skip
        went = Attendance.objects.filter(post=OuterRef("pk"), training__since__lte=self.day)
        posts = Post.objects.within(self.area).leading().on(self.day).annotate(is_trained=Exists(went))
        self.leaders = {post.division_id: post for post in posts}


def town_rows(area: Division, day: date) -> list[TownRow]:
    """Every township and subdistrict of `area` with what it lacks on `day`. Four queries."""
    records = _Records(area, day)
    townships = Division.objects.townships().within(area).with_places().order_by("county__code", "code")
    return [_row(town, records, day) for town in townships]


def _row(town: Division, records: _Records, day: date) -> TownRow:
    leader = records.leaders.get(town.pk)
    found = [*_of_the_congress(town, records, day)] if town.has_congress else []
    if leader and _is_untrained(leader, day):
        found.append(Lack.TRAINING)
    return TownRow(town, records.sessions[town.pk], records.meetings.get(town.pk), leader, tuple(found))


def _of_the_congress(town: Division, records: _Records, day: date) -> list[Lack]:
    last = records.meetings.get(town.pk)
    late = last is None or months_later(last, MONTHS_BETWEEN_MEETINGS) < day
    asked = (
        (Lack.SESSIONS, records.sessions[town.pk] < SESSIONS_A_YEAR),
        (Lack.SHORT, town.pk in records.short),
        (Lack.PRESIDIUM, late),
    )
    return [lack for lack, is_so in asked if is_so]


def _is_untrained(leader: Post, day: date) -> bool:
    is_new = bool(leader.since and day - leader.since < timedelta(days=DAYS_TO_BE_TRAINED))
    return not leader.is_trained and not is_new  # type: ignore[attr-defined]


def tally(rows: list[TownRow]) -> dict[Lack, int]:
    """How many townships lack each thing; what nobody lacks is left out."""
    counted = Counter(lack for row in rows for lack in row.lacks)
    return {lack: counted[lack] for lack in Lack if counted[lack]}
