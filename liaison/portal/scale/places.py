"""The places around the demo city: those of the loaded list, or a made-up tree of the same shape."""

from collections.abc import Iterator
from dataclasses import dataclass

from liaison.divisions.loader import Loader, Row
from liaison.divisions.models import Division, Level

LEAST_PROVINCES, LEAST_COUNTIES = 20, 100
"""A loaded list with fewer is not the nation, or not the province."""
SHAPE = {"province": (1, 17, 9, 15), "nation": (30, 11, 9, 15)}
"""Provinces, cities in each, counties in each of these, townships in each of those."""
SUBDISTRICT = "街道"


@dataclass(frozen=True)
class Place:
    """A township as the rows want it: keys and names."""

    pk: int
    name: str
    has_congress: bool
    county: int
    county_name: str
    city: int
    city_name: str
    province: int | None


def around(city: Division, scale: str) -> list[Place]:
    """Every township of the scale outside the demo city, in the order of codes."""
    if not _is_whole(city, scale):
        Loader(list(_made_up(scale))).load()
        return list(_townships(city))
    return list(_townships(city, city.province_id if scale == "province" else None))


def _townships(city: Division, province: int | None = None) -> Iterator[Place]:
    rows = Division.objects.townships().exclude(city=city).exclude(county=None).exclude(city=None)
    if province:
        rows = rows.filter(province=province)
    columns = ("pk", "name", "kind", "county", "county__name", "city", "city__name", "province")
    for pk, name, kind, *above in rows.order_by("code").values_list(*columns).iterator(chunk_size=5000):
        yield Place(pk, name, kind != SUBDISTRICT, *above)


def _is_whole(city: Division, scale: str) -> bool:
    provinces = Division.objects.real().filter(level=Level.PROVINCE)
    if scale == "nation":
        return provinces.count() >= LEAST_PROVINCES
    counties = Division.objects.counties()
    return bool(city.province_id) and counties.filter(province=city.province_id).count() >= LEAST_COUNTIES


def _made_up(scale: str) -> Iterator[Row]:
    """Provinces 51 to 99 of no list, all called 示例."""
    provinces, cities, counties, townships = SHAPE[scale]
    for p in range(provinces):
        province = f"{51 + p}0000"
        yield Row(province, f"示例{p + 1}省", "province", "省", "")
        for c in range(cities):
            city = f"{51 + p}{c + 1:02d}00"
            yield Row(city, f"示例{p + 1}-{c + 1}市", "city", "市", province)
            for k in range(counties):
                county = f"{51 + p}{c + 1:02d}{k + 21:02d}"
                yield Row(county, f"示例{p + 1}-{c + 1}-{k + 1}县", "county", "县", city)
                for t in range(townships):
                    kind, code = (SUBDISTRICT, t + 1) if t < 3 else ("镇", t + 100)
                    name = f"示例{t + 1}街道" if t < 3 else f"示例{t + 1}镇"
                    yield Row(f"{county}{code:03d}", name, "township", kind, county)
