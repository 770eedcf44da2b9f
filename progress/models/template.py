"""The city's own templates of the month's documents."""

from django.conf import settings
from django.db import models

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from progress.papers.kinds import PaperKind


class PaperTemplateQuerySet(ScopedQuerySet):
    division_path = "city"


class PaperTemplate(models.Model):
    """A Word template that a city uses in place of the built-in one; removing it brings that back."""

    city = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="城市")
    kind = models.CharField("文件", max_length=10, choices=PaperKind)
    content = models.BinaryField("模板", max_length=2 * 1024 * 1024)
    name = models.CharField("文件名", max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now=True)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件模板"
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind"],
                name="one_template_a_city_and_document",
                violation_error_message="这种文件已经有模板",
            )
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.get_kind_display()}模板"
