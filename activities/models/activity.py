"""An activity of a station: drafted by its keeper, reviewed by the county, then public."""

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from campaigns.models import Campaign
from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.bigrams import narrowed
from liaison.lib.fields import PublicText
from liaison.lib.text import fold
from stations.models import Station

SEARCH = ("search_text", "search_tokens")
"""What only a search reads; written by `activities.search`."""


class ActivityKind(models.TextChoices):
    STUDY = "study", "学习"
    EXCHANGE = "exchange", "交流"
    INSPECTION = "inspection", "视察"
    RESEARCH = "research", "调研"
    RECEPTION = "reception", "接待"
    REPORTING = "reporting", "述职"
    VISIT = "visit", "走访"
    OUTREACH = "outreach", "宣讲"
    OTHER = "other", "其他"


class ActivityState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


class ActivityQuerySet(ScopedQuerySet):
    division_path = "station__division"

    def for_staff(self, user: Any) -> Self:
        """By the station's place; a keeper sees those of the stations they keep."""
        if user.is_authenticated and getattr(user, "role", "") == "keeper":
            return super().for_staff(user).filter(station__keepers=user)
        return super().for_staff(user)

    def public(self) -> Self:
        """Published ones, the newest first where nothing else is asked."""
        return self.filter(state=ActivityState.PUBLISHED)

    def in_year(self, year: int) -> Self:
        """Held in this year."""
        return self.filter(day__range=(date(year, 1, 1), date(year, 12, 31)))

    def of_year(self, year: int) -> Self:
        """Under the campaign of this year."""
        # Asked first: with a few keys the index by campaign answers in order.
        campaigns = Campaign.objects.public().filter(year=year).values_list("pk", flat=True)
        return self.filter(campaign__in=list(campaigns))

    def matching(self, query: str) -> Self:
        """Activities whose title, station or kind holds every word of `query`.

        Few are found by the index over their words and sorted; of many, `activity_search` meets
        the newest soon enough.
        """
        words = [fold(word) for word in query.split()]
        found = narrowed(self, words)
        for word in words:
            found = found.filter(search_text__contains=word)
        return found

    def with_names(self) -> Self:
        """What a line of a list says, fetched along; the long text stays behind."""
        return self.select_related("station__division__county", "county").defer("text", *SEARCH)

    def newest_first(self) -> Self:
        """The order of the list; the index `activity_newest` follows it."""
        return self.order_by("-day", "-pk")


class Activity(PublicText, models.Model):
    """What happened at a station on a day, who took part, and up to nine photos of it."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="activities", verbose_name="联络站")
    county = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="县（市、区）",
        help_text="站点所在，登记时带入，用于筛选和统计",
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="双岗建功",
        help_text="属于哪一年的双岗建功活动",
    )
    kind = models.CharField("类型", max_length=10, choices=ActivityKind)
    title = models.CharField("标题", max_length=60)
    day = models.DateField("日期")
    place = models.CharField("地点", max_length=60, blank=True, help_text="留空为站内")
    text = models.TextField("内容", max_length=5000, blank=True)
    source = models.CharField("来源", max_length=40, blank=True, help_text="留空为本站")
    state = models.CharField(
        "状态", max_length=10, choices=ActivityState, default=ActivityState.DRAFT, editable=False
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    page = models.UUIDField(null=True, editable=False)
    """The opened page that wrote last: what it sends again over a bad line is no second editor."""
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="最后修改人",
    )
    return_note = models.CharField("退回原因", max_length=200, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤下原因", max_length=120, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="作者",
    )
    author_name = models.CharField("署名", max_length=40, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="审核人",
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    search_tokens = models.TextField(editable=False, default="", db_default="")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ActivityQuerySet.as_manager()
    internal_texts = ("return_note", *SEARCH)
    history = HistoricalRecords(
        excluded_fields=[*SEARCH, "updated_at", "page", "writer"], verbose_name="活动修改记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "代表活动"
        ordering = ["-day", "-pk"]
        permissions = [
            ("write_activity", "可以写代表活动"),
            ("review_activity", "可以审核发布代表活动"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"]) | Q(published_at__isnull=False),
                name="a_published_activity_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                name="withdrawing_an_activity_needs_a_reason",
                violation_error_message="请填写撤下原因",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-day", "-id"], name="activity_newest"),
            models.Index(fields=["county", "state", "-day", "-id"], name="activity_newest_in_county"),
            models.Index(fields=["station", "state", "-day", "-id"], name="activity_newest_at_station"),
            models.Index(fields=["campaign", "state", "-day", "-id"], name="activity_newest_of_campaign"),
            models.Index(fields=["kind", "state", "-day", "-id"], name="activity_newest_of_kind"),
            # Holds all that a search reads: it goes through this, not through the wide rows.
            models.Index(fields=["state", "-day", "-id", "county", "search_text"], name="activity_search"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.day:%Y-%m-%d} 还没有标题的活动"

    def get_absolute_url(self) -> str:
        return reverse("activities:detail", args=[self.pk])

    @property
    def where(self) -> str:
        """The place, which is the station where nobody wrote another."""
        return self.place or self.station.short_name

    @property
    def from_whom(self) -> str:
        """The source (来源), which is the station where nobody wrote another."""
        return self.source or self.station.short_name
