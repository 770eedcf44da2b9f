"""Wording that handlers need again and again, kept by the city."""

from typing import Any, Self

from django.db import models
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.fields import PublicText


class PhraseUse(models.TextChoices):
    DECLINE = "decline", "不予受理"
    REFER = "refer", "转交"
    ANSWER = "answer", "答复"


class PhraseQuerySet(ScopedQuerySet):
    division_path = "city"

    def for_staff(self, user: Any) -> Self:
        """The wording of one's city."""
        if not user.is_authenticated or not user.is_active or not user.is_staff:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(city=user.division.city or user.division) if user.division else self.none()


class Phrase(PublicText, models.Model):
    """A sentence to start from; what is sent is what the handler makes of it."""

    city = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="市")
    use = models.CharField("用在", max_length=8, choices=PhraseUse)
    text = models.CharField("用语", max_length=300)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PhraseQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"], verbose_name="办理用语修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "办理用语"
        ordering = ["use", "position", "pk"]

    def __str__(self) -> str:
        return self.text[:30]
