"""One year's award: the call, the last day, how many cases a county may send."""

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.fields import PublicText

FIRST_YEAR, LAST_YEAR = 2019, 2099


class RoundState(models.TextChoices):
    DRAFT = "draft", "草拟"
    OPEN = "open", "申报中"
    JUDGING = "judging", "评选中"
    PUBLISHED = "published", "已公布"


class RoundQuerySet(ScopedQuerySet):
    division_path = "city"

    def for_staff(self, user: Any) -> Self:
        """The rounds of the person's city: everybody below sends cases to them."""
        if not user.is_authenticated or not user.is_active or not user.is_staff:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(city=user.division.city_id) if user.division else self.none()

    def called(self) -> Self:
        """Rounds that the city has called."""
        return self.exclude(state=RoundState.DRAFT)

    def open(self) -> Self:
        """Rounds that take cases now."""
        return self.filter(state=RoundState.OPEN)

    def published(self) -> Self:
        """Rounds whose prizes everybody may see."""
        return self.filter(state=RoundState.PUBLISHED)


class AwardRound(PublicText, models.Model):
    """The award 人大工作创新奖 of one city and year (founding document 2019, item 6 of domain.md)."""

    city = models.ForeignKey(Division, models.PROTECT, related_name="award_rounds", verbose_name="城市")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    call = models.TextField(
        "申报通知",
        max_length=3000,
        help_text="面向乡镇、街道：申报什么、怎样写、怎样评；公布结果后群众也能看到",
    )
    submit_by = models.DateField("申报截止", help_text="这一天仍可以报送")
    cases_per_county = models.PositiveSmallIntegerField(
        "每县（市、区）最多几件", default=3, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    state = models.CharField(
        "状态", max_length=10, choices=RoundState, default=RoundState.DRAFT, editable=False
    )
    published_at = models.DateTimeField("公布时间", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"], verbose_name="创新奖修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "创新奖年度"
        ordering = ["-year"]
        permissions = [("decide_awardround", "可以组织评选、定奖和公布")]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "year"],
                name="one_award_round_a_year",
                violation_error_message="这一年已经有创新奖评选",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年人大工作创新奖"

    def get_absolute_url(self) -> str:
        return reverse("awards:year", args=[self.year])

    def is_due(self, day: date) -> bool:
        """Whether the last day is over on `day`."""
        return day > self.submit_by
