"""Reminders that wait to be sent: written once, sent once."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class OutboxQuerySet(ScopedQuerySet):
    division_path = "county"

    def waiting(self) -> Self:
        """Not sent yet, and there is an address to send it to."""
        return self.filter(sent_at=None).exclude(address="")


class OutboxMessage(models.Model):
    """One reminder to one person. `key` says what it is about, so that writing it twice writes one row."""

    key = models.CharField("编号", max_length=120, unique=True, editable=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="县（市、区）")
    month = models.DateField("月份")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="收件人"
    )
    address = models.EmailField("邮箱", blank=True, help_text="留空的不发邮件，由工作人员转告")
    subject = models.CharField("标题", max_length=120)
    text = models.TextField("内容", max_length=1000)
    created_at = models.DateTimeField("生成时间")
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)
    fault = models.CharField("发送失败的原因", max_length=200, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催报提醒"
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("remind_outboxmessage", "可以催报")]

    def __str__(self) -> str:
        return self.subject

    def mark_sent(self, now: datetime) -> None:
        """Remember that it left."""
        self.sent_at, self.fault = now, ""
        self.save(update_fields=["sent_at", "fault"])
