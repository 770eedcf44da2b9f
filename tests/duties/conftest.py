"""A desk to sign in at, and makers of what townships hold."""

from datetime import date

import pytest

from deputies.models import Post
from duties.models import Attendance, PresidiumMeeting, TownshipSession, TrainingClass
from tests.admin.conftest import enter  # noqa: F401 -- taken up, not called

DAY = date(2026, 11, 23)


def session(town, since: date, number: int = 1, **more) -> TownshipSession:
    facts = {"year": since.year, "until": since, "deputies_due": 50, "deputies_attended": 48} | more
    return TownshipSession.objects.create(division=town, since=since, number=number, **facts)


def meeting(town, held_on: date) -> PresidiumMeeting:
    return PresidiumMeeting.objects.create(division=town, held_on=held_on)


def chair(town, since: date | None = date(2022, 3, 1), **more) -> Post:
    kind = "chair" if town.has_congress else "director"
    return Post.objects.create(division=town, **{"kind": kind, "name": "示例甲", "since": since} | more)


def training(organiser, since: date, *people: Post, title: str = "示例培训班") -> TrainingClass:
    made = TrainingClass.objects.create(organiser=organiser, title=title, since=since, until=since)
    for one in people:
        Attendance.objects.create(training=made, post=one)
    return made


@pytest.fixture
def in_order(cast):
    """孟庄镇 owes nothing on DAY."""
    session(cast.mengzhuang, date(2026, 3, 10))
    session(cast.mengzhuang, date(2026, 9, 10), 2)
    meeting(cast.mengzhuang, date(2026, 10, 8))
    training(cast.huixian, date(2026, 5, 6), chair(cast.mengzhuang))
    return cast.mengzhuang
