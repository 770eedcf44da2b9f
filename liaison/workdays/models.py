"""Days that are not what their weekday says: public holidays, and weekends worked in exchange."""

from datetime import date
from typing import Self

from django.db import models


class DayKind(models.TextChoices):
    OFF = "off", "放假"
    WORK = "work", "调休上班"


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def between(self, since: date, until: date) -> Self:
        """The exceptional days from `since` to `until`, both counted."""
        return self.filter(day__range=(since, until))


class Holiday(models.Model):
    """One exceptional day, as the State Council announces it each November for the next year."""

    day = models.DateField("日期", unique=True)
    kind = models.CharField("类别", max_length=4, choices=DayKind, default=DayKind.OFF)
    name = models.CharField("名称", max_length=20, help_text="如：春节")

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}{self.get_kind_display()}"
