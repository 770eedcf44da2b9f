"""The judgements on one point of the checklist: the records', the station's, the county's, the city's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q, Sum

from liaison.lib.fields import PublicText
from standing.models.assessment import Assessment
from stations.models import Evidence, StandardItem
from stations.models.querysets import PartQuerySet

NOTE_LENGTH = 200


COUNTS_AS_MET = (
    Q(city_met=True) | Q(city_met=None, county_met=True) | Q(city_met=None, county_met=None, self_met=True)
)


class AssessmentItemQuerySet(PartQuerySet):
    division_path = "assessment__station__division"

    def for_staff(self, user: object) -> "AssessmentItemQuerySet":
        """Points of the assessments that this person may see."""
        return self.filter(assessment__in=Assessment.objects.for_staff(user).values("pk"))

    def counting_as_met(self) -> "AssessmentItemQuerySet":
        """Points met by the judgement that counts: the city's, else the county's, else the station's."""
        return self.filter(COUNTS_AS_MET)

    def totals(self) -> "dict[int, Total]":
        """The sum of each assessment among these points, by its key. One query."""
        points = Sum("item__weight", filter=COUNTS_AS_MET, default=0)
        rows = self.order_by().values_list("assessment").annotate(points=points, full=Sum("item__weight"))
        return {pk: Total(points, full) for pk, points, full in rows}


@dataclass(frozen=True)
class Total:
    """The sum that a clerk can redo: points met out of all points."""

    points: int
    full: int

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded down."""
        return 100 * self.points // self.full if self.full else 0


class AssessmentItem(PublicText, models.Model):
    """One point of the checklist in one assessment.

    Each level answers met or not; who differs from the level before says why.
    `auto_answer` is what the records said when the station submitted: `met`,
    `sentence`, `links` ([label, address]), `on` and `asked_on`. Notes are internal;
    only `explanation` is written for the public.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="items", verbose_name="站点评价")
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="+", verbose_name="标准项目")
    auto_answer = models.JSONField("系统回答", default=dict, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="佐证"
    )
    self_met = models.BooleanField("自评", null=True, blank=True)
    self_note = models.CharField("自评说明", max_length=NOTE_LENGTH, blank=True)
    county_met = models.BooleanField("县级意见", null=True, blank=True)
    county_note = models.CharField("县级说明", max_length=NOTE_LENGTH, blank=True)
    city_met = models.BooleanField("市级意见", null=True, blank=True)
    city_note = models.CharField("市级说明", max_length=NOTE_LENGTH, blank=True)
    explanation = models.CharField("公开说明", max_length=NOTE_LENGTH, blank=True, help_text="对外公布")

    objects = AssessmentItemQuerySet.as_manager()
    internal_texts = ("self_note", "county_note", "city_note")

    class Meta:
        verbose_name = verbose_name_plural = "评价项目"
        ordering = ["assessment", "item__number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="each_point_once"),
            models.CheckConstraint(
                condition=Q(county_met=None)
                | Q(self_met=None)
                | Q(county_met=F("self_met"))
                | ~Q(county_note=""),
                name="a_county_that_differs_says_why",
                violation_error_message="县级意见与自评不一致，请填写县级说明",
            ),
            models.CheckConstraint(
                condition=Q(city_met=None)
                | Q(county_met=None)
                | Q(city_met=F("county_met"))
                | ~Q(city_note=""),
                name="a_city_that_differs_says_why",
                violation_error_message="市级意见与县级意见不一致，请填写市级说明",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.item}"

    @property
    def is_met(self) -> bool | None:
        """The judgement that counts: the city's, else the county's, else the station's; None before any."""
        judged = (self.city_met, self.county_met, self.self_met)
        return next((one for one in judged if one is not None), None)

    @property
    def points(self) -> int:
        """The item's weight when met, nothing otherwise."""
        return self.item.weight if self.is_met else 0


def total(items: Iterable[AssessmentItem]) -> Total:
    """The sum over `items` as they are judged so far."""
    rows = list(items)
    return Total(sum(row.points for row in rows), sum(row.item.weight for row in rows))
