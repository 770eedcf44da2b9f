"""A county's report of one month: words on the report, figures as rows, moves appended."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    SIGNING = "signing", "审签中"
    SUBMITTED = "submitted", "已报送"
    CONFIRMED = "confirmed", "已确认"
    RETURNED = "returned", "已退回"


OPEN = (State.DRAFT, State.RETURNED)
"""The states in which the county writes."""


class ReportQuerySet(ScopedQuerySet):
    division_path = "county"

    def latest(self) -> Self:
        """The newest revision of every county and month."""
        newer = self.model.objects.filter(
            county=OuterRef("county"), month=OuterRef("month"), revision__gt=OuterRef("revision")
        )
        return self.filter(~Exists(newer))

    def in_force(self) -> Self:
        """What counts: the newest confirmed revision of every county and month."""
        newer = self.model.objects.filter(
            county=OuterRef("county"),
            month=OuterRef("month"),
            revision__gt=OuterRef("revision"),
            state=State.CONFIRMED,
        )
        return self.filter(~Exists(newer), state=State.CONFIRMED)

    def told(self) -> Self:
        """The newest revision of every county and month that the county has sent."""
        sent = (State.SUBMITTED, State.CONFIRMED)
        newer = self.model.objects.filter(
            county=OuterRef("county"),
            month=OuterRef("month"),
            revision__gt=OuterRef("revision"),
            state__in=sent,
        )
        return self.filter(~Exists(newer), state__in=sent)

    def between(self, since: date, until: date) -> Self:
        """Reports of the months from one to another, both counted."""
        return self.filter(month__range=(since, until))

    def with_places(self) -> Self:
        """County and city fetched along."""
        return self.select_related("county__county", "county__city")


class MonthlyReport(models.Model):
    """One revision of a county's report of one month.

    A confirmed revision is never touched again: a correction is the next revision, and
    until that is confirmed the old one counts. `version` grows at every save of the draft;
    whoever saves says which version they saw.
    """

    county = models.ForeignKey(
        Division, models.PROTECT, related_name="monthly_reports", verbose_name="县（市、区）"
    )
    month = models.DateField("月份", help_text="当月 1 日")
    revision = models.PositiveSmallIntegerField("版次", default=1)
    revision_reason = models.CharField("更正原因", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    practice = models.TextField("做法和成效", max_length=5000, blank=True)
    difficulties = models.TextField("困难与建议", max_length=5000, blank=True)
    filled_by = models.CharField("填报人", max_length=40, blank=True)
    checked_by = models.CharField("审核人", max_length=40, blank=True)
    signed_by = models.CharField("签发人", max_length=40, blank=True)
    due_at = models.DateTimeField("报送期限")
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    version = models.PositiveIntegerField("保存次数", default=0)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="最后修改人"
    )
    editor_name = models.CharField("最后修改人姓名", max_length=150, blank=True)
    saved_at = models.DateTimeField("最后保存", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展月报"
        ordering = ["-month", "county__code", "-revision"]
        default_permissions = ("view",)
        permissions = [
            ("fill_monthlyreport", "可以填报月报"),
            ("sign_monthlyreport", "可以审签月报"),
            ("review_monthlyreport", "可以审核月报"),
            ("import_monthlyreport", "可以读入各县月报表"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "month", "revision"],
                name="one_report_a_month_and_revision",
                violation_error_message="这个月的月报已经有了",
            ),
            models.UniqueConstraint(
                fields=["county", "month"],
                condition=~Q(state="confirmed"),
                name="one_open_report_a_month",
                violation_error_message="这个月还有一份月报没有办完",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="a_report_month_is_its_first_day",
                violation_error_message="月份应写成当月 1 日",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "signing", "returned"]) | Q(submitted_at__isnull=False),
                name="a_submitted_report_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["month", "state", "county"], name="reports_of_a_month")]

    def __str__(self) -> str:
        return f"{self.county} {self.month.year} 年 {self.month.month} 月月报"

    def get_absolute_url(self) -> str:
        return reverse("work:report", args=[self.county.code, self.month])

    @property
    def number(self) -> str:
        """What the receipt names it by: county, month, revision."""
        return f"{self.county.code}-{self.month:%Y%m}-{self.revision}"

    @property
    def is_open(self) -> bool:
        """Whether the county may still write in it."""
        return self.state in OPEN

    def is_late(self, now: datetime) -> bool:
        """Submitted after it was due, or due and not submitted yet."""
        return (self.submitted_at or now) > self.due_at


class FigureQuerySet(ScopedQuerySet):
    division_path = "report__county"

    def in_force(self) -> Self:
        """Figures of reports that count (`MonthlyReportQuerySet.in_force`), told figure by figure.

        So a page of them costs no more for the reports of other counties and months.
        """
        newer = MonthlyReport.objects.filter(
            county=OuterRef("report__county"),
            month=OuterRef("report__month"),
            revision__gt=OuterRef("report__revision"),
            state=State.CONFIRMED,
        )
        return self.filter(~Exists(newer), report__state=State.CONFIRMED)


class Figure(models.Model):
    """One figure of one report: what stands in it, and what the records said when it was saved."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="figures", verbose_name="月报")
    code = models.CharField("指标", max_length=24)
    value = models.BigIntegerField("数值", null=True, blank=True)
    known = models.BigIntegerField("台账数值", null=True, blank=True)
    reason = models.CharField("差异说明", max_length=200, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月报指标"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="one_figure_an_indicator"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0),
                name="a_figure_is_not_negative",
                violation_error_message="指标不能小于 0",
            ),
        ]
        indexes = [models.Index(fields=["code", "report"], name="figures_of_an_indicator")]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"

    @property
    def is_changed(self) -> bool:
        """Written otherwise than the records had it."""
        return self.known is not None and self.value != self.known


class MoveQuerySet(ScopedQuerySet):
    division_path = "report__county"


class ReportMove(models.Model):
    """One step on a report's way; rows are appended and never changed."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="moves", verbose_name="月报")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="办理人"
    )
    by_name = models.CharField("办理人姓名", max_length=150)
    label = models.CharField("办理", max_length=20)
    source = models.CharField("原状态", max_length=10, choices=State)
    target = models.CharField("新状态", max_length=10, choices=State)
    note = models.CharField("意见", max_length=500, blank=True)
    comments = models.JSONField("分节意见", default=dict, blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月报办理记录"
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(target="returned") | ~Q(note=""),
                name="returning_a_report_needs_a_reason",
                violation_error_message="请填写退回原因",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="a_move_leads_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name} {self.label}"


class ReportAttachment(models.Model):
    """A photo or PDF that supports the report; staff see it, nobody else."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="attachments", verbose_name="月报")
    file = models.FileField("文件", upload_to="private/reports")
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("字节数")
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "月报佐证"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
