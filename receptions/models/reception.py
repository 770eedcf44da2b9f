"""A reception: one day on which deputies receive citizens at a station, and who is on duty."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deputies import faces
from deputies.models import CongressLevel, Deputy, Mandate
from liaison.lib.fields import PublicText
from receptions.models.rule import LONGEST_NOTICE, ReceptionRule
from stations.hours import WEEKDAYS, clock
from stations.models import Station
from stations.models.querysets import PartQuerySet


class Status(models.TextChoices):
    PLANNED = "planned", "拟定"
    ANNOUNCED = "announced", "已公告"
    HELD = "held", "已接待"
    POSTPONED = "postponed", "顺延"
    CANCELLED = "cancelled", "取消"


KNOWN = (Status.ANNOUNCED, Status.HELD, Status.POSTPONED, Status.CANCELLED)
DUTY_FIELDS = (
    "reception",
    "attendance",
    *(f"deputy__{name}" for name in faces.FIELDS),
)
STANDING = (Status.PLANNED, Status.ANNOUNCED, Status.HELD)


class LastDayInTime(models.Func):
    """`day` less `notice_days`, worked out by the database: the last day that is in time."""

    output_field = models.DateField()

    def __init__(self) -> None:
        super().__init__(F("day"), F("notice_days"))

    def as_sql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "DATE(%(expressions)s || ' days')"
        return super().as_sql(compiler, connection, template=template, arg_joiner=", - ", **more)


class ReceptionQuerySet(PartQuerySet):
    def public(self) -> Self:
        """What was ever announced; a plan that nobody announced is nobody's business yet."""
        return self.filter(status__in=KNOWN, announced_at__isnull=False)

    def standing(self) -> Self:
        """Sessions that take place or took place."""
        return self.filter(status__in=STANDING)

    def on(self, day: date) -> Self:
        """Sessions of one day."""
        return self.filter(day=day)

    def between(self, since: date, until: date) -> Self:
        """Sessions from one day to another, both counted."""
        return self.filter(day__range=(since, until))

    def coming(self, day: date) -> Self:
        """Announced sessions on `day` or later, the nearest first."""
        return self.filter(status=Status.ANNOUNCED, day__gte=day).order_by("day", "opens", "pk")

    def with_last_day(self) -> Self:
        """Each with `last_day`, as `due_on` says it, for the database to compare with."""
        return self.alias(last_day=LastDayInTime())

    def due_by(self, day: date) -> Self:
        """Plans that have to be announced by `day` to be in time; those whose time has passed included."""
        reach = day + timedelta(days=LONGEST_NOTICE)
        waiting = self.filter(status=Status.PLANNED, day__lte=reach)
        return waiting.with_last_day().filter(last_day__lte=day)

    def announced_in_time(self) -> Self:
        """Announced, on the server's clock, by the last day that was in time (Chinese days)."""
        return self.with_last_day().filter(announced_at__date__lte=F("last_day"))

    def measured(self, today: date) -> Self:
        """What the timely share is taken of: every announcement, and every day that came without one."""
        return self.filter(Q(announced_at__isnull=False) | Q(status=Status.PLANNED, day__lte=today))

    def unrecorded(self, today: date) -> Self:
        """Announced sessions whose day has gone by and of which nobody has written down anything."""
        return self.filter(status=Status.ANNOUNCED, day__lt=today)

    def with_duty(self, *more: str) -> Self:
        """Who is on duty fetched along as `on_duty`; internal columns only where `more` names them."""
        slots = DutySlot.objects.select_related("deputy").order_by("pk").only(*DUTY_FIELDS, *more)
        return self.prefetch_related(Prefetch("duty_slots", slots, to_attr="on_duty"))

    def with_levels(self) -> Self:
        """As `with_duty`, and at which level those on duty sit highest."""
        slots = DutySlot.objects.select_related("deputy").order_by("pk").only(*DUTY_FIELDS).with_level()
        return self.prefetch_related(Prefetch("duty_slots", slots, to_attr="on_duty"))

    def manned(self) -> Self:
        """Sessions for which somebody is on duty."""
        return self.filter(Exists(DutySlot.objects.filter(reception=OuterRef("pk"))))


