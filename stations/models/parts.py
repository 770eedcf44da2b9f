"""What belongs to a station: names, people, hours, villages, rules on the wall."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division
from liaison.lib.fields import PublicText
from stations.models.querysets import PartQuerySet, SpanQuerySet
from stations.models.station import LANDLINE

WEEKDAYS = [(i, f"星期{day}") for i, day in enumerate("一二三四五六日")]


def span_constraint(name: str) -> models.CheckConstraint:
    """The end is not before the start."""
    return models.CheckConstraint(
        condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
        name=name,
        violation_error_message="结束日期不能早于开始日期",
    )


class StationAlias(PublicText, models.Model):
    """Another name people call the station by; searched, not shown as the name."""

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="aliases", verbose_name="联络站"
    )
    name = models.CharField("别名", max_length=60)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "别名"
        constraints = [
            models.UniqueConstraint(
                fields=["station", "name"],
                name="one_station_alias_once",
                violation_error_message="这个别名已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServedArea(PublicText, models.Model):
    """A village or community that this station serves: what “find my station” looks up."""

    class Kind(models.TextChoices):
        VILLAGE = "village", "行政村"
        COMMUNITY = "community", "社区"
        UNIT = "unit", "单位"

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="served_areas", verbose_name="联络站"
    )
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.VILLAGE)
    aliases = models.CharField("别名、旧名", max_length=200, blank=True, help_text="多个名称用分号隔开")
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="对应区划",
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务的村（社区）"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "name"],
                name="one_served_area_once",
                violation_error_message="这个村（社区）已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def alias_list(self) -> list[str]:
        """Old and other names, split at the semicolons of either width."""
        parts = self.aliases.replace("；", ";").split(";")
        return [part.strip() for part in parts if part.strip()]


class PersonRole(models.TextChoices):
    HEAD = "head", "站长"
    DEPUTY_HEAD = "deputy_head", "副站长"
    LIAISON = "liaison", "联络员"
    SENTIMENT = "sentiment", "民情联络员"
    ADVISER = "adviser", "政情咨询员"


class StationPerson(PublicText, models.Model):
    """Someone who works for the station, from one day to another."""

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="people", verbose_name="联络站"
    )
    role = models.CharField("站内职务", max_length=12, choices=PersonRole)
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("本职职务", max_length=60, blank=True, help_text="如：孟庄镇人大主席")
    office_phone = models.CharField("办公电话", max_length=20, blank=True, validators=[LANDLINE])
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="站内人员修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "站内人员"
        ordering = ["pk"]
        constraints = [span_constraint("person_until_not_before_since")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class OpeningHours(models.Model):
    """One span of one weekday during which the door is open."""

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="opening_hours", verbose_name="联络站"
    )
    weekday = models.PositiveSmallIntegerField("星期", choices=WEEKDAYS, validators=[MaxValueValidator(6)])
    opens = models.TimeField("开门")
    closes = models.TimeField("关门")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "开放时间"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="closes_after_it_opens",
                violation_error_message="关门时间要晚于开门时间",
            ),
            models.UniqueConstraint(
                fields=["station", "weekday", "opens"],
                name="one_opening_once",
                violation_error_message="这个时段已经登记过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}—{self.closes:%H:%M}"


class Closure(PublicText, models.Model):
    """Days on which the door stays shut, and why."""

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="closures", verbose_name="联络站"
    )
    since = models.DateField("起")
    until = models.DateField("止")
    reason = models.CharField("原因", max_length=100)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "临时闭站"
        ordering = ["-since"]
        constraints = [span_constraint("closure_until_not_before_since")]

    def __str__(self) -> str:
        return f"{self.since}—{self.until} {self.reason}"


class WallRule(PublicText, models.Model):
    """One of the rules that hang on the station's wall (制度上墙)."""

    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="wall_rules", verbose_name="联络站"
    )
    title = models.CharField("标题", max_length=60)
    text = models.TextField("内容", max_length=3000)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上墙制度"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
