"""A congress's term of office (届): five years between two elections."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet, within_condition

TENS = "零一二三四五六七八九"


class CongressLevel(models.TextChoices):
    NATIONAL = "national", "全国"
    PROVINCIAL = "provincial", "省"
    MUNICIPAL = "municipal", "市"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡"


ELECTED_BY_A_BODY = (CongressLevel.NATIONAL, CongressLevel.PROVINCIAL, CongressLevel.MUNICIPAL)
"""Deputies of these levels are elected by the congress below (选举单位); the others by voters (选区)."""

LEVEL_OF_DIVISION = {
    "province": CongressLevel.PROVINCIAL,
    "city": CongressLevel.MUNICIPAL,
    "county": CongressLevel.COUNTY,
    "township": CongressLevel.TOWNSHIP,
}


class TermQuerySet(ScopedQuerySet):
    def for_staff(self, user: Any) -> Self:
        """By division; whoever answers for a city also keeps the terms of the congresses above it."""
        own = super().for_staff(user)
        place = getattr(user, "division", None)
        if own.query.is_empty() or user.is_superuser or place is None or place.level != "city":
            return own
        inside = Division.objects.within(place).order_by().values("pk")
        return self.filter(Q(division__in=inside) | Q(division=None) | Q(division=place.province_id))

    def open_to(self, division: Division) -> Self:
        """Running terms of congresses over `division` or inside it: what its deputies can be elected to."""
        over = [pk for pk in (division.province_id, division.city_id, division.county_id) if pk]
        chosen = Q(division=None) | Q(division__in=over) | within_condition(division, self.division_path)
        return self.running().filter(chosen)

    def running(self) -> Self:
        """Terms that nobody has closed."""
        return self.filter(until=None)


class Term(models.Model):
    """One term of one congress, e.g. 获嘉县第十六届. The national congress has no division."""

    level = models.CharField("层级", max_length=10, choices=CongressLevel)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name="区划",
        help_text="全国人大留空",
    )
    number = models.PositiveSmallIntegerField(
        "届次", validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True, help_text="换届之日填写")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        ordering = ["level", "division__code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "division", "number"],
                name="one_term_once",
                violation_error_message="这一届已经登记过",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(division=None),
                name="one_national_term_once",
                violation_error_message="这一届已经登记过",
            ),
            models.CheckConstraint(
                condition=Q(level=CongressLevel.NATIONAL, division=None)
                | (~Q(level=CongressLevel.NATIONAL) & Q(division__isnull=False)),
                name="only_the_nation_has_no_division",
                violation_error_message="全国人大不填区划，其他层级请选择区划",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="term_until_not_before_since",
                violation_error_message="换届日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        place = self.division.full_name if self.division else "全国"
        return f"{place}第{in_chinese(self.number)}届"

    def clean(self) -> None:
        """The level fits the division, and the division has a congress."""
        super().clean()
        if not self.division:
            return
        if self.division.level == "township" and not self.division.has_congress:
            raise ValidationError({"division": no_congress(self.division)})
        if not self.division.is_real or LEVEL_OF_DIVISION.get(self.division.level) != self.level:
            raise ValidationError({"level": f"{self.division.name}没有这一级人民代表大会"})


def no_congress(division: Division) -> str:
    """Why a subdistrict has no township-level deputies (地方组织法)."""
    return f"{division.name}是街道，设人大工委，不设人民代表大会，没有乡级代表"


def in_chinese(number: int) -> str:
    """1–99 as a term is written: 七, 十, 十六, 二十一."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else TENS[tens]) + "十" if tens else ""
    return head + (TENS[ones] if ones or not tens else "")
