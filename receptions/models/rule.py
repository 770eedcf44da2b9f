"""When a station receives: the rule on the wall, put so that sessions can be worked out from it."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from liaison.lib.fields import PublicText
from liaison.lib.spans import in_force
from stations.hours import WEEKDAYS, clock
from stations.models import Station
from stations.models.querysets import PartQuerySet

LAST = -1
NTH = [(1, "第一个"), (2, "第二个"), (3, "第三个"), (4, "第四个"), (LAST, "最后一个")]
LONGEST_NOTICE = 30


class Recurrence(models.TextChoices):
    WEEKLY = "weekly", "每周"
    NTH_WEEKDAY = "nth_weekday", "每月第几个星期几"
    MONTH_DAYS = "month_days", "每月固定日期"


class Months(models.TextChoices):
    ALL = "all", "每月"
    ODD = "odd", "单月"
    EVEN = "even", "双月"


class HolidayPolicy(models.TextChoices):
    """What becomes of a session that falls on a day off."""

    SKIP = "skip", "这一次不接待"
    NEXT_WORKDAY = "next_workday", "顺延到下一个工作日"
    NEXT_WEEK = "next_week", "顺延一周"


class ReceptionRuleQuerySet(PartQuerySet):
    def on(self, day: date) -> Self:
        """Rules in force on `day`."""
        return self.filter(in_force(day))


class ReceptionRule(PublicText, models.Model):
    """One rule of one station (接待日制度); a station may have several, e.g. mornings and evenings.

    `weekdays` are 0 (Monday) to 6; `nth` counts within the month, -1 being the last;
    `month_days` are 1 to 31, a day that a month lacks being its last day. Which of them
    counts is said by `recurrence`. `months` narrows all three to odd or even months.
    """

    station = models.ForeignKey(
        Station, models.CASCADE, related_name="reception_rules", verbose_name="联络站"
    )
    recurrence = models.CharField("频次", max_length=12, choices=Recurrence, default=Recurrence.MONTH_DAYS)
    weekdays = models.JSONField("星期", default=list, blank=True)
    nth = models.SmallIntegerField("第几个", choices=NTH, null=True, blank=True)
    month_days = models.JSONField("日期", default=list, blank=True)
    months = models.CharField("月份", max_length=4, choices=Months, default=Months.ALL)
    opens = models.TimeField("开始")
    closes = models.TimeField("结束")
    holiday_policy = models.CharField(
        "遇节假日", max_length=12, choices=HolidayPolicy, default=HolidayPolicy.NEXT_WORKDAY
    )
    notice_days = models.PositiveSmallIntegerField(
        "提前公告天数",
        default=3,
        validators=[MaxValueValidator(LONGEST_NOTICE)],
        help_text="时间、地点和代表名单至少提前这么多天公布",
    )
    duty_size = models.PositiveSmallIntegerField(
        "每次接待代表数", default=2, validators=[MaxValueValidator(20)]
    )
    place = models.CharField("接待地点", max_length=120, blank=True, help_text="不在站里接待时填写")
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ReceptionRuleQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"], verbose_name="接待规则修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "接待规则"
        ordering = ["station", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="reception_rule_closes_after_it_opens",
                violation_error_message="结束时间要晚于开始时间",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="reception_rule_until_not_before_since",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def when(self) -> str:
        """每月10日、25日; 单月第一个周五; 每周一、周三."""
        months = "" if self.recurrence == Recurrence.WEEKLY else str(Months(self.months).label)
        if self.recurrence == Recurrence.MONTH_DAYS:
            return months + "、".join(
                f"{day}日" if day < 31 else "最后一天" for day in sorted(self.month_days)
            )
        names = "、".join(WEEKDAYS[day] for day in sorted(self.weekdays))
        if self.recurrence == Recurrence.NTH_WEEKDAY:
            return f"{months}{dict(NTH).get(self.nth, '')}{names}"
        odd_or_even = "" if self.months == Months.ALL else str(Months(self.months).label)
        return f"{odd_or_even}每{names}"

    @property
    def span(self) -> str:
        """9:00—11:30"""
        return f"{clock(self.opens)}—{clock(self.closes)}"

    @property
    def sentence(self) -> str:
        """每月10日、25日 9:00—11:30，遇周末、节假日顺延到下一个工作日"""
        off = "周末、节假日" if self.recurrence == Recurrence.MONTH_DAYS else "节假日"
        return f"{self.when} {self.span}，遇{off}{self.get_holiday_policy_display()}"

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on `day`."""
        return self.since <= day and (self.until is None or self.until >= day)

    def clean(self) -> None:
        """The days that the recurrence needs are there, and are days."""
        super().clean()
        wanted, allowed, field, said = {
            Recurrence.WEEKLY: (self.weekdays, range(7), "weekdays", "请选择星期"),
            Recurrence.NTH_WEEKDAY: (self.weekdays, range(7), "weekdays", "请选择星期"),
            Recurrence.MONTH_DAYS: (self.month_days, range(1, 32), "month_days", "请填写每月的日期"),
        }[Recurrence(self.recurrence)]
        is_list = isinstance(wanted, list) and all(type(day) is int for day in wanted)
        if not is_list or not wanted or not set(wanted) <= set(allowed):
            raise ValidationError({field: said})
        if self.recurrence == Recurrence.NTH_WEEKDAY and self.nth is None:
            raise ValidationError({"nth": "请选择第几个"})
