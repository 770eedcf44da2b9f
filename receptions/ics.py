"""Receptions as a calendar that phones subscribe to (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from receptions.models import Reception, Status
from receptions.notices import Notice

CHINA = ZoneInfo("Asia/Shanghai")
REFRESH = timedelta(hours=6)
GONE = {Status.CANCELLED: "取消", Status.POSTPONED: "顺延"}


def calendar(name: str, notices: Iterable[Notice], origin: str) -> bytes:
    """The calendar called `name`; links start with `origin`. Times are UTC."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//liaison//receptions//ZH")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Shanghai")
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for notice in notices:
        made.add_component(event(notice, origin))
    return bytes(made.to_ical())


def event(notice: Notice, origin: str) -> Event:
    """One session. Its UID never changes; SEQUENCE grows with every change of the record."""
    one, made = notice.reception, Event()
    gone = GONE.get(Status(one.status))
    made.add("uid", f"reception-{one.pk}@{one.station.code}.liaison")
    made.add("dtstamp", _utc(one.updated_at))
    made.add("last-modified", _utc(one.updated_at))
    made.add("sequence", int((one.updated_at - one.created_at).total_seconds()))
    made.add("dtstart", _moment(one, one.opens))
    made.add("dtend", _moment(one, one.closes))
    made.add("summary", f"{f'（{gone}）' if gone else ''}代表接待：{one.station.short_name}")
    made.add("location", one.where)
    made.add("description", "\n".join(_lines(notice)))
    made.add("url", f"{origin}{one.get_absolute_url()}")
    made.add("status", "CANCELLED" if gone else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if gone else "OPAQUE")
    return made


def _lines(notice: Notice) -> Iterable[str]:
    one = notice.reception
    if notice.names:
        yield f"接待代表：{notice.names}"
    if one.topic:
        yield f"主题：{one.topic}"
    if one.reason:
        yield f"{GONE.get(Status(one.status), '')}原因：{one.reason}"
    if one.successor:
        yield f"改到：{one.successor.day_text} {one.successor.span}"
    if one.station.phone:
        yield f"站内电话：{one.station.phone}"


def _moment(one: Reception, hour: object) -> datetime:
    return datetime.combine(one.day, hour, CHINA).astimezone(UTC)  # type: ignore[arg-type]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
