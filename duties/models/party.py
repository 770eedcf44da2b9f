"""Reports of county congresses to their Party committees."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division, Level
from liaison.divisions.querysets import ScopedQuerySet


class PartyReportQuerySet(ScopedQuerySet):
    def made_between(self, since: date, until: date) -> Self:
        """Reports made between two days, both counted."""
        return self.filter(made_on__range=(since, until))


class PartyReport(models.Model):
    """A county congress told its Party committee how township work stands (中央18号文件); date and title."""

    division = models.ForeignKey(
        Division, models.PROTECT, related_name="party_reports", verbose_name="县（市、区）"
    )
    made_on = models.DateField("报告日期")
    title = models.CharField("标题", max_length=120)

    objects = PartyReportQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="向党委报告修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "向党委报告"
        ordering = ["-made_on", "division__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "made_on", "title"],
                name="one_party_report_once",
                violation_error_message="这份报告已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division}：{self.title}"

    def clean(self) -> None:
        """Counties report (and zones that stand for one)."""
        super().clean()
        if self.division_id and self.division.level != Level.COUNTY:
            raise ValidationError({"division": "请选择县（市、区）"})
