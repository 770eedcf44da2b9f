"""Construction: 选址 → 在建 → 挂牌 → 达标验收, one dated row per step."""

from django.conf import settings
from django.db import models

from stations.models.querysets import PartQuerySet


class Stage(models.TextChoices):
    SITING = "siting", "选址"
    BUILDING = "building", "在建"
    OPENED = "opened", "挂牌"
    ACCEPTED = "accepted", "达标验收"


class StageChange(models.Model):
    """The day a station reached a stage. Appended by `actions.advance`, never edited."""

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="stage_changes", verbose_name="联络站"
    )
    stage = models.CharField("阶段", max_length=10, choices=Stage)
    on = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "建设阶段"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "stage", "on"],
                name="one_stage_once_a_day",
                violation_error_message="这一天已经登记过这个阶段",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_stage_display()}"
