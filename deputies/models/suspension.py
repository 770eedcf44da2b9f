"""When somebody may not exercise a mandate for a while."""

from django.db import models
from django.db.models import F, Q

from deputies.models.mandate import Mandate
from liaison.divisions.querysets import ScopedQuerySet


class SuspensionQuerySet(ScopedQuerySet):
    division_path = "mandate__deputy__division"


class Suspension(models.Model):
    """A mandate not exercised from one day to another (代表法：暂时停止执行代表职务); the reason is internal.

    Without a last day it lasts; when the mandate itself ends, it ends with it.
    """

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="suspensions", verbose_name="任职")
    since = models.DateField("暂停起")
    until = models.DateField("暂停止", null=True, blank=True)
    reason = models.CharField("暂停原因", max_length=200, help_text="只供工作人员，不公开")

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "暂停执行职务"
        ordering = ["mandate", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"],
                condition=Q(until=None),
                name="one_open_suspension",
                violation_error_message="这项任职已经暂停",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="suspension_until_not_before_since",
                violation_error_message="恢复应当晚于暂停之日",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} 自{self.since}暂停"
