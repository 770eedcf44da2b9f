"""Rules of the checklist that a station's own record answers; see `stations.checklist`."""

from datetime import date

from stations import hours
from stations.checklist import Answerer, Asked, Found, Link
from stations.models import AutoRule, PersonRole, Room, Station, StationPerson

RULES_ON_THE_WALL = 3
SHOWN = 3


def _place(station: Station, part: str) -> tuple[Link, ...]:
    """The part of the station's own page where the record stands."""
    return (Link("看站点页面", f"{station.get_absolute_url()}#{part}"),)


def has_address(asked: Asked) -> Found:
    """Both an address and a land-line are public."""
    station = asked.station
    lacking = [name for name, value in (("地址", station.address), ("站内电话", station.phone)) if not value]
    if lacking:
        return Found(False, f"还没有公布{'和'.join(lacking)}")
    return Found(True, f"{station.full_address}，电话 {station.phone}", _place(station, "main"))


def has_hours(asked: Asked) -> Found:
    """Opening hours are written down."""
    week = hours.weekly(asked.station.opening_hours.all())
    if not week:
        return Found(False, "还没有公布开放时间")
    told = "；".join(f"{days} {'、'.join(spans)}" for days, spans in week)
    return Found(True, f"公布了开放时间：{told}", _place(asked.station, "t-meet"))


def in_post(asked: Asked, role: PersonRole) -> Found:
    """Somebody holds this post on the day."""
    people = [p for p in asked.station.people.all() if p.role == role and _holds(p, asked.day)]
    if not people:
        return Found(False, f"记录里没有在任的{role.label}")
    told = "、".join(_introduced(person) for person in people[:SHOWN])
    return Found(True, f"{role.label}{told}", _place(asked.station, "t-people"))


def _introduced(person: StationPerson) -> str:
    title = f"（{person.title}）" if person.title else ""
    since = f"，{person.since:%Y-%m-%d} 起" if person.since else ""
    return f"{person.name}{title}{since}"


def _holds(person: StationPerson, day: date) -> bool:
    is_begun = person.since is None or person.since <= day
    return is_begun and (person.until is None or person.until >= day)


def has_rules(asked: Asked) -> Found:
    """At least three rules hang on the wall."""
    rules = list(asked.station.wall_rules.all())
    if not rules:
        return Found(False, f"还没有上墙制度，要求 {RULES_ON_THE_WALL} 项")
    told = f"上墙制度 {len(rules)} 项，要求 {RULES_ON_THE_WALL} 项：{'、'.join(r.title for r in rules)}"
    # The rules stand on the page behind the station's.
    links = (Link("看上墙制度", f"{asked.station.get_absolute_url()}standing/#t-rules"),)
    return Found(len(rules) >= RULES_ON_THE_WALL, told, links)


def has_photo(asked: Asked) -> Found:
    """The page shows the place."""
    count = len(asked.station.photos.all())
    if not count:
        return Found(False, "站点页面还没有照片")
    return Found(True, f"站点页面有 {count} 张照片", _place(asked.station, "main"))


def has_rooms(asked: Asked) -> Found:
    """There is a room to receive people in."""
    labels = asked.station._meta.get_field("rooms").labels(asked.station.rooms)
    if Room.RECEPTION not in asked.station.rooms:
        return Found(False, f"登记的功能室没有接待室{'：' * bool(labels)}{'、'.join(labels)}")
    return Found(True, f"登记的功能室：{'、'.join(labels)}", _place(asked.station, "main"))


RULES: dict[AutoRule, Answerer] = {
    AutoRule.HAS_ADDRESS: has_address,
    AutoRule.HAS_HOURS: has_hours,
    AutoRule.HAS_HEAD: lambda asked: in_post(asked, PersonRole.HEAD),
    AutoRule.HAS_LIAISON: lambda asked: in_post(asked, PersonRole.LIAISON),
    AutoRule.HAS_RULES: has_rules,
    AutoRule.HAS_PHOTO: has_photo,
    AutoRule.HAS_ROOMS: has_rooms,
}
