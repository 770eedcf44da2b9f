"""Training classes of a county or the city, and which chairs and directors attended."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deputies.models import Post
from deputies.models.post import LEADING
from liaison.divisions.models import Division, Level
from liaison.divisions.querysets import ScopedQuerySet


class TrainingQuerySet(ScopedQuerySet):
    division_path = "organiser"

    def for_staff(self, user: Any) -> Self:
        """The person's own classes, and those of the city that their people attend."""
        own = super().for_staff(user)
        if not user.is_authenticated or not user.is_active or not user.is_staff or not user.division:
            return own
        return own | self.filter(organiser=user.division.city_id)


class TrainingClass(models.Model):
    """One class for township chairs and subdistrict directors; it counts in the month in which it began."""

    organiser = models.ForeignKey(
        Division, models.PROTECT, related_name="training_classes", verbose_name="举办单位"
    )
    title = models.CharField("名称", max_length=100)
    since = models.DateField("开始日期")
    until = models.DateField("结束日期")
    note = models.CharField("备注", max_length=200, blank=True)

    objects = TrainingQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="培训班修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "培训班"
        ordering = ["-since", "organiser__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="training_until_not_before_since",
                violation_error_message="结束日期不能早于开始日期",
            ),
            models.UniqueConstraint(
                fields=["organiser", "title", "since"],
                name="one_training_class_once",
                violation_error_message="这个培训班已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.since}）"

    def clean(self) -> None:
        """A county (or a zone that stands for one) or the city holds classes."""
        super().clean()
        if self.organiser_id and self.organiser.level not in (Level.COUNTY, Level.CITY):
            raise ValidationError({"organiser": "举办单位应是县（市、区）或市"})


class AttendanceQuerySet(ScopedQuerySet):
    division_path = "post__division"

    def begun_between(self, since: date, until: date) -> Self:
        """Who attended classes that began between two days, both counted."""
        return self.filter(training__since__range=(since, until))


class Attendance(models.Model):
    """One chair or director at one class."""

    training = models.ForeignKey(
        TrainingClass, models.CASCADE, related_name="attendances", verbose_name="培训班"
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="trainings", verbose_name="参加的人")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参训"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["training", "post"],
                name="one_attends_a_class_once",
                violation_error_message="这个人已经登记参训",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.training}"

    def clean(self) -> None:
        """A leading post of the organiser's area, held while the class was on."""
        super().clean()
        post, training = self.post, self.training
        if post.kind not in LEADING:
            raise ValidationError(f"{post}不是主席或主任")
        places = (post.division.county_id, post.division.city_id, post.division.managed_by_id)
        if training.organiser_id not in places:
            raise ValidationError(f"{post}不属于{training.organiser}")
        if (post.since and post.since > training.until) or (post.until and post.until < training.since):
            raise ValidationError(f"{post}在培训期间不在任")
