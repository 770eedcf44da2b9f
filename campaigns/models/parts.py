"""What hangs on a campaign beside its steps: documents to download, and what each county aims at."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from campaigns.models.campaign import Campaign
from liaison.divisions.models import Division
from liaison.lib.documents import LABELS
from liaison.lib.fields import PublicText

KILOBYTE = 1024


class PartQuerySet(models.QuerySet[Any]):
    """Parts are seen by whoever sees their campaign."""

    def for_staff(self, user: Any) -> Self:
        """Parts of the campaigns of the person's city."""
        return self.filter(campaign__in=Campaign.objects.for_staff(user).values("pk"))


class CampaignDocument(PublicText, models.Model):
    """A file of the campaign; no web server serves it, a view asks whether it may go out."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="documents", verbose_name="双岗建功")
    title = models.CharField("名称", max_length=80, help_text="如：2026 年双岗建功活动方案")
    file = models.FileField(
        "文件",
        upload_to="private/campaigns",
        help_text="PDF 或 Word（docx），不超过 10 MB；活动公布后群众可以下载",
    )
    size = models.PositiveIntegerField("大小（字节）", default=0, editable=False)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件下载"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:document", args=[self.campaign.year, self.pk])

    @property
    def kind(self) -> str:
        """PDF or Word."""
        return LABELS.get(self.extension, "文件")

    @property
    def extension(self) -> str:
        """How the stored file's name ends."""
        return str(self.file.name).rpartition(".")[2]

    @property
    def size_text(self) -> str:
        """412 KB, or 3.2 MB."""
        kilobytes = max(1, round(self.size / KILOBYTE))
        return f"{kilobytes} KB" if kilobytes < KILOBYTE else f"{self.size / KILOBYTE / KILOBYTE:.1f} MB"


class CampaignTarget(models.Model):
    """How many confirmed contributions the city expects of a county in the campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets", verbose_name="双岗建功")
    county = models.ForeignKey(
        Division, models.PROTECT, related_name="campaign_targets", verbose_name="县（市、区）"
    )
    contributions = models.PositiveIntegerField(
        "目标建功件数", validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "各县（市、区）年度任务"
        ordering = ["county__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "county"],
                name="one_campaign_target_a_county",
                violation_error_message="这个县（市、区）的年度任务已经填写过",
            ),
            models.CheckConstraint(
                condition=models.Q(contributions__gte=1),
                name="campaign_target_is_positive",
                violation_error_message="目标建功件数不能小于 1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.contributions} 件"
