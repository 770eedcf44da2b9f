"""What goes with an issue: photo works and files."""

import secrets

from django.db import models
from django.urls import reverse

from bulletins.models.bulletin import Bulletin, OfBulletinQuerySet
from liaison.lib.fields import PublicText
from liaison.lib.office import FileKind
from liaison.lib.pictures import Picture

HIDDEN = "private/bulletins"


class BulletinPhoto(Picture):
    """A photo work (摄影作品); the first one is the cover.

    Its file stays hidden for good: one view sends it, by the same question that
    decides about the page, so it appears and goes with the issue.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="photos", verbose_name="专题活动")

    objects = OfBulletinQuerySet.as_manager()

    class Meta(Picture.Meta):
        verbose_name = verbose_name_plural = "摄影作品"

    @property
    def image_url(self) -> str:
        """Where the photo is sent from."""
        return reverse("bulletins:photo", args=[self.pk])

    @property
    def thumbnail_url(self) -> str:
        """Where its small version is sent from."""
        return reverse("bulletins:thumbnail", args=[self.pk])


def _hidden(attachment: "Attachment", filename: str) -> str:
    return f"{HIDDEN}/{secrets.token_hex(16)}.{attachment.kind}"


class Attachment(PublicText, models.Model):
    """A file to take along; what it is was read from its content, not from its name."""

    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, related_name="attachments", verbose_name="专题活动"
    )
    title = models.CharField("附件名称", max_length=80)
    file = models.FileField("文件", upload_to=_hidden)
    kind = models.CharField("格式", max_length=4, choices=FileKind, editable=False)
    size = models.PositiveIntegerField("大小", editable=False, help_text="字节")
    position = models.PositiveSmallIntegerField("顺序", default=0)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    internal_texts = ("file", "kind")

    objects = OfBulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the file is sent from."""
        return reverse("bulletins:attachment", args=[self.pk])

    @property
    def file_name(self) -> str:
        """What it is called when saved."""
        return f"{self.title}.{self.kind}"
