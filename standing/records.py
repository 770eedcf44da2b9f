"""Rules of the checklist that receptions and activities answer; see `stations.checklist`.

Two queries for a station, however many of these rules its checklist holds.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from activities.models import Activity, ActivityKind
from receptions.models import Reception
from receptions.models import Status as ReceptionStatus
from stations.checklist import Answerer, Asked, Found, Link
from stations.models import AutoRule, Station

# Long enough to show a habit, short enough that a station can put it right within the year.
MONTHS_HELD = 3
MONTHS_LOOKED_AT = 6
QUARTERS_LOOKED_AT = 2
HELD_A_MONTH = 2
IN_TIME_SHARE = 95
FRESH_DAYS = 14
SHOWN = 3
NUMERALS = "一二三四"


def receptions_of(station: Station, day: date) -> list[Reception]:
    """Announced sessions of the months looked at and those ahead, and days that came without a word."""
    since = month_before(day, MONTHS_LOOKED_AT)
    rows = Reception.objects.measured(day).filter(station=station, day__gte=since)
    found = rows.only("day", "status", "announced_at", "notice_days", "held_at").order_by("-day", "-pk")
    for reception in found:
        reception.station = station
    return list(found)


def activities_of(station: Station, day: date) -> list[Activity]:
    """Published activities of the quarters looked at, the newest first. One query."""
    since = month_before(quarter_of(day), 3 * QUARTERS_LOOKED_AT)
    rows = Activity.objects.public().filter(station=station, day__gte=since)
    return list(rows.only("title", "kind", "day", "published_at").newest_first())


# --- Held at least twice a month


def receives(asked: Asked) -> Found:
    """At least two receptions in each of the last complete months, or of those since the opening."""
    months = list(_complete(asked, MONTHS_HELD, step=1))
    if not months:
        return Found(False, "挂牌还不满一个整月，没有可以统计的月份")
    sessions = asked.once(receptions_of)
    held = Counter(month_of(s.day) for s in sessions if s.status == ReceptionStatus.HELD)
    fewest = min(months, key=lambda month: held[month])
    total = sum(held[month] for month in months)
    span = f"近 {len(months)} 个整月"
    told = f"{span}接待 {total} 次，最少的一个月（{_month(fewest)}）{held[fewest]} 次，要求 {HELD_A_MONTH} 次"
    links = [_month_link(asked.station, m, f"{_month(m)} {held[m]} 次") for m in months if held[m]]
    return Found(held[fewest] >= HELD_A_MONTH, told, tuple(links))


def _month_link(station: Station, month: date, label: str) -> Link:
    return Link(label, Reception(station=station, day=month).get_absolute_url())


# --- Announced in time


def announces(asked: Asked) -> Found:
    """Of all that was to be announced in the last months, at least 95 % was announced in time.

    Measured as `receptions.stats` does: a day that came without an announcement counts as late.
    """
    since = month_before(asked.day, MONTHS_LOOKED_AT)
    sessions = [s for s in asked.once(receptions_of) if since <= s.day <= asked.day]
    if not sessions:
        return Found(False, f"近 {MONTHS_LOOKED_AT} 个月没有公告过接待")
    late = [s for s in sessions if not s.was_announced_in_time]
    in_time = len(sessions) - len(late)
    told = (
        f"近 {MONTHS_LOOKED_AT} 个月安排接待 {len(sessions)} 次，按时公告 {in_time} 次，"
        f"占 {100 * in_time // len(sessions)}%，要求 {IN_TIME_SHARE}%"
    )
    if silent := sum(s.announced_at is None for s in late):
        told += f"；没有公告的 {silent} 次"
    shown = [s for s in late if s.announced_at] or [s for s in sessions if s.announced_at]
    is_met = 100 * in_time >= IN_TIME_SHARE * len(sessions)
    return Found(is_met, told, tuple(map(_announced, shown[:SHOWN])))


def _announced(session: Reception) -> Link:
    at = timezone.localtime(session.announced_at)
    word = "" if session.was_announced_in_time else "，晚于要求"
    return Link(f"{_day(session.day)}接待，{_day(at.date())}公告{word}", session.get_absolute_url())


# --- Kept fresh


@dataclass(frozen=True)
class Update:
    """Something new on the station's pages."""

    at: datetime
    what: str
    link: Link


def keeps_fresh(asked: Asked) -> Found:
    """An activity, a reception or the record itself is newer than a fortnight."""
    newest = max(_updates(asked), key=lambda update: update.at, default=None)
    if newest is None:
        return Found(False, "还没有更新记录")
    on = timezone.localtime(newest.at).date()
    days = (asked.day - on).days
    told = f"最近一次是 {_day(on)}{newest.what}，距今 {days} 天，要求 {FRESH_DAYS} 天以内"
    return Found(days <= FRESH_DAYS, told, (newest.link,))


def _updates(asked: Asked) -> Iterator[Update]:
    """Whatever became public up to the day asked about."""
    end = timezone.make_aware(datetime.combine(asked.day, time.max))
    station = asked.station
    for activity in asked.once(activities_of):
        if activity.published_at and activity.published_at <= end:
            link = Link(activity.title, activity.get_absolute_url())
            yield Update(activity.published_at, "发布活动", link)
    for session in asked.once(receptions_of):
        for at, what in ((session.announced_at, "公告接待"), (session.held_at, "登记接待情况")):
            if at and at <= end:
                link = Link(f"{_day(session.day)}的接待", session.get_absolute_url())
                yield Update(at, what, link)
    if station.updated_at <= end:
        yield Update(station.updated_at, "修改站点资料", Link("看站点页面", station.get_absolute_url()))


# --- A study each quarter


def studies(asked: Asked) -> Found:
    """A study was published in each of the last complete quarters, or of those since the opening."""
    quarters = list(_complete(asked, QUARTERS_LOOKED_AT, step=3))
    if not quarters:
        return Found(False, "挂牌还不满一个整季度，没有可以统计的季度")
    found = [a for a in asked.once(activities_of) if a.kind == ActivityKind.STUDY]
    by_quarter = {q: [a for a in found if quarter_of(a.day) == q] for q in quarters}
    lacking = [_quarter(q) for q, held in by_quarter.items() if not held]
    total = sum(map(len, by_quarter.values()))
    tail = f"，{'、'.join(lacking)}没有" if lacking else "，每季度都有"
    links = (
        Link(f"{_quarter(q)}：{held[0].title}", held[0].get_absolute_url())
        for q, held in by_quarter.items()
        if held
    )
    return Found(not lacking, f"近 {len(quarters)} 个整季度学习活动 {total} 次{tail}", tuple(links))


# --- The calendar


def _complete(asked: Asked, count: int, *, step: int) -> Iterator[date]:
    """First days of the last complete months (`step` 1) or quarters (3), oldest first.

    Those before the station opened are left out, and the one in which it opened.
    """
    running = month_of(asked.day) if step == 1 else quarter_of(asked.day)
    opened = asked.station.opened_on
    for back in range(count, 0, -1):
        begin = month_before(running, back * step)
        if opened is None or begin >= opened:
            yield begin


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def month_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months earlier."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _month(month: date) -> str:
    return f"{month.year}年{month.month}月"


def _quarter(quarter: date) -> str:
    return f"{quarter.year}年第{NUMERALS[quarter.month // 3]}季度"


RULES: dict[AutoRule, Answerer] = {
    AutoRule.RECEIVES: receives,
    AutoRule.ANNOUNCES: announces,
    AutoRule.KEEPS_FRESH: keeps_fresh,
    AutoRule.STUDIES: studies,
}
