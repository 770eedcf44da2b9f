"""What somebody said at a station, and how far it is."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from deputies.models import Deputy
from liaison.divisions.querysets import ScopedQuerySet
from opinions.codes import new_code
from opinions.models.parts import OpinionMove
from stations.models import Station

LONGEST_TEXT = 2000
MOST_PHOTOS = 3


class Channel(models.TextChoices):
    QR = "qr", "扫码"
    ONLINE = "online", "网上"
    VISIT = "visit", "来站"
    PHONE = "phone", "电话"
    LETTER = "letter", "来信"


class OpinionState(models.TextChoices):
    SUBMITTED = "submitted", "待审核"
    DECLINED = "declined", "不予受理"
    DUPLICATE = "duplicate", "重复件"
    ACCEPTED = "accepted", "已受理"
    REFERRED = "referred", "已转交"
    HANDLING = "handling", "办理中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    RATED = "rated", "已评价"


S = OpinionState
UNANSWERED = (S.SUBMITTED, S.ACCEPTED, S.REFERRED, S.HANDLING)
DONE = (S.CLOSED, S.RATED, S.DECLINED, S.DUPLICATE)


class Topic(models.TextChoices):
    TRAFFIC = "traffic", "道路交通"
    HOUSING = "housing", "住房城建"
    SCHOOL = "school", "教育文体"
    HEALTH = "health", "医疗卫生"
    ENVIRONMENT = "environment", "环境卫生"
    FARMING = "farming", "农业农村"
    WELFARE = "welfare", "社保养老"
    LAW = "law", "治安法治"
    OTHER = "other", "其他"


class DeclineReason(models.TextChoices):
    """What a station does not take (代表法, practice of the provinces; domain.md “Opinion”)."""

    LITIGATION = "litigation", "正在或已经诉讼、仲裁、行政复议"
    PERSON = "person", "检举、控告个人"
    PRIVATE = "private", "私人之间的纠纷"
    ADVERTISEMENT = "advertisement", "广告、推销"
    UNCLEAR = "unclear", "看不出要反映什么，也联系不上"
    ELSEWHERE = "elsewhere", "属于日常咨询和报修"


class Door(models.TextChoices):
    """Where else to go."""

    HOTLINE = "hotline", "政务服务便民热线 12345"
    PETITION = "petition", "信访部门（国家信访局网上信访、县信访局）"
    COURT = "court", "人民法院诉讼服务热线 12368"
    DISCIPLINE = "discipline", "纪检监察举报电话 12388"
    LEGAL = "legal", "公共法律服务热线 12348"
    POLICE = "police", "公安机关 110"
    STATION = "station", "到联络站当面说"


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    FAIR = "fair", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class OpinionQuerySet(ScopedQuerySet):
    division_path = "station__division"

    def for_staff(self, user: Any) -> Self:
        """By place; a keeper sees the opinions left at the stations kept."""
        if user.is_authenticated and getattr(user, "role", "") == "keeper":
            return super().for_staff(user).filter(station__keepers=user)
        return super().for_staff(user)

    def public(self) -> Self:
        """What a reviewer released for everybody; only its public words may be shown."""
        return self.filter(published_at__isnull=False)

    def told(self) -> Self:
        """Public ones with their places, the newest step first; internal columns stay in the database."""
        rows = self.public().select_related("station__division__county", "deputy")
        return rows.defer("raw_text", "place", "answer", "rating_note", "reopen_note").order_by(
            "-published_at", "-pk"
        )

    def heard(self) -> Self:
        """Public ones that got a public answer."""
        return self.public().exclude(public_answer="")

    def in_year(self, year: int) -> Self:
        """Received in a calendar year."""
        return self.filter(received_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def received_between(self, since: date, until: date) -> Self:
        """Received on these days, both counted."""
        return self.filter(received_on__range=(since, until))

    def waiting(self) -> Self:
        """Nobody has looked yet."""
        return self.filter(state=S.SUBMITTED)

    def in_hand(self) -> Self:
        """Not over: to be reviewed, answered or closed."""
        return self.exclude(state__in=DONE)

    def overdue(self, today: date) -> Self:
        """Not answered, and the last day for it is past."""
        return self.filter(state__in=UNANSWERED, due_on__lt=today)

    def with_staff_parts(self) -> Self:
        """Place, deputy and steps, fetched along."""
        steps = Prefetch("moves", OpinionMove.objects.select_related("by").order_by("pk"))
        return self.select_related("station__division__county", "deputy", "parent").prefetch_related(steps)


class Opinion(models.Model):
    """One matter that somebody brought to a station.

    `raw_text` is the author's and never public. What everybody reads are `public_title`,
    `public_text` and `public_answer`, which a reviewer wrote or confirmed (`actions_public`).
    """

    code = models.CharField("查询码", max_length=12, unique=True, default=new_code, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="opinions", verbose_name="联络站")
    deputy = models.ForeignKey(
        Deputy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="想请哪位代表听取",
    )
    channel = models.CharField("来源", max_length=8, choices=Channel, default=Channel.ONLINE)
    topic = models.CharField("类别", max_length=12, choices=Topic, blank=True)
    raw_text = models.TextField("反映的事", max_length=LONGEST_TEXT)
    place = models.CharField("在哪里", max_length=80, blank=True)
    received_on = models.DateField("收到日期")
    due_on = models.DateField("答复期限")
    state = models.CharField("状态", max_length=10, choices=S, default=S.SUBMITTED, editable=False)
    is_on_spot = models.BooleanField("当场解决", default=False)
    decline_reason = models.CharField("不予受理原因", max_length=16, choices=DeclineReason, blank=True)
    door = models.CharField("该找哪里", max_length=12, choices=Door, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name="并入"
    )
    responder = models.CharField("承办单位", max_length=60, blank=True)
    answer = models.TextField("给本人的答复", max_length=LONGEST_TEXT, blank=True)
    satisfaction = models.CharField("评价", max_length=12, choices=Satisfaction, blank=True)
    rating_note = models.CharField("评价说明", max_length=200, blank=True)
    reopen_note = models.CharField("要求重新办理的原因", max_length=200, blank=True)
    public_title = models.CharField("公开标题", max_length=40, blank=True)
    public_text = models.TextField("公开内容", max_length=400, blank=True)
    public_answer = models.TextField("公开的办理结果", max_length=400, blank=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField("提交时间", default=timezone.now, editable=False)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True, editable=False)
    referred_at = models.DateTimeField("转交时间", null=True, blank=True, editable=False)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)
    rated_at = models.DateTimeField("评价时间", null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField("要求重新办理的时间", null=True, blank=True, editable=False)
    token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001
    digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = OpinionQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["raw_text", "place", "token", "digest", "code"], verbose_name="意见修改记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "群众意见"
        ordering = ["-pk"]
        permissions = [
            ("handle_opinion", "可以受理、转交、答复、办结群众意见"),
            ("publish_opinion", "可以公开群众意见"),
            ("view_contact_opinion", "可以查看反映人的联系方式和原文"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason="") & ~Q(door=""),
                name="declined_opinions_name_a_door",
                violation_error_message="不予受理要选原因，并告诉群众该找哪里",
            ),
            models.CheckConstraint(
                condition=Q(state="duplicate") ^ Q(parent=None),
                name="duplicate_opinions_have_a_parent",
                violation_error_message="重复件要说明并入哪一件",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(public_text="") & ~Q(public_title=""),
                name="published_opinions_have_public_words",
                violation_error_message="公开前请写好公开标题和公开内容",
            ),
            models.CheckConstraint(
                condition=Q(rated_at=None) ^ ~Q(satisfaction=""),
                name="rated_opinions_have_a_rating",
                violation_error_message="评价要有结果",
            ),
        ]
        indexes = [
            # The desk's list and its clock: `waiting`, `overdue`.
            models.Index(fields=["station", "state", "due_on"], name="opinion_by_clock"),
            models.Index(fields=["received_on"], name="opinion_by_day"),
            # Public lists: `told`.
            models.Index(F("published_at").desc(), F("id").desc(), name="opinion_told"),
        ]

    def __str__(self) -> str:
        return self.public_title or f"意见 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("opinions:list") + f"#o{self.pk}"

    @property
    def follow_url(self) -> str:
        """Where its author follows it; whoever knows the address may read and rate."""
        return reverse("opinions:follow", args=[self.code])

    @property
    def is_answered(self) -> bool:
        """Whether its author got an answer (a declined one names the right door instead)."""
        return self.state in (S.ANSWERED, S.CLOSED, S.RATED)

    @property
    def may_reopen(self) -> bool:
        """Once, after an answer."""
        return self.is_answered and self.reopened_at is None

    def is_overdue(self, today: date) -> bool:
        """Not answered and the last day is past."""
        return self.state in UNANSWERED and self.due_on < today
