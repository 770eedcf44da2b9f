"""What a good station has: a versioned checklist, and the evidence that items are met."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import FileExtensionValidator, MaxValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from liaison.divisions.models import Division
from liaison.lib.fields import PublicText
from liaison.lib.spans import in_force
from stations.models.querysets import PartQuerySet

if TYPE_CHECKING:
    from stations.models.station import Station


class Standard(models.Model):
    """One version of a city's checklist. A new version is a new row; old answers stay."""

    city = models.ForeignKey(Division, models.PROTECT, related_name="standards", verbose_name="适用城市")
    name = models.CharField("名称", max_length=60)
    since = models.DateField("施行日期")
    until = models.DateField("停止日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "建站标准"
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="standard_until_not_before_since",
                violation_error_message="停止日期不能早于施行日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceKind(models.TextChoices):
    PHOTO = "photo", "照片"
    FILE = "file", "文件"
    RECORD = "record", "系统记录"


class AutoRule(models.TextChoices):
    """Items that the records can answer themselves."""

    HAS_ADDRESS = "has_address", "有地址和电话"
    HAS_HOURS = "has_hours", "公布了开放时间"
    HAS_HEAD = "has_head", "站长在任"
    HAS_LIAISON = "has_liaison", "联络员在任"
    HAS_RULES = "has_rules", "制度上墙不少于三项"
    HAS_PHOTO = "has_photo", "有照片"
    HAS_ROOMS = "has_rooms", "有接待室"
    # Answered by `standing`, which may look at receptions and activities.
    RECEIVES = "receives", "每月接待不少于两次"
    ANNOUNCES = "announces", "接待提前三天公告"
    KEEPS_FRESH = "keeps_fresh", "页面 14 天内有更新"
    STUDIES = "studies", "每季度有学习活动"


class StandardItemQuerySet(models.QuerySet["StandardItem"]):
    def in_force(self, city: Division, day: date) -> Self:
        """The items of the version of `city`'s checklist that holds on `day`, in order."""
        held = Standard.objects.filter(in_force(day), city=city)
        newest = held.order_by("-since", "-pk").values("pk")[:1]
        return self.filter(standard=Subquery(newest)).select_related("standard").order_by("number")

    def answered_by(self, station: "Station", day: date) -> Self:
        """Each with day, words, key and photo of the station's newest evidence up to `day`."""
        rows = Evidence.objects.filter(station=station, item=OuterRef("pk"), met_on__lte=day)
        newest = rows.order_by("-met_on", "-pk")
        return self.annotate(
            met_on=Subquery(newest.values("met_on")[:1]),
            evidence_note=Subquery(newest.values("note")[:1]),
            evidence_pk=Subquery(newest.values("pk")[:1]),
            evidence_photo=Subquery(newest.values("photo__image")[:1]),
        )


class StandardItem(models.Model):
    """One thing to have, its weight in points and how it is proved."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items", verbose_name="建站标准")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("项目", max_length=40)
    text = models.CharField("要求", max_length=300)
    weight = models.PositiveSmallIntegerField("分值", default=10, validators=[MaxValueValidator(100)])
    evidence_kind = models.CharField("佐证", max_length=8, choices=EvidenceKind, default=EvidenceKind.PHOTO)
    auto_rule = models.CharField(
        "自动判断", max_length=16, choices=AutoRule, blank=True, help_text="由系统记录直接回答"
    )

    objects = StandardItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "标准项目"
        ordering = ["standard", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "number"],
                name="one_number_per_standard",
                violation_error_message="序号重复",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Evidence(PublicText, models.Model):
    """Shows that a station met an item on a day."""

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="evidence", verbose_name="联络站"
    )
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="evidence", verbose_name="标准项目")
    met_on = models.DateField("达到日期")
    note = models.CharField("说明", max_length=200, blank=True, help_text="对外公布")
    photo = models.ForeignKey("stations.Photo", models.SET_NULL, null=True, blank=True, verbose_name="照片")
    file = models.FileField(
        "文件",
        upload_to="private/evidence",
        blank=True,
        validators=[FileExtensionValidator(["pdf"], "佐证文件只支持 PDF")],
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="登记人",
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "达标佐证"
        ordering = ["item__number", "-met_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "item", "met_on"],
                name="one_evidence_a_day",
                violation_error_message="这一项当天已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.met_on}"
