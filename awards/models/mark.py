"""What one judge thinks of one case; never public."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from awards.models.case import AwardCase

FULL_MARKS = 100


class MarkQuerySet(models.QuerySet[Any]):
    """Judges mark independently: each sees their own, whoever decides sees all."""

    def for_staff(self, user: Any) -> Self:
        """Own marks; all of the city's for those who decide or audit."""
        found = self.filter(case__in=AwardCase.objects.for_staff(user).values("pk"))
        if user.has_perm("awards.view_judgemark"):
            return found
        return found.filter(judge=user) if user.has_perm("awards.judge_awardcase") else found.none()


class JudgeMark(models.Model):
    """A score from 0 to 100 and a note, both for the city's use only."""

    case = models.ForeignKey(AwardCase, models.CASCADE, related_name="marks", verbose_name="创新案例")
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="award_marks", verbose_name="评委"
    )
    score = models.PositiveSmallIntegerField("得分", validators=[MaxValueValidator(FULL_MARKS)])
    note = models.CharField("评语", max_length=200, blank=True, help_text="只供市级评选，不公开")
    updated_at = models.DateTimeField("打分时间", auto_now=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评委打分"
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "judge"],
                name="one_mark_a_judge",
                violation_error_message="这位评委已经打过分",
            ),
            models.CheckConstraint(
                condition=Q(score__lte=FULL_MARKS),
                name="mark_at_most_hundred",
                violation_error_message="得分不能大于 100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.score}"
