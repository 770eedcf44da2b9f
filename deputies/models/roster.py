"""An uploaded roster between upload, confirmation and, perhaps, undoing."""

from django.conf import settings
from django.db import models

from deputies.models.term import Term
from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class RosterImport(models.Model):
    """Tables read from an office's file; after applying, what was written, so it can be undone.

    The file itself is not kept; columns that may not be stored (ID numbers,
    accounts, passwords, home addresses) are gone before this row is written.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "待确认"
        APPLIED = "applied", "已导入"
        UNDONE = "undone", "已撤销"
        DISCARDED = "discarded", "已放弃"
        EXPIRED = "expired", "已过期"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="上传人",
    )
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="名册所属")
    file_name = models.CharField("文件名", max_length=200)
    tables = models.JSONField("表格内容", default=list)
    mapping = models.JSONField("列对应", default=dict)
    answers = models.JSONField("回答", default=dict, help_text="预览时对疑问的回答")
    preview = models.JSONField("预览", default=dict, help_text="核对结果，改动列对应或回答后重新计算")
    on = models.DateField("进站日期", null=True, blank=True, help_text="名册中的进站、转站从这一天起")
    # Unique where there is one; most rows have none, and empty strings would clash.
    token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001
    state = models.CharField("状态", max_length=10, choices=State, default=State.UPLOADED)
    summary = models.JSONField("结果", default=dict)
    journal = models.JSONField("写入记录", default=list, help_text="撤销时按此倒着恢复")
    terms = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name="涉及届次")
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名册导入"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
