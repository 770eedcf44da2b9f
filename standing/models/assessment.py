"""One station's assessment in one year, and how far it has come."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse

from liaison.divisions.models import Division
from liaison.lib.fields import PublicText
from standing.models.round import AssessmentRound
from stations.models import Grade, Station
from stations.models.querysets import PartQuerySet


class State(models.TextChoices):
    DRAFT = "draft", "自评中"
    SUBMITTED = "submitted", "待县级复核"
    RETURNED = "returned", "退回修改"
    REVIEWED = "reviewed", "待市级评定"
    DECIDED = "decided", "已评定，待公布"
    PUBLISHED = "published", "已公布"


AT_STATION = (State.DRAFT, State.RETURNED)


class AssessmentQuerySet(PartQuerySet):
    def public(self) -> Self:
        """What the world may see: published ones."""
        return self.filter(state=State.PUBLISHED)

    def in_force(self, day: date) -> Self:
        """Published ones whose grade holds on `day`."""
        return self.public().filter(valid_from__lte=day, valid_until__gte=day)

    def with_place(self) -> Self:
        """Round, station and its place fetched along."""
        return self.select_related("round", "station__division__county", "station__division__city")

    def with_items(self) -> Self:
        """The judgements, in the order of the checklist, with item and evidence. One query."""
        from standing.models.item import AssessmentItem

        items = AssessmentItem.objects.select_related("item", "evidence__photo").order_by(
            "item__number", "pk"
        )
        return self.prefetch_related(Prefetch("items", items))


class Assessment(PublicText, models.Model):
    """A station against the standard in one year (站点评价): self, county, city, then public.

    Old ones stay. `points`, `full_points`, `grade` and the days are written by
    `actions.decide` and never typed in; `actions.publish` puts the grade on the station.
    """

    round = models.ForeignKey(
        AssessmentRound, models.PROTECT, related_name="assessments", verbose_name="年度评价"
    )
    station = models.ForeignKey(Station, models.PROTECT, related_name="assessments", verbose_name="联络站")
    county = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="县（市、区）",
        help_text="站点所在，开始评价时带入，用于筛选和统计",
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0, editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    return_note = models.CharField("退回原因", max_length=200, blank=True)
    reviewed_at = models.DateTimeField("县级复核时间", null=True, blank=True)
    decided_at = models.DateTimeField("评定时间", null=True, blank=True)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    points = models.PositiveIntegerField("得分", null=True, blank=True)
    full_points = models.PositiveIntegerField("总分", null=True, blank=True)
    grade = models.CharField("等次", max_length=10, choices=Grade, blank=True)
    valid_from = models.DateField("等次有效期起", null=True, blank=True)
    valid_until = models.DateField("等次有效期至", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="评定经办",
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = AssessmentQuerySet.as_manager()
    internal_texts = ("return_note",)

    class Meta:
        verbose_name = verbose_name_plural = "站点评价"
        ordering = ["-round__year", "pk"]
        permissions = [
            ("answer_assessment", "可以填写站点自评"),
            ("review_assessment", "可以复核站点评价"),
            ("decide_assessment", "可以评定和公布站点等次"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "station"],
                name="one_assessment_a_year",
                violation_error_message="这个站这一年度已经有评价",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "published"])
                | (
                    ~Q(grade="")
                    & Q(
                        points__isnull=False,
                        full_points__isnull=False,
                        valid_from__isnull=False,
                        valid_until__gte=F("valid_from"),
                    )
                ),
                name="a_decision_has_points_grade_and_days",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__lte=F("full_points")),
                name="points_at_most_full",
                violation_error_message="得分不能大于总分",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state", "id"], name="assessment_by_state"),
            models.Index(fields=["round", "county", "state", "id"], name="assessment_in_county"),
            models.Index(fields=["station", "state", "valid_until"], name="assessment_of_station"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.round.year}"

    def get_absolute_url(self) -> str:
        return reverse("work:standing", args=[self.pk])

    @property
    def is_public(self) -> bool:
        """Whether the world may see it."""
        return self.state == State.PUBLISHED

    def holds_on(self, day: date) -> bool:
        """Whether its grade is in force on `day`."""
        until: Any = self.valid_until
        return self.is_public and until is not None and self.valid_from <= day <= until
