"""The assessment of one year in one city: its dates, its thresholds, how long a grade holds."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from liaison.divisions.models import Division
from stations.models import Grade, Standard

PERCENT = [MinValueValidator(1), MaxValueValidator(100)]


class AssessmentRound(models.Model):
    """One city's assessment of one year (年度站点评价), under one version of the standard.

    Thresholds are shares of the full points: with 100 points in all they are points.
    """

    city = models.ForeignKey(
        Division, models.PROTECT, related_name="assessment_rounds", verbose_name="适用城市"
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(2019), MaxValueValidator(2100)]
    )
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="rounds", verbose_name="建站标准")
    body = models.CharField("评定单位", max_length=60, help_text="对外公布，如：新乡市人大常委会")
    self_due = models.DateField("自评截止")
    county_due = models.DateField("县级复核截止")
    model_from = models.PositiveSmallIntegerField("示范站得分率不低于（%）", default=95, validators=PERCENT)
    good_from = models.PositiveSmallIntegerField("先进站得分率不低于（%）", default=85, validators=PERCENT)
    standard_from = models.PositiveSmallIntegerField(
        "达标站得分率不低于（%）", default=70, validators=PERCENT
    )
    validity_months = models.PositiveSmallIntegerField(
        "等次有效期（月）", default=24, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    opened_at = models.DateTimeField("开始时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度评价"
        ordering = ["-year", "city"]
        permissions = [("open_assessmentround", "可以开始年度评价")]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "year"],
                name="one_round_a_year",
                violation_error_message="这一年度的评价已经开始",
            ),
            models.CheckConstraint(
                condition=Q(county_due__gte=F("self_due")),
                name="county_after_self",
                violation_error_message="县级复核截止不能早于自评截止",
            ),
            models.CheckConstraint(
                condition=Q(model_from__gt=F("good_from")) & Q(good_from__gt=F("standard_from")),
                name="grades_descend",
                violation_error_message="三个等次的得分率要依次降低：示范站、先进站、达标站",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度站点评价"

    @property
    def thresholds(self) -> list[tuple[Grade, int]]:
        """The grades with the share of points from which each is given, highest first."""
        return [
            (Grade.MODEL, self.model_from),
            (Grade.GOOD, self.good_from),
            (Grade.STANDARD, self.standard_from),
        ]

    def grade_for(self, points: int, full: int) -> Grade:
        """The grade that so many points of the full ones give."""
        reached = (grade for grade, least in self.thresholds if full and 100 * points >= least * full)
        return next(reached, Grade.BELOW)

    def valid_until(self, since: date) -> date:
        """The last day of a grade given on `since`: the day before the same day, so many months on."""
        months = since.year * 12 + since.month - 1 + self.validity_months
        first = date(months // 12, months % 12 + 1, 1)
        day_after = date.fromordinal(first.toordinal() + since.day - 1)
        # 31 January and one month: the last of February, not the third of March.
        end = day_after if day_after.month == first.month else _next_month(first)
        return date.fromordinal(end.toordinal() - 1)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
