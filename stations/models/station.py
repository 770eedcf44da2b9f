"""The station itself: what it is, where it stands, what it offers."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division
from liaison.lib.fields import ChoiceListField, PublicText
from stations.models.querysets import StationQuerySet
from stations.models.stages import Stage

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
LANDLINE = RegexValidator(
    r"^(0\d{2,3}-?)?[02-9]\d{6,7}(-\d{1,5})?$|^(400|12)\d{2,8}$",
    "电话应为座机，如 0373-6200001；手机号属于个人信息，不能填在这里",
)


class Kind(models.TextChoices):
    GENERAL = "general", "总站"
    CENTRE = "centre", "中心站"
    STATION = "station", "联络站"
    POINT = "point", "联络点"
    SECTOR = "sector", "行业（产业）站"
    ONLINE = "online", "网上站"


class Status(models.TextChoices):
    PREPARING = "preparing", "筹建"
    OPENED = "opened", "已挂牌"
    RUNNING = "running", "运行"
    CLOSED = "closed", "停用"


IN_SERVICE = (Status.OPENED, Status.RUNNING)
"""A citizen can walk there."""


class Grade(models.TextChoices):
    MODEL = "model", "示范站"
    GOOD = "good", "先进站"
    STANDARD = "standard", "达标站"
    BELOW = "below", "待提升"


class Room(models.TextChoices):
    HEAD = "head", "站长室"
    OFFICE = "office", "办公室"
    MEETING = "meeting", "会议室"
    RECEPTION = "reception", "接待室"
    ACTIVITY = "activity", "活动室"
    READING = "reading", "阅览室"
    ARCHIVE = "archive", "档案室"
    MEDIATION = "mediation", "调解室"
    DISPLAY = "display", "展示区"
    MEDIA = "media", "多媒体教室"


class Equipment(models.TextChoices):
    COMPUTER = "computer", "电脑"
    PRINTER = "printer", "打印机"
    TELEVISION = "television", "电视"
    AIR_CONDITIONER = "air_conditioner", "空调"
    FURNITURE = "furniture", "桌椅"
    CABINET = "cabinet", "资料柜"
    BOOKS = "books", "图书"


def new_code() -> str:
    """A short public code for walls and QR codes, without look-alike characters."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class Station(PublicText, models.Model):
    """A deputy liaison station (人大代表联络站) or a contact point under one."""

    name = models.CharField("名称", max_length=60)
    code = models.CharField(
        "站点码",
        max_length=6,
        unique=True,
        default=new_code,
        editable=False,
        help_text="印在墙上和二维码里，不会改变",
    )
    kind = models.CharField("类型", max_length=10, choices=Kind, default=Kind.STATION)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="stations",
        verbose_name="所在乡镇（街道）",
        help_text="行业站、网上站可以直接挂在县或市",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_points",
        verbose_name="所属联络站",
        help_text="只有联络点需要填写",
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PREPARING)
    stage = models.CharField("建设阶段", max_length=10, choices=Stage, default=Stage.SITING, editable=False)
    opened_on = models.DateField("挂牌日期", null=True, blank=True)
    closed_on = models.DateField("停用日期", null=True, blank=True)
    closed_reason = models.CharField("停用原因", max_length=200, blank=True)

    address = models.CharField("地址", max_length=120, blank=True)
    directions = models.CharField(
        "怎么找到", max_length=120, blank=True, help_text="如：进门右手第二间，公交 18 路到百泉站"
    )
    latitude = models.DecimalField(
        "纬度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(3), MaxValueValidator(54)],
        help_text="WGS-84 坐标",
    )
    longitude = models.DecimalField(
        "经度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(73), MaxValueValidator(136)],
    )
    phone = models.CharField(
        "站内电话",
        max_length=20,
        blank=True,
        validators=[LANDLINE],
        help_text="公开的座机，如 0373-6200001",
    )
    contact_phone = models.CharField(
        "内部联系电话", max_length=40, blank=True, help_text="联络员手机等，只供工作人员使用，不公开"
    )
    shared_with = models.CharField(
        "与谁共用", max_length=80, blank=True, help_text="一站多用，如党群服务中心、便民服务中心"
    )
    area = models.DecimalField(
        "面积（平方米）",
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    step_free = models.BooleanField("无障碍通道", null=True, blank=True)
    video_reception = models.BooleanField("可视频接待", default=False)
    rooms = ChoiceListField("功能室", choices=Room, default=list, blank=True)
    equipment = ChoiceListField("设备", choices=Equipment, default=list, blank=True)
    reception_note = models.CharField(
        "接待日", max_length=80, blank=True, help_text="如：每月 10 日、25 日上午"
    )
    reported_deputies = models.PositiveIntegerField(
        "台账登记代表数", null=True, blank=True, help_text="来自台账，供与代表名册核对"
    )

    is_focus = models.BooleanField("重点站", default=False)
    focus_reason = models.CharField(
        "列为重点站的理由", max_length=200, blank=True, help_text="如：设在先进群体所在地"
    )
    grade = models.CharField("等次", max_length=10, choices=Grade, blank=True)
    grade_until = models.DateField("等次有效期至", null=True, blank=True)

    overview = models.TextField("站点简介", max_length=2000, blank=True)
    bridge = models.TextField("连心桥", max_length=500, blank=True, help_text="怎样联系群众")
    refuel = models.TextField("加油站", max_length=500, blank=True, help_text="怎样组织学习")
    duty = models.TextField("履职所", max_length=500, blank=True, help_text="代表在这里做什么")
    window = models.TextField("展示窗", max_length=500, blank=True, help_text="展示什么")

    keepers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="kept_stations",
        verbose_name="站点管理员",
    )
    search_text = models.TextField(editable=False, default="")
    search_tokens = models.TextField(editable=False, default="", db_default="")
    created_at = models.DateTimeField("建档时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True, db_index=True)

    objects = StationQuerySet.as_manager()
    # Telephones are judged on their own; the rest stands on no page.
    internal_texts = ("phone", "contact_phone", "code", "search_text", "search_tokens")
    history = HistoricalRecords(
        excluded_fields=["search_text", "search_tokens", "updated_at"], verbose_name="联络站修改记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "联络站"
        ordering = ["division__code", "kind", "name"]
        permissions = [
            ("establish_station", "可以在乡镇（街道）建站"),
            ("export_station", "可以导出联络站"),
            ("import_station", "可以导入联络站"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "name"],
                name="station_name_once_per_division",
                violation_error_message="这个乡镇（街道）已经有同名的联络站",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.POINT) | Q(parent=None),
                name="only_points_have_a_parent",
                violation_error_message="只有联络点可以填写所属联络站",
            ),
            models.CheckConstraint(
                condition=Q(is_focus=False) | ~Q(focus_reason=""),
                name="focus_needs_a_reason",
                violation_error_message="列为重点站的，请填写理由",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=models.F("opened_on")),
                name="not_closed_before_opened",
                violation_error_message="停用日期不能早于挂牌日期",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="coordinates_come_in_pairs",
                violation_error_message="经度和纬度要同时填写，或同时留空",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "kind"], name="station_status_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stations:detail", args=[self.code])

    @property
    def short_name(self) -> str:
        """The name without 人大代表, as a breadcrumb or a table shows it."""
        return self.name.replace("人大代表", "")

    @property
    def full_address(self) -> str:
        """The address with its county in front, once; the township while no address is known."""
        place = self.division
        if not self.address:
            return place.full_name
        return self.address if place.county_name in self.address else place.county_name + self.address

    @property
    def in_service(self) -> bool:
        """Whether a citizen can walk to it."""
        return self.status in IN_SERVICE

    def successor(self) -> "Station | None":
        """Where the people of a closed station go now: the station that covers the same place."""
        standing = Station.objects.covering().exclude(pk=self.pk)
        return standing.filter(division=self.division_id).first()
