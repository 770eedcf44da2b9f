"""When a city wants its counties' reports."""

from datetime import time
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class ReportingRuleQuerySet(ScopedQuerySet):
    division_path = "city"

    def for_staff(self, user: Any) -> Self:
        """The rule of the person's city holds for everybody in it."""
        if not user.is_authenticated or not user.is_active or not user.is_staff:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(city=user.division.city_id) if user.division else self.none()

    def of(self, city: Division | None) -> "ReportingRule":
        """The city's rule; the stated defaults where it wrote none."""
        return self.filter(city=city).first() or ReportingRule(city=city)


class ReportingRule(models.Model):
    """The day and hour a month's report is due, and whether two people must fill and sign it."""

    city = models.OneToOneField(Division, models.PROTECT, related_name="+", verbose_name="城市")
    due_day = models.PositiveSmallIntegerField(
        "次月报送日",
        default=5,
        validators=[MinValueValidator(1, "报送日不能小于 1"), MaxValueValidator(28, "报送日不能大于 28")],
        help_text="遇节假日顺延到下一个工作日",
    )
    due_time = models.TimeField("报送时间", default=time(18, 0))
    needs_two_people = models.BooleanField("填报和审签由两个人办理", default=True)

    objects = ReportingRuleQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="月报规则修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "月报规则"

    def __str__(self) -> str:
        return f"次月 {self.due_day} 日 {self.due_time:%H:%M} 前报送"
