"""Sessions, meetings, classes and reports of the demo city; a few townships fall short. All fictional."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from simple_history.utils import bulk_create_with_history

from deputies.models import Post
from duties.models import Attendance, PartyReport, PresidiumMeeting, TownshipSession, TrainingClass
from liaison.divisions.models import Division

MONTHS_OF_MEETINGS = 15
SHARE_ONE_SESSION, SHARE_HALF_DAY, SHARE_GAP, SHARE_UNTRAINED = 0.06, 0.03, 0.06, 0.12
FORGETFUL = "410725"
"""原阳县; the report that the demo city sent back asks for the presidium meeting of 师寨镇."""
FORGETFUL_TOWN = "师寨镇"
TOPICS = (
    "听取代表建议办理情况", "讨论民生实事项目进度", "安排代表视察和接待日", "听取环境保护工作情况",
)  # fmt: skip


def build(city: Division, today: date, seed: int = 2019) -> int:
    """How many sessions; call it after the posts."""
    random = Random(seed + 10)  # noqa: S311 -- repeatable, not secret
    townships = list(Division.objects.townships().within(city).select_related("county").order_by("code"))
    with_congress = [town for town in townships if town.has_congress]
    sessions = [one for town in with_congress for one in _sessions(town, today, random)]
    bulk_create_with_history(sessions, TownshipSession, batch_size=1000)
    meetings = [one for town in with_congress for one in _meetings(town, today, random)]
    bulk_create_with_history(meetings, PresidiumMeeting, batch_size=1000)
    _classes(city, today, random)
    bulk_create_with_history(list(_reports(city, today, random)), PartyReport)
    return len(sessions)


def _sessions(town: Division, today: date, random: Random) -> Iterator[TownshipSession]:
    """In spring and in autumn, a day each; one township in sixteen forgot the second."""
    due = random.randint(40, 80)
    for year in (today.year - 1, today.year):
        days = [date(year, 3, 1) + timedelta(days=random.randint(0, 40))]
        if random.random() >= SHARE_ONE_SESSION:
            days.append(date(year, 8, 20) + timedelta(days=random.randint(0, 60)))
        for number, since in enumerate(days, 1):
            is_half_day = random.random() < SHARE_HALF_DAY
            length = 0 if is_half_day else random.choice((0, 0, 0, 1))
            present = due - random.randint(0, 6)
            if since < today:
                yield TownshipSession(
                    division=town, year=year, number=number, since=since,
                    until=since + timedelta(days=length), is_half_day=is_half_day,
                    deputies_due=due, deputies_attended=present,
                )  # fmt: skip


def _meetings(town: Division, today: date, random: Random) -> Iterator[PresidiumMeeting]:
    """Every two months or so; a few townships have not met lately."""
    forgets = town.name == FORGETFUL_TOWN and town.county.code == FORGETFUL
    quiet = 110 if forgets or random.random() < SHARE_GAP else random.randint(3, 60)
    day, due = today - timedelta(days=quiet), random.choice((5, 7, 9))
    began = today - timedelta(days=31 * MONTHS_OF_MEETINGS)
    while day > began:
        present = due - random.choice((0, 0, 0, 1))
        yield PresidiumMeeting(
            division=town, held_on=day, members_due=due, members_attended=present, note=random.choice(TOPICS)
        )
        day -= timedelta(days=random.randint(50, 85))


def _classes(city: Division, today: date, random: Random) -> None:
    """The city's class in the spring of last year, one in each county within the last months."""
    posts = list(Post.objects.leading().within(city).select_related("division").order_by("pk"))
    citys = TrainingClass(
        organiser=city,
        title=f"{city.name}乡镇人大主席、街道人大工委主任培训班",
        since=date(today.year - 1, 4, 14),
        until=date(today.year - 1, 4, 16),
    )
    counties = list(Division.objects.counties().within(city).order_by("code"))
    days = [today - timedelta(days=random.randint(40, 300)) for _ in counties]
    own = [
        TrainingClass(
            organiser=county,
            title=f"{county.name}人大工作业务培训班",
            since=day,
            until=day + timedelta(days=1),
        )
        for county, day in zip(counties, days, strict=True)
    ]
    bulk_create_with_history([citys, *own], TrainingClass)
    saved = TrainingClass.objects.within(city).order_by("pk")
    untrained = {post.pk for post in posts if random.random() < SHARE_UNTRAINED}
    Attendance.objects.bulk_create(
        Attendance(training=training, post=post)
        for training in saved
        for post in posts
        if post.pk not in untrained and _could_go(training, post) and random.random() < 0.85
    )


def _could_go(training: TrainingClass, post: Post) -> bool:
    """In post while the class was on, and of the organiser's area."""
    place = post.division
    if training.organiser_id not in (place.city_id, place.county_id):
        return False
    return not (post.since and post.since > training.until) and not (
        post.until and post.until < training.since
    )


def _reports(city: Division, today: date, random: Random) -> Iterator[PartyReport]:
    """About once a quarter."""
    for county in Division.objects.counties().within(city).order_by("code"):
        day = today - timedelta(days=random.randint(5, 85))
        for _ in range(4):
            yield PartyReport(
                division=county, made_on=day, title=f"{county.name}人大常委会党组关于县乡人大工作情况的报告"
            )
            day -= timedelta(days=random.randint(80, 100))
