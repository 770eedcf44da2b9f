"""What a deputy did at one of the two posts under a campaign (建功)."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from campaigns.models.campaign import Campaign
from deputies.models import Deputy
from deputies.privacy import DEPUTY, asked_fields
from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.fields import PublicText
from stations.models import Station


class Post(models.TextChoices):
    JOB = "job", "本职岗位"
    DEPUTY = "deputy", "代表岗位"


class ContributionState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    CONFIRMED = "confirmed", "已确认"


class ContributionQuerySet(ScopedQuerySet):
    division_path = "division"

    def for_staff(self, user: Any) -> Self:
        """By the deputy's roster; a keeper sees those recorded at the stations they keep."""
        if user.is_authenticated and getattr(user, "role", "") == "keeper":
            return super().for_staff(user).filter(station__keepers=user)
        return super().for_staff(user)

    def public(self) -> Self:
        """Confirmed ones of proclaimed campaigns."""
        return self.filter(
            state=ContributionState.CONFIRMED, campaign__in=Campaign.objects.public().values("pk")
        )

    def confirmed(self) -> Self:
        """Those that count."""
        return self.filter(state=ContributionState.CONFIRMED)

    def waiting(self) -> Self:
        """Those that somebody has to review."""
        return self.filter(state=ContributionState.SUBMITTED)

    def of_people(self, words: str) -> Self:
        """Those of deputies whose name, in characters or pinyin, holds every word."""
        return self.filter(deputy__in=Deputy.objects.matching(words).values("pk"))

    def commended(self) -> Self:
        """Those that the city commended."""
        return self.filter(is_commended=True)

    def with_public_parts(self, *more: str) -> Self:
        """What a public page shows: no note, no evidence, and of the deputy only what the registry opens.

        `more` names further columns that the page shows.
        """
        shown = ("title", "text", "result", "post", "done_on", "is_commended", "deputy", "division")
        faces = [f"deputy__{name}" for name in asked_fields(DEPUTY) if name not in ("pinyin", "division")]
        county = ("division__name", "division__county__name", "division__county__code")
        return self.select_related("deputy", "division__county").only(*shown, *faces, *county, *more)

    def with_staff_parts(self) -> Self:
        """What a line of the desk's list shows."""
        return self.select_related("deputy", "division__county", "station", "campaign")


class Contribution(PublicText, models.Model):
    """One thing done, at the job or as a deputy, with its result in figures and its evidence."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="contributions", verbose_name="双岗建功"
    )
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="contributions", verbose_name="代表")
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="contributions",
        verbose_name="县（市、区）",
        editable=False,
        help_text="代表名册所属，登记时带入，用于统计",
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name="登记的联络站",
    )
    post = models.CharField("岗位", max_length=8, choices=Post)
    title = models.CharField("做了什么", max_length=60)
    text = models.TextField("经过", max_length=2000, blank=True)
    result = models.CharField("成效", max_length=200, help_text="写出数字，如：新装路灯 16 盏，惠及 820 户")
    done_on = models.DateField("完成日期")
    evidence = models.FileField(
        "佐证",
        upload_to="private/contributions",
        blank=True,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png"], "佐证只支持 PDF 或照片")],
        help_text="只供工作人员核对，不公开",
    )
    state = models.CharField(
        "状态", max_length=10, choices=ContributionState, default=ContributionState.DRAFT, editable=False
    )
    return_note = models.CharField("退回原因", max_length=200, blank=True, editable=False)
    is_commended = models.BooleanField("受表彰", default=False, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="登记人",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="审核人",
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True, editable=False)
    token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ContributionQuerySet.as_manager()
    internal_texts = ("evidence", "return_note", "token")
    history = HistoricalRecords(excluded_fields=["updated_at", "token"], verbose_name="建功修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "代表建功"
        ordering = ["-done_on", "-pk"]
        permissions = [
            ("review_contribution", "可以审核代表建功"),
            ("commend_contribution", "可以表彰代表建功"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_commended=False) | Q(state="confirmed"),
                name="only_confirmed_contributions_are_commended",
                violation_error_message="只有已确认的建功可以表彰",
            ),
        ]
        indexes = [
            # All that the figures by county ask: they are read from the index alone.
            models.Index(
                fields=["campaign", "state", "division", "post", "deputy"], name="contribution_figures"
            ),
            models.Index(fields=["campaign", "state", "-done_on", "-id"], name="contribution_newest"),
            models.Index(fields=["state", "-id"], name="contribution_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("work:contribution", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.state in (ContributionState.DRAFT, ContributionState.RETURNED)
