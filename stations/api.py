"""Stations and contact points as open data, and as points on a map."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from liaison.divisions.api import COUNTY, area_of
from liaison.lib.opendata import BadQueryError, Column, DataSet, Record, guarded, origin, spooled
from stations import hours
from stations.models import Kind, Station
from stations.models.querysets import StationQuerySet

COLUMNS = (
    Column("id", "站点码", "印在墙上和二维码里，不会改变"),
    Column("name", "名称"),
    Column("classification", "类型", "、".join(f"{value} {label}" for value, label in Kind.choices)),
    Column("status", "状态", "opened 已挂牌、running 运行、closed 停用"),
    Column("parent_id", "所属联络站", "只有联络点有"),
    Column("area_id", "所在区划代码", "见 divisions"),
    Column("area_name", "所在区划"),
    Column("county_id", "县（市、区）代码"),
    Column("address", "地址"),
    Column("latitude", "纬度", "WGS-84"),
    Column("longitude", "经度", "WGS-84"),
    Column("phone", "站内电话", "座机"),
    Column("opening_hours", "开放时间"),
    Column("reception_note", "接待日"),
    Column("step_free", "无障碍通道", "未登记为空"),
    Column("video_reception", "可视频接待"),
    Column("founding_date", "挂牌日期"),
    Column("dissolution_date", "停用日期"),
    Column("serves", "服务的村、社区、单位"),
    Column("url", "网页"),
)


def rows(asked: Mapping[str, str]) -> StationQuerySet:
    """Stations that the public may see."""
    found = Station.objects.public()
    if county := asked.get("county"):
        found = found.within(area_of(county))
    if kind := asked.get("kind"):
        if kind not in Kind.values:
            raise BadQueryError(f"kind 应为 {'、'.join(Kind.values)} 之一")
        found = found.filter(kind=kind)
    return found.with_place().select_related("parent").prefetch_related("opening_hours", "served_areas")


def record(station: Station, home: str) -> Record:
    """A station with Popolo's names for an organisation."""
    place = station.division
    return {
        "id": station.code,
        "name": station.name,
        "classification": station.kind,
        "status": station.status,
        "parent_id": station.parent.code if station.parent else None,
        "area_id": place.code,
        "area_name": place.full_name,
        "county_id": place.county.code if place.county else None,
        "address": station.full_address,
        "latitude": float(station.latitude) if station.latitude is not None else None,
        "longitude": float(station.longitude) if station.longitude is not None else None,
        "phone": station.phone,
        "opening_hours": [
            f"{days} {'，'.join(times)}" for days, times in hours.weekly(station.opening_hours.all())
        ],
        "reception_note": station.reception_note,
        "step_free": station.step_free,
        "video_reception": station.video_reception,
        "founding_date": station.opened_on,
        "dissolution_date": station.closed_on,
        "serves": [area.name for area in station.served_areas.all()],
        "url": f"{home}{station.get_absolute_url()}",
    }


def cells(told: Record) -> list[list[object]]:
    """One line for each station; lists are joined."""
    return [[_cell(value) for value in told.values()]]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "；".join(value) if isinstance(value, list) else value


STATIONS = DataSet(
    name="stations",
    title="联络站和联络点",
    about="已挂牌、运行和停用的联络站、联络点；筹建中的不在内。",
    columns=COLUMNS,
    lines=COLUMNS,
    rows=rows,
    record=record,
    cells=cells,
    filters=(COUNTY, Column("kind", "类型", "如 station、point", choices=Kind.values)),
)


def geojson(request: HttpRequest) -> HttpResponseBase:
    """Stations in service whose place is known, as points in WGS-84 (RFC 7946)."""
    asked = STATIONS.asked(request)
    known = rows(asked).in_service().filter(latitude__isnull=False).order_by("pk")
    pieces = _collection(known.iterator(chunk_size=1000), origin(request))
    return spooled(request, pieces, "application/geo+json", "stations.geojson")


def _collection(stations: Iterator[Station], home: str) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    for number, station in enumerate(stations):
        yield ("," if number else "") + json.dumps(feature(station, home), ensure_ascii=False)
    yield "]}"


def feature(station: Station, home: str) -> dict[str, Any]:
    """One point with what a map's label says."""
    told = record(station, home)
    names = ("id", "name", "classification", "address", "phone", "reception_note", "url")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [told["longitude"], told["latitude"]]},
        "properties": {name: told[name] for name in names},
    }


map_view = guarded(geojson)