class Reception(PublicText, models.Model):
    """One session. Never deleted once announced: it is held, postponed or cancelled, and says so.

    `announced_at` is the server's time at the first announcement and is written by
    `actions.announce` alone; whether it came in time follows from it and cannot be set.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="receptions", verbose_name="联络站")
    rule = models.ForeignKey(
        ReceptionRule,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="receptions",
        verbose_name="接待规则",
    )
    planned_for = models.DateField("规则日期", null=True, blank=True, editable=False)
    day = models.DateField("日期")
    opens = models.TimeField("开始")
    closes = models.TimeField("结束")
    place = models.CharField("地点", max_length=120, blank=True, help_text="留空为站内")
    topic = models.CharField("主题", max_length=80, blank=True, help_text="如：冬季供暖专题接待")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PLANNED, editable=False)
    notice_days = models.PositiveSmallIntegerField("提前公告天数", default=3, editable=False)
    announced_at = models.DateTimeField("公告时间", null=True, blank=True, editable=False)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="公告人",
    )
    moved_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="moved_to",
        verbose_name="顺延自",
    )
    reason = models.CharField(
        "顺延或取消的原因", max_length=120, blank=True, editable=False, help_text="对外公布"
    )
    held_at = models.DateTimeField("登记时间", null=True, blank=True, editable=False)
    visitors = models.PositiveIntegerField("接待群众人次", null=True, blank=True, editable=False)
    matters = models.PositiveIntegerField("收到意见件数", null=True, blank=True, editable=False)
    result = models.TextField("接待情况", max_length=1000, blank=True, editable=False, help_text="对外公布")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ReceptionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"], verbose_name="接待修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "接待"
        ordering = ["-day", "opens", "pk"]
        permissions = [("plan_reception", "可以安排、公告和登记接待")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="reception_closes_after_it_opens",
                violation_error_message="结束时间要晚于开始时间",
            ),
            models.UniqueConstraint(
                fields=["station", "day", "opens"],
                condition=Q(status__in=["planned", "announced", "held"]),
                name="one_reception_at_a_time",
                violation_error_message="这个站这个时间已经有一次接待",
            ),
            models.UniqueConstraint(
                fields=["rule", "planned_for"],
                condition=Q(rule__isnull=False),
                name="one_reception_for_each_day_of_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "postponed", "cancelled"]) | Q(announced_at__isnull=False),
                name="only_what_was_announced_is_held",
                violation_error_message="没有公告的接待不能登记，请先公告",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["postponed", "cancelled"]) | ~Q(reason=""),
                name="moving_a_reception_needs_a_reason",
                violation_error_message="请填写原因",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "status"], name="reception_day_status"),
            models.Index(fields=["station", "day"], name="reception_station_day"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.day:%Y-%m-%d} {self.opens:%H:%M}"

    def get_absolute_url(self) -> str:
        return f"{reverse('receptions:month', args=[self.station.code])}?month={self.day:%Y-%m}"

    @property
    def span(self) -> str:
        """9:00—11:30"""
        return f"{clock(self.opens)}—{clock(self.closes)}"

    @property
    def day_text(self) -> str:
        """12月10日 周四"""
        return f"{self.day.month}月{self.day.day}日 {WEEKDAYS[self.day.weekday()]}"

    @property
    def where(self) -> str:
        """The place where it is held: the station's address unless it is elsewhere."""
        return self.place or self.station.full_address

    @property
    def successor(self) -> "Reception | None":
        """The session that this one was postponed to."""
        return getattr(self, "moved_to", None)

    @property
    def due_on(self) -> date:
        """The last day on which an announcement is in time."""
        return self.day - timedelta(days=self.notice_days)

    @property
    def was_announced_in_time(self) -> bool | None:
        """Measured from the server's clock (Chinese days); None while it is not announced."""
        if self.announced_at is None:
            return None
        return timezone.localtime(self.announced_at).date() <= self.due_on


class Attendance(models.TextChoices):
    DUE = "due", "应到"
    PRESENT = "present", "到"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class DutySlotQuerySet(PartQuerySet):
    division_path = "reception__station__division"

    def with_level(self) -> Self:
        """Each with `level`: the highest congress level that the deputy sits in; None for nobody's seat."""
        rank = Case(*(When(level=level, then=place) for place, level in enumerate(CongressLevel)))
        held = Mandate.objects.open().filter(deputy=OuterRef("deputy")).order_by(rank)
        return self.annotate(level=Subquery(held.values("level")[:1]))

    def for_staff(self, user: object) -> Self:
        """Slots of the receptions that this person may see."""
        return self.filter(reception__in=Reception.objects.for_staff(user).values("pk"))

    def attended(self) -> Self:
        """Duty that was done: present at a session that was held."""
        return self.filter(attendance=Attendance.PRESENT, reception__status=Status.HELD)


class DutySlot(models.Model):
    """A deputy's duty at one session, and whether they came. Why somebody stayed away is internal."""

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="duty_slots", verbose_name="接待")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="duty_slots", verbose_name="代表")
    attendance = models.CharField("到岗", max_length=8, choices=Attendance, default=Attendance.DUE)
    absence_reason = models.CharField("未到原因", max_length=100, blank=True, help_text="内部，不公开")

    objects = DutySlotQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="接待排班修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "接待代表"
        ordering = ["reception", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reception", "deputy"],
                name="one_duty_slot_a_session",
                violation_error_message="这位代表已经在名单里",
            ),
        ]
        indexes = [models.Index(fields=["deputy", "attendance"], name="duty_of_a_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy} {self.reception}"
