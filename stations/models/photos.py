"""Photos of a station: re-encoded, stripped, with words for those who cannot see them."""

from django.db import models

from liaison.lib.fields import PublicText
from liaison.lib.pictures import TwoSizes
from stations.models.querysets import PartQuerySet


class Photo(TwoSizes, PublicText, models.Model):
    """A picture as the public sees it; the uploaded original is not kept."""

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="photos", verbose_name="联络站"
    )
    image = models.ImageField(
        "照片",
        upload_to="stations/photos",
        width_field="width",
        height_field="height",
        help_text="JPG、PNG、WEBP，不超过 10 MB；位置等拍摄信息会自动去掉",
    )
    thumbnail = models.ImageField(upload_to="stations/thumbnails", editable=False)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt = models.CharField("画面说明", max_length=120, help_text="给看不见图片的人：谁在哪里做什么")
    caption = models.CharField("图片标题", max_length=80, blank=True)
    credit = models.CharField("摄影", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "照片"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.caption or self.alt
