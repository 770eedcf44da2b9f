"""A session as the public reads it: when, where, who, and the word for how near it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from deputies.faces import Face, face_of, words_at
from deputies.models import CongressLevel, Deputy
from receptions.models import Attendance, DutySlot, Reception, ReceptionRule, Status
from stations.hours import WEEKDAYS
from stations.models import Station

AWAY = (Attendance.LEAVE, Attendance.ABSENT)
NOON = 12
SHOWN = 4


@dataclass(frozen=True)
class Notice:
    """One public session fetched `with_duty` (or `with_levels`), read at a moment in China."""

    reception: Reception
    now: datetime

    @property
    def days_away(self) -> int:
        """0 today, 1 tomorrow; below 0 when its day has gone by."""
        return (self.reception.day - self.now.date()).days

    @property
    def is_running(self) -> bool:
        """Whether deputies are receiving at this moment."""
        one = self.reception
        stands = one.status in (Status.ANNOUNCED, Status.HELD)
        return stands and self.days_away == 0 and one.opens <= self.now.time() < one.closes

    @property
    def is_over(self) -> bool:
        """Whether its time has gone by."""
        return (self.reception.day, self.reception.closes) <= (self.now.date(), self.now.time())

    @property
    def word(self) -> str:
        """接待中, 上午 or 下午 (today), 明天, 周三, or the date; 已结束 when over."""
        if self.is_running:
            return "接待中"
        if self.is_over:
            return "已结束"
        if self.days_away == 0:
            return "上午" if self.reception.opens.hour < NOON else "下午"
        if self.days_away == 1:
            return "明天"
        weekday = WEEKDAYS[self.reception.day.weekday()]
        return weekday if self.days_away < 7 else f"{self.reception.day.month}月{self.reception.day.day}日"

    @property
    def near_word(self) -> str:
        """The word where date and hour stand beside it: 今天 for later today; nothing when a week away."""
        if self.days_away > 6:
            return ""
        is_later_today = self.days_away == 0 and not self.is_running and not self.is_over
        return "今天" if is_later_today else self.word

    @property
    def tone(self) -> str:
        """Tone of the tag that carries the word."""
        if self.is_running:
            return "ok"
        return "info" if self.days_away in (0, 1) and not self.is_over else ""

    @property
    def day_text(self) -> str:
        """今天, 明天 周四, or 12月10日 周四."""
        if self.days_away == 0:
            return "今天"
        weekday = WEEKDAYS[self.reception.day.weekday()]
        return f"明天 {weekday}" if self.days_away == 1 else self.reception.day_text

    @cached_property
    def slots(self) -> list[DutySlot]:
        """On duty; of a session that was held, whoever came."""
        return [slot for slot in self.reception.on_duty if slot.attendance not in AWAY]

    @cached_property
    def faces(self) -> list[Face]:
        """The public faces of those on duty."""
        return [face_of(slot.deputy) for slot in self.slots]

    @cached_property
    def people(self) -> list[tuple[Face, str]]:
        """Each face with the word of the highest level held; needs `with_levels`."""
        words = words_at(self.reception.station.division)
        return [(face, _word(slot.level, words)) for face, slot in zip(self.faces, self.slots, strict=True)]

    @property
    def names(self) -> str:
        """赵秀兰、李振宇"""
        return "、".join(face.name for face in self.faces)


def _word(level: str | None, words: dict[str, str]) -> str:
    return words.get(level, str(CongressLevel(level).label)) if level else ""


@dataclass(frozen=True)
class Coming:
    """What a station's page says of its receptions: the announced ones ahead, and the rules."""

    station: Station
    notices: list[Notice]
    rules: list[ReceptionRule]

    @property
    def next(self) -> Notice | None:
        """The nearest one that is not over."""
        return self.notices[0] if self.notices else None


def coming(station: Station, now: datetime) -> Coming:
    """The next few announced sessions of `station` and the rules behind them. Two queries.

    Where nothing is announced the rules in force are asked for themselves.
    """
    rows = Reception.objects.filter(station=station).coming(now.date()).with_levels().select_related("rule")
    ahead = list(rows[: SHOWN + 1])
    for one in ahead:
        one.station = station  # whose place was fetched already
    notices = _not_over(ahead, now)[:SHOWN]
    known = {one.rule.pk: one.rule for one in ahead if one.rule and one.rule.holds_on(now.date())}
    rules = list(known.values()) if ahead else list(station.reception_rules.on(now.date()))
    return Coming(station, notices, rules)


def next_duty(deputy: Deputy, now: datetime) -> Notice | None:
    """The next announced session at which `deputy` is on duty. Two queries."""
    mine = Reception.objects.filter(duty_slots__deputy=deputy, station__status__in=("opened", "running"))
    ahead = mine.coming(now.date()).with_duty().select_related("station__division__county")[:2]
    return next(iter(_not_over(ahead, now)), None)


def _not_over(receptions: Iterable[Reception], now: datetime) -> list[Notice]:
    found = [Notice(one, now) for one in receptions]
    return [notice for notice in found if not notice.is_over]


def of_month(station: Station, since: date, until: date, now: datetime) -> list[Notice]:
    """Everything public of one station between two days, by day. Two queries."""
    rows = Reception.objects.filter(station=station).public().between(since, until)
    rows = rows.with_levels().select_related("moved_to", "moved_from").order_by("day", "opens", "pk")
    for one in rows:
        one.station = station
    return [Notice(one, now) for one in rows]


REMEMBERED = timedelta(days=90)
"""How far back calendars and feeds reach."""
