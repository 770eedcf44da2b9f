"""The city's three-year roadmap with a measurable target for each year."""

from django.core.validators import MaxValueValidator
from django.db import models

from liaison.divisions.models import Division


class Phase(models.TextChoices):
    FOUNDATION = "foundation", "一年打基础"
    STEP_UP = "step_up", "两年上台阶"
    RESULTS = "results", "三年见成效"


def percent(label: str) -> models.PositiveSmallIntegerField:
    """A target in whole percent; empty means no target is set for that year."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(100, "百分比不能大于 100")]
    )


class RoadmapYear(models.Model):
    """What the city set out to reach by the end of one year."""

    city = models.ForeignKey(Division, models.PROTECT, related_name="roadmap", verbose_name="城市")
    year = models.PositiveSmallIntegerField("年份")
    phase = models.CharField("阶段", max_length=12, choices=Phase)
    coverage_target = percent("建站覆盖率目标（%）")
    standard_target = percent("达标率目标（%）")
    reception_target = percent("接待日按期开展率目标（%）")
    opinion_target = percent("意见办结率目标（%）")

    class Meta:
        verbose_name = verbose_name_plural = "三年路线图"
        ordering = ["city", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "year"],
                name="one_roadmap_row_a_year",
                violation_error_message="这一年已经有目标",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年 {self.get_phase_display()}"
