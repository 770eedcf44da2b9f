"""An uploaded station ledger between upload and confirmation."""

from typing import Self

from django.conf import settings
from django.db import models

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class LedgerImportQuerySet(ScopedQuerySet):
    def waiting(self) -> Self:
        """Uploaded, and nobody has confirmed or discarded it."""
        return self.filter(state=LedgerImport.State.UPLOADED).order_by("created_at")


class LedgerImport(models.Model):
    """Tables read from an office's file, waiting for somebody to confirm them.

    The file itself is not kept; columns that may not be stored (ID numbers,
    passwords) are gone before this row is written.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "待确认"
        APPLIED = "applied", "已导入"
        DISCARDED = "discarded", "已放弃"
        EXPIRED = "expired", "已过期"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="适用区划")
    file_name = models.CharField("文件名", max_length=200)
    tables = models.JSONField("表格内容", default=list)
    mapping = models.JSONField("列对应", default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.UPLOADED)
    summary = models.JSONField("结果", default=dict)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)

    objects = LedgerImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账导入"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
