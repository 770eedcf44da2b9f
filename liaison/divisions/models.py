"""Divisions: province → city → county → township → village, and the zones beside the law.

Ids are the keys. A code is an attribute that may change (长垣 410728 → 410783);
the old one stays as an alias and old addresses find the new row.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q

from liaison.divisions.querysets import ScopedQuerySet, within_condition
from liaison.lib.text import fold
from liaison.pages.parts import part

MOST_OFFERED = 400
"""Counties and zones in one menu; the largest provinces have half as many."""


class Level(models.TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class DivisionQuerySet(ScopedQuerySet):
    division_path = ""

    def current(self) -> Self:
        """Divisions that still exist."""
        return self.filter(retired_on=None)

    def real(self) -> Self:
        """Divisions by law: no functional zones, farms or statistical units."""
        return self.current().filter(is_real=True)

    def counties(self) -> Self:
        """Counties, districts and county-level cities by law."""
        return self.real().filter(level=Level.COUNTY)

    def townships(self) -> Self:
        """Townships, towns and subdistricts by law."""
        return self.real().filter(level=Level.TOWNSHIP)

    def zones(self) -> Self:
        """Functional zones that manage townships without being a division by law."""
        return self.current().filter(level=Level.COUNTY, is_real=False)

    def map_areas(self) -> Self:
        """What the public chooses a place by: counties by law, then functional zones."""
        return self.current().filter(level=Level.COUNTY).order_by("-is_real", "code")

    def offered(self, code: str) -> "list[Division]":
        """The map areas that a list offers to choose from, `code` being the one that is chosen.

        All of them, up to a province; beyond, those of the chosen one's city: three thousand names
        are no menu, and whoever seeks a place by its name does so on /find/.
        """
        areas = self.map_areas()
        if not areas.order_by().values("pk")[MOST_OFFERED : MOST_OFFERED + 1]:
            return list(areas)
        chosen = areas.find(code[:12]) if code else None
        return list(areas.filter(city=chosen.city_id)) if chosen else []

    def matching(self, query: str) -> Self:
        """Divisions whose name, former name, county or pinyin holds every word of `query`."""
        found = self
        for word in query.split():
            spelling = fold(word)
            in_county = Q(county__search_text__contains=spelling)
            found = found.filter(Q(search_text__contains=spelling) | in_county)
        return found

    def named(self, name: str) -> Self:
        """Divisions that bear `name` now or bore it once, compared folded."""
        by_alias = Q(aliases__folded=fold(name)) & ~Q(aliases__kind=AliasKind.FORMER_CODE)
        return self.filter(Q(folded=fold(name)) | by_alias).distinct()

    def with_places(self) -> Self:
        """Ancestors fetched along, so that `full_name` costs no query."""
        return self.select_related("county", "city", "parent", "managed_by")

    def find(self, code: str) -> "Division | None":
        """The division with this code, or with this former code."""
        return (
            self.filter(code=code).first()
            or self.filter(aliases__kind=AliasKind.FORMER_CODE, aliases__folded=fold(code)).first()
        )

    def at_top(self) -> "Division | None":
        """The city this installation serves when the settings name none: the first one."""
        return self.filter(level=Level.CITY).order_by("code").first()


class Division(models.Model):
    """A place with its own government, or a zone or unit that official lists carry."""

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=10, choices=Level)
    kind = models.CharField("类别", max_length=10, help_text="如 市、县、区、镇、乡、街道、其他")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    province = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属省"
    )
    city = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属市"
    )
    county = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属县"
    )
    managed_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="managed",
        verbose_name="代管功能区",
    )
    is_real = models.BooleanField("法定区划", default=True)
    reports_separately = models.BooleanField(
        "单独报送", default=False, help_text="只用于功能区：勾选后单列，不勾选则并入所在县"
    )
    map_column = models.SmallIntegerField("示意图列", null=True, blank=True)
    map_row = models.SmallIntegerField("示意图行", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    retired_on = models.DateField("撤销日期", null=True, blank=True)
    folded = models.CharField(max_length=60, editable=False, db_index=True)
    search_text = models.TextField(editable=False, default="")

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="division_not_its_own_parent",
                violation_error_message="上级不能是自己",
            ),
        ]
        indexes = [
            models.Index(fields=["level", "city"], name="division_level_city"),
            # A city's rows in the order of their places: the desk's lists of deputies, terms, stations.
            models.Index(fields=["city", "code"], name="division_city_code"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_zone(self) -> bool:
        """A functional zone: county-level, but no division by law."""
        return self.level == Level.COUNTY and not self.is_real

    @property
    def has_congress(self) -> bool:
        """Townships and towns have a people's congress; subdistricts have none (地方组织法)."""
        return self.level == Level.TOWNSHIP and self.is_real and self.kind != "街道"

    @property
    def full_name(self) -> str:
        """County and own name, as in 辉县市孟庄镇; fetch `with_places` first."""
        county = self.county if self.county_id and self.county_id != self.pk else None
        return f"{county.name if county else ''}{self.name}"

    @property
    def county_name(self) -> str:
        """The county it lies in; its own name where it lies above the counties."""
        return self.county.name if self.county else self.name

    def holds(self, other: "Division") -> bool:
        """Whether `other` lies in this division, itself included."""
        return Division.objects.filter(within_condition(self), pk=other.pk).exists()


@part
def area(pk: int) -> Division:
    """The division with this id, for parts of pages, which take nothing but plain values."""
    return Division.objects.get(pk=pk)


def areas_offered(code: str) -> list[Division]:
    """`Division.objects.offered`, kept for every list that offers the same places.

    Asked without the code first: up to a province all codes are offered the same, and it is kept once.
    """
    return _offered("") or _offered(code[:12])


@part
def _offered(code: str) -> list[Division]:
    return Division.objects.offered(code)


class AliasKind(models.TextChoices):
    ALIAS = "alias", "别名"
    FORMER_NAME = "former_name", "曾用名"
    FORMER_CODE = "former_code", "旧代码"


class DivisionAlias(models.Model):
    """Another name or a former code; searched and followed, never shown as the name."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="aliases", verbose_name="区划")
    kind = models.CharField("种类", max_length=12, choices=AliasKind, default=AliasKind.ALIAS)
    value = models.CharField("内容", max_length=60)
    folded = models.CharField(max_length=60, editable=False, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "别名与旧代码"
        constraints = [
            models.UniqueConstraint(
                fields=["division", "kind", "value"],
                name="one_alias_once",
                violation_error_message="这个别名已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return self.value
