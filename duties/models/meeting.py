"""Meetings of township presidiums."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from duties.models.places import must_have_congress
from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class MeetingQuerySet(ScopedQuerySet):
    def held_between(self, since: date, until: date) -> Self:
        """Meetings held between two days, both counted."""
        return self.filter(held_on__range=(since, until))


class PresidiumMeeting(models.Model):
    """One meeting of a township's presidium (主席团会议), at least every three months."""

    division = models.ForeignKey(
        Division, models.PROTECT, related_name="presidium_meetings", verbose_name="乡镇"
    )
    held_on = models.DateField("开会日期")
    members_due = models.PositiveSmallIntegerField("应到成员", null=True, blank=True)
    members_attended = models.PositiveSmallIntegerField("实到成员", null=True, blank=True)
    note = models.CharField("议题", max_length=200, blank=True)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="主席团会议修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "乡镇主席团会议"
        ordering = ["-held_on", "division__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "held_on"],
                name="one_presidium_meeting_a_day",
                violation_error_message="这个乡镇当天的主席团会议已经登记过",
            ),
            models.CheckConstraint(
                condition=Q(members_due=None)
                | Q(members_attended=None)
                | Q(members_attended__lte=F("members_due")),
                name="meeting_attended_at_most_due",
                violation_error_message="实到成员不能多于应到成员",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.held_on} 主席团会议"

    def clean(self) -> None:
        """Only where there is a congress."""
        super().clean()
        if self.division_id:
            must_have_congress(self.division)
