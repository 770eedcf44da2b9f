"""Who took part in an activity, and its photos."""

import uuid
from typing import Any, Self

from django.db import models

from activities.models.activity import Activity, ActivityState
from deputies.models import Deputy
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.pictures import Picture


class Part(models.TextChoices):
    LED = "led", "牵头"
    TOOK_PART = "took_part", "参加"
    SPOKE = "spoke", "发言"


class OfActivityQuerySet(ScopedQuerySet):
    """Rows seen by whoever sees the activity."""

    division_path = "activity__station__division"

    def for_staff(self, user: Any) -> Self:
        """Parts of the activities this person may see."""
        return self.filter(activity__in=Activity.objects.for_staff(user).values("pk"))

    def public(self) -> Self:
        """Parts of published activities."""
        return self.filter(activity__state=ActivityState.PUBLISHED)


class Participation(models.Model):
    """A deputy's part in an activity; feeds the public duty record (履职档案)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="participations", verbose_name="活动")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="participations", verbose_name="代表")
    part = models.CharField("参与方式", max_length=10, choices=Part, default=Part.TOOK_PART)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加的代表"
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "deputy"],
                name="one_participation_each",
                violation_error_message="这位代表已经在名单里",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} {self.activity}"


class ActivityPhoto(Picture):
    """A photo of an activity; hidden until the activity is published.

    `token` is chosen by the page that uploads, so that a photo sent twice over a bad
    line is stored once.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos", verbose_name="活动")
    token = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = OfActivityQuerySet.as_manager()

    class Meta(Picture.Meta):
        verbose_name = verbose_name_plural = "活动照片"
        constraints = [
            models.UniqueConstraint(fields=["activity", "token"], name="one_activity_photo_once"),
        ]
