"""Divisions as open data."""

from collections.abc import Mapping

from liaison.divisions.models import AliasKind, Division, DivisionQuerySet, Level
from liaison.lib.opendata import BadQueryError, Column, DataSet, Record

COUNTY = Column("county", "县（市、区）", "区划代码，旧代码也可以，如 410782", pattern=r"^\d{6}$")
COLUMNS = (
    Column("id", "代码", "统计用区划代码"),
    Column("name", "名称"),
    Column("classification", "层级", "province、city、county、township、village"),
    Column("kind", "类别", "市、县、区、镇、乡、街道等"),
    Column("parent_id", "上级代码"),
    Column("county_id", "所属县（市、区）代码"),
    Column("managed_by_id", "代管功能区代码"),
    Column("is_legal", "法定区划", "功能区为 false"),
    Column("former_ids", "旧代码"),
)


def area_of(code: str) -> Division:
    """The division that a filter names, by its present or a former code."""
    found = Division.objects.find(code[:12])
    if found is None:
        raise BadQueryError(f"没有代码为“{code[:12]}”的区划")
    return found


def rows(asked: Mapping[str, str]) -> DivisionQuerySet:
    """Divisions that exist today."""
    found = Division.objects.current()
    if level := asked.get("level"):
        if level not in Level.values:
            raise BadQueryError(f"level 应为 {'、'.join(Level.values)} 之一")
        found = found.filter(level=level)
    if county := asked.get("county"):
        found = found.within(area_of(county))
    return found.select_related("parent", "county", "managed_by").prefetch_related("aliases")


def record(division: Division, home: str) -> Record:
    """A division with Popolo's names for an area."""
    return {
        "id": division.code,
        "name": division.name,
        "classification": division.level,
        "kind": division.kind,
        "parent_id": division.parent.code if division.parent else None,
        "county_id": division.county.code if division.county else None,
        "managed_by_id": division.managed_by.code if division.managed_by else None,
        "is_legal": division.is_real,
        "former_ids": [a.value for a in division.aliases.all() if a.kind == AliasKind.FORMER_CODE],
    }


def cells(told: Record) -> list[list[object]]:
    """One line for each division."""
    is_legal = "true" if told["is_legal"] else "false"
    joined = told | {"is_legal": is_legal, "former_ids": "；".join(told["former_ids"])}
    return [list(joined.values())]


DIVISIONS = DataSet(
    name="divisions",
    title="区划",
    about="省、市、县、乡镇（街道）和功能区；联络站和代表用其中的代码指明地方。",
    columns=COLUMNS,
    lines=COLUMNS,
    rows=rows,
    record=record,
    cells=cells,
    filters=(
        COUNTY,
        Column("level", "层级", "省 province、市 city、县 county、乡 township", choices=Level.values),
    ),
)
