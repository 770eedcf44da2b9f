"""Deputies as open data: public fields only, read through the privacy registry."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, FilteredRelation, Prefetch, Q

from deputies import privacy
from deputies.faces import face_of, level_word
from deputies.models import CongressLevel, Deputy, Mandate, Term
from deputies.models.deputy import DeputyQuerySet
from deputies.profile import in_order
from liaison.divisions.api import COUNTY, area_of
from liaison.lib.opendata import STATION_CODE, BadQueryError, Column, DataSet, Record
from stations.models import Station

MANDATE_FIELDS = privacy.public_fields(privacy.MANDATE)
PERSON = (
    Column("id", "编号", "代表网页地址里的数字"),
    Column("name", "姓名"),
    Column("sort_name", "姓名拼音", "用于排序"),
    Column("image", "照片", "本人同意公开才有"),
    Column("summary", "工作单位及职务", "本人同意公开才有"),
    Column("interests", "关注领域"),
    Column("roster_area_id", "名册所属区划代码"),
    Column("station_id", "所在联络站的站点码", "见 stations；未进站为空"),
    Column("station_name", "所在联络站"),
    Column("url", "网页"),
)
MEMBERSHIP = (
    Column("role", "职务", "如 市人大代表"),
    Column("level", "层级", "、".join(f"{value} {label}" for value, label in CongressLevel.choices)),
    Column("organization", "所在的人民代表大会"),
    Column("organization_area_id", "该级人大的区划代码", "全国人大为空"),
    Column("legislative_period", "届次"),
    Column("electing_body", "选举单位", "全国、省、市代表"),
    Column("post_area", "选区", "县、乡代表"),
    Column("on_behalf_of", "代表团"),
    Column("status", "状态", "serving 在任、suspended 暂停、ended 终止"),
    Column("start_date", "起"),
    Column("end_date", "止"),
)


def rows(asked: Mapping[str, str]) -> DeputyQuerySet:
    """Serving deputies that the filters leave."""
    found = Deputy.objects.serving()
    if level := asked.get("level"):
        if level not in CongressLevel.values:
            raise BadQueryError(f"level 应为 {'、'.join(CongressLevel.values)} 之一")
        found = Deputy.objects.serving_at(level)
    if county := asked.get("county"):
        found = found.within(area_of(county))
    if code := asked.get("station"):
        station = Station.objects.public().filter(code=code[:6].upper()).first()
        if station is None:
            raise BadQueryError(f"没有站点码为“{code[:6]}”的联络站")
        found = found.at(station)
    return found


def with_record_parts(found: DeputyQuerySet) -> DeputyQuerySet:
    """What a record tells; the one open place in the same row, terms and places once for many."""
    place = FilteredRelation("assignments", condition=Q(assignments__until=None))
    held = Mandate.objects.defer("end", "end_note")
    beside = {
        "area_code": F("division__code"),
        "station_code": F("place__station__code"),
        "station_name": F("place__station__name"),
    }
    people = found.only(*privacy.asked_fields(privacy.DEPUTY)).alias(place=place).annotate(**beside)
    return people.prefetch_related(Prefetch("mandates", held), "mandates__term__division__county")


def record(deputy: Deputy, home: str) -> Record:
    """A person with Popolo's names; past mandates are told with the day they ended."""
    face = face_of(deputy)
    return {
        "id": face.pk,
        "name": face.name,
        "sort_name": deputy.pinyin,
        "image": f"{home}{face.photo}" if face.photo else None,
        "summary": face.duty,
        "interests": face.interests,
        "roster_area_id": deputy.area_code,
        "station_id": deputy.station_code,
        "station_name": deputy.station_name or "",
        "url": f"{home}{face.url}",
        "memberships": [membership(mandate) for mandate in in_order(deputy)],
    }


def membership(mandate: Mandate) -> dict[str, Any]:
    """A mandate as a membership of a congress."""
    seen = privacy.shown({name: getattr(mandate, name) for name in MANDATE_FIELDS}, privacy.MANDATE)
    return {
        **congress(seen["term"]),
        "electing_body": seen["electing_body"],
        "post_area": seen["constituency"],
        "on_behalf_of": seen["delegation"],
        "status": seen["status"],
        "start_date": seen["since"],
        "end_date": seen["until"],
    }


def congress(term: Term) -> dict[str, Any]:
    """The congress of a term, and what its deputies are called; told once for all who sit in it."""
    if not hasattr(term, "told"):
        division = term.division
        term.told = {
            "role": f"{level_word(term.level, division)}人大代表",
            "level": term.level,
            "organization": f"{division.full_name if division else '全国'}人民代表大会",
            "organization_area_id": division.code if division else None,
            "legislative_period": str(term),
        }
    return term.told


def cells(told: Record) -> list[list[object]]:
    """One line for each mandate, with the person's fields in front of each."""
    person = [value for name, value in told.items() if name != "memberships"]
    return [[*person, *held.values()] for held in told["memberships"]]


DEPUTIES = DataSet(
    name="deputies",
    title="代表",
    about=(
        "在任代表和他们的任职。一个人可以同时担任几级代表：JSON 里一人一条，任职列在 memberships 里；"
        "CSV 里一项任职一行，数人数时按 id 去重。"
    ),
    columns=(
        *PERSON,
        Column("memberships", "任职", "一项任职一条，字段如下"),
        *(Column(f"memberships[].{one.name}", one.title, one.meaning) for one in MEMBERSHIP),
    ),
    lines=(*PERSON, *MEMBERSHIP),
    rows=rows,
    parts=with_record_parts,
    record=record,
    cells=cells,
    filters=(
        COUNTY,
        Column(
            *("level", "层级", "全国 national、省 provincial、市 municipal、县 county、乡 township"),
            choices=CongressLevel.values,
        ),
        Column("station", "站点码", "在这个站联系群众的代表", pattern=STATION_CODE),
    ),
)
