"""What belongs to an opinion: its steps and its photos."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from liaison.lib.pictures import Picture


class OpinionMove(models.Model):
    """One step: from where to where, when, and by whom. Appended, never changed."""

    opinion = models.ForeignKey("opinions.Opinion", models.CASCADE, related_name="moves", verbose_name="意见")
    label = models.CharField("步骤", max_length=20)
    source = models.CharField("从", max_length=10, blank=True)
    target = models.CharField("到", max_length=10)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办理人",
    )
    is_authors = models.BooleanField("反映人本人", default=False)
    at = models.DateTimeField("时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "办理步骤"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.label} {self.at:%Y-%m-%d %H:%M}"

    @property
    def who(self) -> str:
        """反映人, a name, or 系统."""
        return "反映人" if self.is_authors else str(self.by or "系统")


class OpinionPhotoQuerySet(models.QuerySet[Any]):
    """Photos are seen by whoever sees their opinion."""

    def for_staff(self, user: Any) -> Self:
        """Photos of opinions in scope."""
        opinions: Any = self.model._meta.get_field("opinion").related_model
        return self.filter(opinion__in=opinions.objects.for_staff(user).values("pk"))


class OpinionPhoto(Picture):
    """A photo that came with an opinion. It is never public: it may show people and number plates."""

    opinion = models.ForeignKey(
        "opinions.Opinion", models.CASCADE, related_name="photos", verbose_name="意见"
    )

    objects = OpinionPhotoQuerySet.as_manager()

    class Meta(Picture.Meta):
        verbose_name = verbose_name_plural = "意见照片"
        indexes = [models.Index(F("opinion"), F("position"), name="opinion_photo_order")]
