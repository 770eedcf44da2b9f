"""The yearly theme campaign 双岗建功, and the plan that the city publishes for it."""

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.fields import PublicText

FIRST_YEAR, LAST_YEAR = 2019, 2099


class CampaignState(models.TextChoices):
    DRAFT = "draft", "草拟"
    RUNNING = "running", "进行中"
    CONCLUDED = "concluded", "已总结"


class CampaignQuerySet(ScopedQuerySet):
    division_path = "city"

    def for_staff(self, user: Any) -> Self:
        """The campaigns of the person's city: everybody below works under them."""
        if not user.is_authenticated or not user.is_active or not user.is_staff:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(city=user.division.city_id) if user.division else self.none()

    def public(self) -> Self:
        """Campaigns that the city has proclaimed."""
        return self.exclude(state=CampaignState.DRAFT)

    def running(self) -> Self:
        """Campaigns under which stations work now."""
        return self.filter(state=CampaignState.RUNNING)


class Campaign(PublicText, models.Model):
    """One year's campaign of one city: theme, aims, and the five parts of its plan."""

    city = models.ForeignKey(Division, models.PROTECT, related_name="campaigns", verbose_name="城市")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    theme = models.CharField("主题", max_length=60, help_text="如：乡村振兴")
    slogan = models.CharField(
        "口号", max_length=60, blank=True, help_text="如：本职岗位创实绩，代表岗位办实事"
    )
    state = models.CharField("状态", max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    since = models.DateField("起")
    until = models.DateField("止")
    aims = models.TextField("目标", max_length=3000, blank=True)
    methods = models.TextField("活动方式", max_length=3000, blank=True)
    organisation = models.TextField("组织领导", max_length=3000, blank=True)
    commendation = models.TextField("总结表彰", max_length=3000, blank=True, help_text="怎样总结、怎样表彰")
    summary = models.TextField("年度总结", max_length=5000, blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = CampaignQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"], verbose_name="双岗建功修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "双岗建功"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "year"],
                name="one_campaign_a_year",
                violation_error_message="这一年已经有双岗建功活动",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="campaign_until_not_before_since",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年双岗建功“{self.theme}”"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:detail", args=[self.year])

    @property
    def is_public(self) -> bool:
        """Whether the city has proclaimed it."""
        return self.state != CampaignState.DRAFT

    @property
    def is_concluded(self) -> bool:
        """Whether the city has summed it up."""
        return self.state == CampaignState.CONCLUDED


class StepQuerySet(models.QuerySet[Any]):
    """Steps are seen by whoever sees their campaign."""

    def for_staff(self, user: Any) -> Self:
        """Steps of the campaigns of the person's city."""
        return self.filter(campaign__in=Campaign.objects.for_staff(user).values("pk"))


class CampaignStep(PublicText, models.Model):
    """One dated step of the plan (方法步骤)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="steps", verbose_name="双岗建功")
    title = models.CharField("步骤", max_length=60)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    text = models.TextField("内容", max_length=1000, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动步骤"
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="campaign_step_until_not_before_since",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        """The day on which the step ends; its only day where no other is given."""
        return self.until or self.since
