"""What a deputy was elected to: level, term, by whom, from when to when."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deputies.models.deputy import Deputy
from deputies.models.term import ELECTED_BY_A_BODY, CongressLevel, Term
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.spans import in_force


class MandateStatus(models.TextChoices):
    SERVING = "serving", "在任"
    SUSPENDED = "suspended", "暂停"
    ENDED = "ended", "终止"


class End(models.TextChoices):
    """Why a mandate ended; internal."""

    TERM = "term", "任期届满"
    MOVED = "moved", "调离本行政区域"
    RESIGNED = "resigned", "辞职"
    DIED = "died", "去世"
    REMOVED = "removed", "罢免"
    OTHER = "other", "其他"


class MandateQuerySet(ScopedQuerySet):
    division_path = "deputy__division"

    def open(self) -> Self:
        """Mandates that have not ended."""
        return self.exclude(status=MandateStatus.ENDED)

    def on(self, day: date) -> Self:
        """Mandates held on `day`, ended ones of the past included."""
        return self.filter(in_force(day))

    def at_level(self, level: str) -> Self:
        """Mandates of one congress level."""
        return self.filter(level=level)


class Mandate(models.Model):
    """One election of one person. A person may hold several at once; count both."""

    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="mandates", verbose_name="代表")
    term = models.ForeignKey(Term, models.PROTECT, related_name="mandates", verbose_name="届次")
    level = models.CharField("层级", max_length=10, choices=CongressLevel, editable=False)
    electing_body = models.CharField("选举单位", max_length=60, blank=True, help_text="全国、省、市代表填写")
    constituency = models.CharField("选区", max_length=60, blank=True, help_text="县、乡代表填写")
    delegation = models.CharField("代表团", max_length=40, blank=True)
    status = models.CharField("状态", max_length=10, choices=MandateStatus, default=MandateStatus.SERVING)
    end = models.CharField("终止原因", max_length=10, choices=End, blank=True)
    end_note = models.CharField("原因说明", max_length=200, blank=True)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)

    objects = MandateQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="任职修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["deputy", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["deputy", "term"],
                name="one_mandate_a_term",
                violation_error_message="这位代表在这一届已经有任职记录",
            ),
            models.CheckConstraint(
                condition=Q(level__in=ELECTED_BY_A_BODY, constituency="")
                | (~Q(level__in=ELECTED_BY_A_BODY) & Q(electing_body="")),
                name="body_or_constituency_by_level",
                violation_error_message="全国、省、市代表填选举单位，县、乡代表填选区",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="mandate_until_not_before_since",
                violation_error_message="终止日期不能早于开始日期",
            ),
            models.CheckConstraint(
                condition=Q(status=MandateStatus.ENDED, until__isnull=False) | ~Q(status=MandateStatus.ENDED),
                name="ended_mandate_has_its_day",
                violation_error_message="已终止的任职请填写终止日期",
            ),
        ]
        indexes = [models.Index(fields=["level", "status"], name="mandate_level_status")]

    def __str__(self) -> str:
        return f"{self.deputy} {self.term}"

    def clean(self) -> None:
        """The level is the term's."""
        super().clean()
        if self.term_id and self.level and self.level != self.term.level:
            raise ValidationError({"term": "层级与届次不一致"})

    @property
    def elected_by(self) -> str:
        """The electing body or the constituency, whichever the level has."""
        return self.electing_body or self.constituency
