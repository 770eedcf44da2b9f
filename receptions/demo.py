"""Build plausible receptions over a city's demo stations: four months back and two ahead."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from deputies.models import Assignment, MandateStatus
from liaison.divisions.models import Division
from liaison.workdays.calendar import Calendar
from receptions import demo_words as words
from receptions.making import DAYS_AHEAD
from receptions.models import Attendance, DutySlot, Reception, ReceptionRule, Status
from receptions.recurrence import sessions
from stations.models import Station

MONTHS_BACK = timedelta(days=125)
SHARE_WITHOUT_RULE, SHARE_OTHER_RULE = 0.07, 0.45
SHARE_POSTPONED, SHARE_CANCELLED, SHARE_MISSED = 0.03, 0.03, 0.006
LATE_IN_COUNTIES = (0.0, 0.02, 0.04, 0.06, 0.09, 0.13)
KEEPERS_TOWNSHIP = "孟庄镇"
KEEPERS_LOOK = timedelta(days=17)
"""So near its sessions stand: the station that everybody looks at first shows a reception ahead."""

COUNTIES_TODAY = 5
OPEN_ENDS = timedelta(days=3)
"""Of the last few days not everything has been written down yet."""


def build(city: Division, today: date, seed: int) -> int:
    """Write rules, sessions and duty; returns the number of sessions."""
    return DemoReceptions(city, today, seed).build()


@dataclass
class DemoReceptions:
    """One run; the same seed gives the same receptions."""

    city: Division
    today: date
    seed: int
    late: dict[int | None, float] = field(default_factory=dict)
    duties: list[tuple[Reception, list[int]]] = field(default_factory=list)

    def build(self) -> int:
        """Rules, then sessions in the order of their days, then who was there."""
        self.random = Random(self.seed + 7)  # noqa: S311 -- repeatable, not secret
        self.calendar = Calendar.load(self.today - MONTHS_BACK, self.today + timedelta(days=DAYS_AHEAD))
        self._read()
        rules = bulk_create_with_history(
            [self._rule(s) for s in self.stations if self._has_rule(s)], ReceptionRule
        )
        made = [one for rule in rules for one in self._sessions(rule)]
        made += self._todays(made)
        made.sort(key=lambda one: (one.day, one.opens, one.station_id))
        later = [moved for one in made if (moved := self._live_through(one))]
        Reception.objects.bulk_create(made, batch_size=1000)
        Reception.objects.bulk_create(later, batch_size=1000)
        DutySlot.objects.bulk_create(
            [slot for one, people in self.duties for slot in self._slots(one, people)], batch_size=1000
        )
        return len(made) + len(later)

    def _read(self) -> None:
        found = Station.objects.in_service().stations().within(self.city).with_place()
        self.stations = list(found.order_by("pk"))
        counties = sorted({s.division.county_id or 0 for s in self.stations})
        self.late = {pk: LATE_IN_COUNTIES[i % len(LATE_IN_COUNTIES)] for i, pk in enumerate(counties)}
        people: dict[int, list[int]] = defaultdict(list)
        rows = Assignment.objects.open().filter(
            station__in=self.stations, deputy__mandates__status=MandateStatus.SERVING
        )
        for station, deputy in rows.order_by("deputy").values_list("station", "deputy").distinct():
            people[station].append(deputy)
        for queue in people.values():
            self.random.shuffle(queue)
        self.queues = {pk: deque(queue) for pk, queue in people.items()}

    # --- rules

    def _has_rule(self, station: Station) -> bool:
        is_keepers = station.division.name == KEEPERS_TOWNSHIP
        return is_keepers or (station.pk in self.queues and self.random.random() > SHARE_WITHOUT_RULE)

    def _rule(self, station: Station) -> ReceptionRule:
        """The rule that the note on the station's wall says; a few walls say something rarer."""
        note = station.reception_note
        if station.division.name == KEEPERS_TOWNSHIP:
            note = words.KEEPERS_NOTE
        elif self.random.random() < SHARE_OTHER_RULE or note not in words.RULES:
            note = self.random.choice(words.OTHERS)
        if note != station.reception_note:
            Station.objects.filter(pk=station.pk).update(reception_note=note)
        recurrence, facts, (opens, closes), policy = words.RULES[note]
        return ReceptionRule(
            station=station,
            recurrence=recurrence,
            opens=opens,
            closes=closes,
            holiday_policy=policy,
            duty_size=self.random.choice([1, 2, 2, 3]),
            since=station.opened_on or self.today - MONTHS_BACK,
            **facts,
        )

    # --- sessions

    def _sessions(self, rule: ReceptionRule) -> list[Reception]:
        since, until = self.today - MONTHS_BACK, self.today + timedelta(days=DAYS_AHEAD)
        topics = words.TOPICS if self.random.random() < 0.5 else [""]
        return [
            Reception(
                station=rule.station,
                rule=rule,
                planned_for=found.planned_for,
                day=found.day,
                opens=rule.opens,
                closes=rule.closes,
                topic=self.random.choice([*topics, "", ""]),
            )
            for found in sessions(rule, self.calendar, since, until)
        ]

    def _todays(self, made: list[Reception]) -> list[Reception]:
        """On a workday a few counties at least receive: where no rule says so, by special arrangement."""
        if not self.calendar.is_workday(self.today):
            return []
        busy = {one.station.division.county_id for one in made if one.day == self.today}
        idle: dict[int | None, Station] = {}
        for station in self.stations[::3]:
            if station.division.county_id not in busy and station.pk in self.queues:
                idle.setdefault(station.division.county_id, station)
        return [
            Reception(
                station=station,
                day=self.today,
                opens=words.TODAYS[i % 4][0],
                closes=words.TODAYS[i % 4][1],
                topic=words.TOPICS[i % len(words.TOPICS)],
            )
            for i, station in enumerate(list(idle.values())[: max(0, COUNTIES_TODAY - len(busy))])
        ]

    def _live_through(self, one: Reception) -> Reception | None:
        """What became of one session so far; returns the one it was postponed to."""
        lead = self._lead(one)
        told_on = one.day - timedelta(days=lead)
        chance = self.random.random()
        is_past = one.day < self.today
        if told_on > self.today or (is_past and chance > 1 - SHARE_MISSED):
            if chance < 0.6:
                self._put_on_duty(one)
            return None
        self._put_on_duty(one)
        one.status, one.announced_at = Status.ANNOUNCED, self._moment(told_on)
        is_today = one.day == self.today
        is_shown = abs(one.day - self.today) <= KEEPERS_LOOK and one.station.division.name == KEEPERS_TOWNSHIP
        stays = is_today or is_shown
        if chance < SHARE_POSTPONED and not stays:
            return self._postpone(one)
        if chance < SHARE_POSTPONED + SHARE_CANCELLED and not stays:
            one.status, one.reason = Status.CANCELLED, self.random.choice(words.CANCELLED)
        elif is_past and (one.day < self.today - OPEN_ENDS or chance > 0.45):
            self._hold(one)
        return None

    def _lead(self, one: Reception) -> int:
        """So many days ahead it is announced; 3 are in time."""
        if (
            one.station.division.name == KEEPERS_TOWNSHIP
            and timedelta(0) <= one.day - self.today <= KEEPERS_LOOK
        ):
            return KEEPERS_LOOK.days
        is_late = self.random.random() < self.late[one.station.division.county_id or 0]
        if is_late and one.station.division.name != KEEPERS_TOWNSHIP:
            return self.random.randint(0, 2)
        return self.random.randint(3, 10)

    def _moment(self, day: date) -> datetime:
        """Some time in the office hours of that day, never later than now."""
        hour = time(self.random.choice([8, 9, 10, 15, 16]), self.random.randint(0, 59))
        moment = timezone.make_aware(datetime.combine(day, hour))
        start = timezone.make_aware(datetime.combine(self.today, time(0, 10)))
        return moment if day < self.today else start

    def _put_on_duty(self, one: Reception) -> None:
        """Whoever has not been for longest."""
        queue = self.queues.get(one.station_id, deque())
        size = one.rule.duty_size if one.rule else 2
        people = [queue.popleft() for _ in range(min(size, len(queue)))]
        queue.extend(people)
        self.duties.append((one, people))

    def _postpone(self, one: Reception) -> Reception:
        one.status, one.reason = Status.POSTPONED, self.random.choice(words.POSTPONED)
        day = self.calendar.add_workdays(one.day, self.random.randint(2, 4))
        told_on = min(one.day - timedelta(days=2), self.today)
        one.announced_at = min(one.announced_at or timezone.now(), self._moment(told_on - timedelta(days=1)))
        # Another half hour than any rule's: the same time may be taken already.
        opens, closes = time(8, 40), time(11, 10)
        moved = Reception(station=one.station, day=day, opens=opens, closes=closes, topic=one.topic)
        moved.moved_from, moved.status, moved.announced_at = one, Status.ANNOUNCED, self._moment(told_on)
        people = self.duties[-1][1]
        self.duties.append((moved, people))
        if day < self.today:
            self._hold(moved)
        return moved

    def _hold(self, one: Reception) -> None:
        one.status, one.held_at = Status.HELD, self._moment(one.day)
        one.result = self.random.choice(words.RESULTS)
        is_quiet = one.result == words.RESULTS[-1]
        one.visitors = 0 if is_quiet else self.random.randint(2, 14)
        one.matters = 0 if is_quiet else self.random.randint(1, max(1, one.visitors // 2))

    # --- duty

    def _slots(self, one: Reception, people: list[int]) -> list[DutySlot]:
        slots = [DutySlot(reception=one, deputy_id=pk) for pk in people]
        if one.status == Status.HELD:
            for i, slot in enumerate(slots):
                self._came(slot, is_first=i == 0)
        return slots

    def _came(self, slot: DutySlot, *, is_first: bool) -> None:
        chance = self.random.random()
        slot.attendance = Attendance.PRESENT
        if chance < 0.08 and not is_first:
            slot.attendance = Attendance.LEAVE if chance < 0.06 else Attendance.ABSENT
            slot.absence_reason = self.random.choice(words.AWAY)
