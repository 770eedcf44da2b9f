"""Sessions of township congresses."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from duties.models.places import must_have_congress
from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class SessionQuerySet(ScopedQuerySet):
    def opened_between(self, since: date, until: date) -> Self:
        """Sessions whose first day lies between two days, both counted; what lies ahead is not held yet."""
        return self.filter(since__range=(since, until))


class TownshipSession(models.Model):
    """One session of a township's congress (乡镇人民代表大会会议).

    Two a calendar year and at least a day each (《河南省乡镇人大主席团条例》); it counts in the
    year and month in which it opened. Days alone cannot tell half a day, so that is a mark.
    """

    division = models.ForeignKey(
        Division, models.PROTECT, related_name="congress_sessions", verbose_name="乡镇"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField(
        "本年第几次", default=1, validators=[MinValueValidator(1, "次数从 1 开始")]
    )
    since = models.DateField("开会日期")
    until = models.DateField("闭会日期")
    is_half_day = models.BooleanField("会期不足一天", default=False, help_text="如只开了半天")
    deputies_due = models.PositiveIntegerField("应到代表", null=True, blank=True)
    deputies_attended = models.PositiveIntegerField("实到代表", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="乡镇人大会议修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "乡镇人大会议"
        ordering = ["-since", "division__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "year", "number"],
                name="one_session_a_number",
                violation_error_message="这个乡镇当年的这一次会议已经登记过",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="sessions_count_from_one",
                violation_error_message="次数从 1 开始",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="session_until_not_before_since",
                violation_error_message="闭会日期不能早于开会日期",
            ),
            models.CheckConstraint(
                condition=Q(is_half_day=False) | Q(until=F("since")),
                name="half_a_day_is_one_day",
                violation_error_message="会期不足一天的，开会和闭会应是同一天",
            ),
            models.CheckConstraint(
                condition=Q(deputies_due=None)
                | Q(deputies_attended=None)
                | Q(deputies_attended__lte=F("deputies_due")),
                name="session_attended_at_most_due",
                violation_error_message="实到代表不能多于应到代表",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.year} 年第 {self.number} 次人大会议"

    @property
    def days(self) -> float:
        """How long it lasted, both days counted; half a day is 0.5."""
        return 0.5 if self.is_half_day else float((self.until - self.since).days + 1)

    def clean(self) -> None:
        """Only where there is a congress, and in the year in which it opened."""
        super().clean()
        if self.division_id:
            must_have_congress(self.division)
        if self.since and self.year and self.since.year != self.year:
            raise ValidationError({"year": f"开会日期在 {self.since.year} 年，年度应填 {self.since.year}"})
