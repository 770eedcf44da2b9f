"""Who leads a township's congress or a subdistrict's working committee."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.spans import in_force


class PostKind(models.TextChoices):
    CHAIR = "chair", "乡镇人大主席"
    VICE_CHAIR = "vice_chair", "乡镇人大副主席"
    DIRECTOR = "director", "街道人大工委主任"


LEADING = (PostKind.CHAIR, PostKind.DIRECTOR)


class PostQuerySet(ScopedQuerySet):
    def on(self, day: date) -> Self:
        """Posts filled on `day`."""
        return self.filter(in_force(day))

    def leading(self) -> Self:
        """Chairs and directors, deputies of theirs left out."""
        return self.filter(kind__in=LEADING)


class Post(models.Model):
    """One person's time in a post (《河南省乡镇人大主席团条例》). A vacancy is computed, not written."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="posts", verbose_name="乡镇（街道）")
    kind = models.CharField("职务", max_length=12, choices=PostKind)
    name = models.CharField("姓名", max_length=40)
    is_full_time = models.BooleanField("专职", default=True)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="职务修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "人大主席和工委主任"
        ordering = ["division__code", "kind", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="post_until_not_before_since",
                violation_error_message="离任日期不能早于到任日期",
            ),
            models.UniqueConstraint(
                fields=["division", "kind"],
                condition=Q(until=None) & ~Q(kind=PostKind.VICE_CHAIR),
                name="one_leader_at_a_time",
                violation_error_message="这个职务已经有人在任，先登记离任日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division}{self.get_kind_display()} {self.name}"

    def clean(self) -> None:
        """Townships have chairs, subdistricts have directors."""
        super().clean()
        if not self.division_id:
            return
        if self.division.level != "township" or not self.division.is_real:
            raise ValidationError({"division": "请选择法定的乡镇或街道"})
        if self.division.has_congress == (self.kind == PostKind.DIRECTOR):
            wanted = "人大主席、副主席" if self.division.has_congress else "人大工委主任"
            raise ValidationError({"kind": f"{self.division.name}只设{wanted}"})
