"""Activities as open data: published ones, with who took part and the photos."""

from collections.abc import Mapping

from django.db.models import Prefetch, QuerySet

from activities.models import SEARCH, Activity, ActivityKind, Participation
from activities.story import PARTS
from campaigns.models.campaign import FIRST_YEAR, LAST_YEAR
from deputies.faces import face_of
from deputies.models import Deputy
from deputies.privacy import DEPUTY, asked_fields
from liaison.divisions.api import COUNTY, area_of
from liaison.lib.opendata import STATION_CODE, YEAR, BadQueryError, Column, DataSet, Record
from stations.models import Station

KINDS = "、".join(f"{value} {label}" for value, label in ActivityKind.choices)
FIELDS = (
    Column("id", "编号", "活动网页地址里的数字"),
    Column("title", "标题"),
    Column("kind", "类型", KINDS),
    Column("date", "日期"),
    Column("place", "地点"),
    Column("description", "内容"),
    Column("source", "来源"),
    Column("published_at", "发布时间"),
    Column("area_id", "县（市、区）的区划代码", "市直的站点为空"),
    Column("station_id", "联络站的站点码", "见 stations"),
    Column("station_name", "联络站"),
    Column("campaign_year", "双岗建功年度", "不属于双岗建功的为空"),
    Column("url", "网页"),
)
LISTS = (
    Column("deputies", "参加的代表", "一人一条，字段如下"),
    Column("deputies[].id", "代表编号", "见 deputies"),
    Column("deputies[].name", "姓名"),
    Column("deputies[].part", "参与方式", "牵头、发言；参加的为空"),
    Column("photos", "照片", "一张一条，字段如下"),
    Column("photos[].url", "照片地址"),
    Column("photos[].description", "画面说明"),
    Column("photos[].caption", "图片标题"),
)
LINES = (
    *FIELDS,
    Column("deputy_ids", "参加的代表编号", "用空格分开"),
    Column("deputy_names", "参加的代表", "用顿号分开"),
    Column("photo_count", "照片张数"),
)


def rows(asked: Mapping[str, str]) -> QuerySet:
    """Published activities that the filters leave."""
    found = Activity.objects.public()
    if kind := asked.get("kind"):
        if kind not in ActivityKind.values:
            raise BadQueryError(f"kind 应为 {'、'.join(ActivityKind.values)} 之一")
        found = found.filter(kind=kind)
    if year := asked.get("year"):
        found = found.in_year(year_of(year))
    if county := asked.get("county"):
        found = found.within(area_of(county))
    if code := asked.get("station"):
        station = Station.objects.public().filter(code=code[:6].upper()).first()
        if station is None:
            raise BadQueryError(f"没有站点码为“{code[:6]}”的联络站")
        found = found.filter(station=station)
    return with_record_parts(found)


def year_of(text: str) -> int:
    """A year of four digits in the address."""
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR):
        raise BadQueryError("year 应为四位年份，如 2026")
    return int(text)


def with_record_parts(found: QuerySet) -> QuerySet:
    """What a record tells, in a fixed number of queries."""
    people = Deputy.objects.only(*asked_fields(DEPUTY))
    return (
        found.select_related("station", "county", "campaign")
        .defer(*SEARCH)
        .prefetch_related("photos", Prefetch("participations__deputy", people))
    )


def record(activity: Activity, home: str) -> Record:
    """An activity with its people and photos."""
    return {
        "id": activity.pk,
        "title": activity.title,
        "kind": activity.kind,
        "date": activity.day,
        "place": activity.where,
        "description": activity.text,
        "source": activity.from_whom,
        "published_at": activity.published_at,
        "area_id": activity.county.code if activity.county else None,
        "station_id": activity.station.code,
        "station_name": activity.station.name,
        "campaign_year": activity.campaign.year if activity.campaign else None,
        "url": f"{home}{activity.get_absolute_url()}",
        "deputies": [_person(one) for one in activity.participations.all()],
        "photos": [
            {"url": f"{home}{one.image.url}", "description": one.alt, "caption": one.caption}
            for one in activity.photos.all()
            if one.is_released
        ],
    }


def _person(one: Participation) -> Record:
    """A deputy as the public knows them, and what they did."""
    face = face_of(one.deputy)
    return {"id": face.pk, "name": face.name, "part": PARTS.get(one.part, "")}


def cells(told: Record) -> list[list[object]]:
    """One line for each activity."""
    own = [told[column.name] for column in FIELDS]
    people = told["deputies"]
    ids, names = (" ".join(str(p["id"]) for p in people), "、".join(p["name"] for p in people))
    return [[*own, ids, names, len(told["photos"])]]


ACTIVITIES = DataSet(
    name="activities",
    title="代表活动",
    about="已发布的代表活动，带参加的代表和照片。CSV 里一次活动一行。",
    columns=(*FIELDS, *LISTS),
    lines=LINES,
    rows=rows,
    record=record,
    cells=cells,
    filters=(
        COUNTY,
        Column("kind", "类型", KINDS, choices=ActivityKind.values),
        Column("year", "年份", "活动日期在这一年", pattern=YEAR),
        Column("station", "站点码", "在这个站的活动", pattern=STATION_CODE),
    ),
)
