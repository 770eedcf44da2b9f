"""A session as the planner shows it: what is due, who is on duty, how it looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from receptions.models import Reception, Status
from stations.hours import WEEKDAYS

TONES = {
    Status.PLANNED: "",
    Status.ANNOUNCED: "info",
    Status.HELD: "ok",
    Status.POSTPONED: "warn",
    Status.CANCELLED: "",
}


@dataclass(frozen=True)
class Row:
    """One session fetched `with_duty`, as it stands on a day."""

    reception: Reception
    today: date

    @property
    def names(self) -> str:
        """Who is on duty."""
        return "、".join(slot.deputy.name for slot in self.reception.on_duty)

    @property
    def tone(self) -> str:
        """Tone of the tag that carries the state."""
        return TONES[Status(self.reception.status)]

    @property
    def small_date(self) -> str:
        """11月 周四, under the large figure of the day."""
        return f"{self.reception.day.month}月 {WEEKDAYS[self.reception.day.weekday()]}"

    @property
    def is_past(self) -> bool:
        """Its day has gone by."""
        return self.reception.day < self.today

    @property
    def is_planned(self) -> bool:
        """Waits for its announcement."""
        return self.reception.status == Status.PLANNED

    @property
    def is_missed(self) -> bool:
        """The day has gone by without an announcement."""
        return self.is_planned and self.reception.day < self.today

    @property
    def is_late(self) -> bool:
        """An announcement made today would count as late."""
        return self.is_planned and self.today > self.reception.due_on

    @property
    def is_pressing(self) -> bool:
        """The last day in time is today or tomorrow or the day after, or has gone by."""
        return self.is_planned and self.today + timedelta(days=2) >= self.reception.due_on

    @property
    def is_unrecorded(self) -> bool:
        """Announced, its day gone by, and nobody wrote down what happened."""
        return self.reception.status == Status.ANNOUNCED and self.reception.day < self.today

    @property
    def may_be_recorded(self) -> bool:
        """Its day has come and it was announced."""
        return self.reception.status in (Status.ANNOUNCED, Status.HELD) and self.reception.day <= self.today

    @property
    def due_text(self) -> str:
        """最迟 12月7日公告"""
        return f"最迟 {self.reception.due_on.month}月{self.reception.due_on.day}日公告"


def rows(receptions: Iterable[Reception], today: date) -> list[Row]:
    """Sessions as rows, in the order given."""
    return [Row(one, today) for one in receptions]
