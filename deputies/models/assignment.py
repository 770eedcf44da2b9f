"""Where citizens meet a deputy: the station, from one day to another."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from deputies.models.deputy import Deputy
from liaison.divisions.querysets import ScopedQuerySet
from stations.models import Station


class Basis(models.TextChoices):
    TERRITORY = "territory", "属地"
    CONVENIENCE = "convenience", "方便活动"


class AssignmentQuerySet(ScopedQuerySet):
    division_path = "deputy__division"

    def open(self) -> "AssignmentQuerySet":
        """Places held now."""
        return self.filter(until=None)


class Assignment(models.Model):
    """A deputy's place at a station from one day to another.

    Nothing is overwritten: moving a deputy closes the open row and opens a new
    one (`actions.assign`), so the table is the history.
    """

    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="assignments", verbose_name="代表")
    station = models.ForeignKey(Station, models.PROTECT, related_name="assignments", verbose_name="联络站")
    basis = models.CharField("进站依据", max_length=12, choices=Basis, default=Basis.TERRITORY)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="进站修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "进站"
        ordering = ["deputy", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["deputy"],
                condition=Q(until=None),
                name="one_open_assignment",
                violation_error_message="这位代表已经进站，先办理转站",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="assignment_until_not_before_since",
                violation_error_message="离站日期不能早于进站日期",
            ),
        ]
        indexes = [
            models.Index(fields=["station"], condition=Q(until=None), name="assignment_open_at_station"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.station}"
