"""A formal suggestion (代表建议) that grew out of what people said."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from deputies.models import Deputy
from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.fields import PublicText
from opinions.models.opinion import Opinion, Satisfaction

MONTHS, MONTHS_IF_HARD = 3, 6


class SuggestionQuerySet(ScopedQuerySet):
    division_path = "division"

    def overdue(self, today: date) -> Any:
        """Not replied to and past the day."""
        return self.filter(replied_on=None, reply_by__lt=today)


class Suggestion(PublicText, models.Model):
    """A suggestion handed to a congress: who answers it, by when, and whether its deputies were satisfied.

    To be answered in three months, hard ones in six (河南省人大代表建议办理办法 2017).
    """

    division = models.ForeignKey(
        Division, models.PROTECT, related_name="suggestions", verbose_name="哪一级人大", help_text="市或者县"
    )
    number = models.CharField("编号", max_length=20, help_text="如：2026-037")
    title = models.CharField("标题", max_length=80)
    deputies = models.ManyToManyField(Deputy, related_name="suggestions", verbose_name="提出的代表")
    opinions = models.ManyToManyField(
        Opinion, related_name="suggestions", blank=True, verbose_name="来自哪些群众意见"
    )
    responder = models.CharField("承办单位", max_length=60)
    handed_on = models.DateField("交办日期")
    is_hard = models.BooleanField("疑难建议", default=False, help_text="答复期限由三个月延长到六个月")
    reply_by = models.DateField("答复期限", editable=False)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    result = models.TextField("办理结果", max_length=1000, blank=True)
    satisfaction = models.CharField("代表是否满意", max_length=12, choices=Satisfaction, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = SuggestionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"], verbose_name="建议修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "代表建议"
        ordering = ["-handed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "number"],
                name="one_suggestion_a_number",
                violation_error_message="这个编号已经有了",
            ),
            models.CheckConstraint(
                condition=Q(replied_on=None) | Q(replied_on__gte=models.F("handed_on")),
                name="suggestions_are_replied_after_they_were_handed_on",
                violation_error_message="答复日期不能早于交办日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def clean_fields(self, exclude: Any = None) -> None:
        """Computes the last day for the reply."""
        super().clean_fields(exclude)
        if self.handed_on:
            self.reply_by = months_after(self.handed_on, MONTHS_IF_HARD if self.is_hard else MONTHS)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")
