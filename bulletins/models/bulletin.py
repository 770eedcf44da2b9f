"""One issue: 专题活动第 12 期, or a notice. Drafted, (reviewed,) released at a moment, perhaps withdrawn."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bulletins.models.series import Series
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.text import fold

FIRST_YEAR, LAST_YEAR = 1979, 2099
MOST_ISSUES = 9999
LONGEST_BODY = 200_000
BESIDE = ("body", "search_text")
"""Columns that lists do not fetch."""


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    RELEASED = "released", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


REVIEWED, SCHEDULED = "reviewed", "scheduled"
"""No stored states: a draft that somebody else has passed; a release whose moment lies ahead."""
WORDS = {**dict(State.choices), REVIEWED: "已审核", SCHEDULED: "定时发布"}


class BulletinQuerySet(ScopedQuerySet):
    division_path = "series__city"

    def public(self, now: datetime) -> Self:
        """What the world may see at this moment: released, and the moment has come."""
        return self.filter(state=State.RELEASED, published_at__lte=now)

    def scheduled(self, now: datetime) -> Self:
        """Released for a moment that still lies ahead."""
        return self.filter(state=State.RELEASED, published_at__gt=now)

    def newest_first(self) -> Self:
        """By the moment of release; what was released at one moment, by its issue."""
        return self.order_by("-published_at", "-pk")

    def for_lists(self) -> Self:
        """With the series, without the long texts."""
        return self.select_related("series").defer(*BESIDE)

    def matching(self, words: str) -> Self:
        """Those whose title or text holds every word."""
        found = self
        for word in words.split():
            found = found.filter(search_text__contains=fold(word))
        return found

    def next_number(self, series: Series, year: int) -> int:
        """The number after the highest of the year, drafts and withdrawn issues counted."""
        last = self.filter(series=series, year=year).aggregate(last=Max("number"))["last"]
        return (last or 0) + 1

    def gaps(self, series: Series, year: int) -> list[int]:
        """The numbers of the year that no issue has, though a later one exists."""
        taken = set(self.filter(series=series, year=year).values_list("number", flat=True))
        return [number for number in range(1, max(taken, default=0)) if number not in taken]


class Bulletin(models.Model):
    """One issue of a series; nothing has to happen for it to appear when its moment comes.

    `published_at` is the moment of release: past for what is out, ahead for what is
    scheduled. Its photos and files are public exactly when it is.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="bulletins", verbose_name="栏目")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    number = models.PositiveSmallIntegerField(
        "期号", validators=[MinValueValidator(1), MaxValueValidator(MOST_ISSUES)]
    )
    kicker = models.CharField("肩题", max_length=40, blank=True, help_text="标题上面的一行小字")
    title = models.CharField("标题", max_length=80)
    subtitle = models.CharField("副题", max_length=80, blank=True)
    source = models.CharField("来源", max_length=40, blank=True, help_text="留空为主办单位")
    summary = models.CharField("摘要", max_length=120, blank=True, help_text="留空时取正文开头")
    body = models.TextField("正文", blank=True, validators=[MaxLengthValidator(LONGEST_BODY)])
    excerpt = models.CharField(max_length=120, blank=True, editable=False)
    search_text = models.TextField(editable=False, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤下原因", max_length=120, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="作者",
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="最后修改",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="审核人",
    )
    reads = models.PositiveIntegerField("阅读次数", default=0, editable=False)
    created_at = models.DateTimeField("新建时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    history = HistoricalRecords(
        excluded_fields=["reads", "search_text", "excerpt"], verbose_name="专题活动修改记录"
    )
    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专题活动和公告"
        ordering = ["-year", "-number", "-pk"]
        permissions = [
            ("publish_bulletin", "发布和撤下"),
            ("review_bulletin", "审核"),
            ("confirm_personal_bulletin", "确认含个人号码仍然发布"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "number"],
                name="one_bulletin_a_number",
                violation_error_message="这个栏目这一年已经有这个期号",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.RELEASED) | models.Q(published_at__isnull=False),
                name="released_bulletin_has_moment",
                violation_error_message="发布的内容要有发布时间",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="bulletin_newest"),
            models.Index(fields=["series", "state", "-published_at", "-id"], name="bulletin_series_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.label}　{self.title}"

    def get_absolute_url(self) -> str:
        """The main series has the short address."""
        if self.series.is_main:
            return reverse("bulletins:issue", args=[self.year, self.number])
        return reverse("bulletins:detail", args=[self.series.slug, self.year, self.number])

    @property
    def label(self) -> str:
        """专题活动2026年第12期; notices carry the name of their series alone."""
        if not self.series.is_numbered:
            return self.series.name
        return f"{self.series.name}{self.year}年第{self.number}期"

    @property
    def number_text(self) -> str:
        """The number for templates that join texts."""
        return str(self.number)

    def standing(self, now: datetime) -> str:
        """The state as it is at this moment, `reviewed` and `scheduled` told apart."""
        if self.state == State.DRAFT and self.reviewer_id:
            return REVIEWED
        if self.state == State.RELEASED and self.published_at and self.published_at > now:
            return SCHEDULED
        return str(self.state)

    def is_public(self, now: datetime) -> bool:
        """Whether the world may see it at this moment."""
        return self.standing(now) == State.RELEASED


class OfBulletinQuerySet(ScopedQuerySet):
    """Parts of issues: seen by whoever sees the issue, public exactly when it is."""

    division_path = "bulletin__series__city"

    def public(self, now: datetime) -> Self:
        """Parts of issues that the world may see at this moment."""
        return self.filter(bulletin__state=State.RELEASED, bulletin__published_at__lte=now)
