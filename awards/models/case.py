"""A case that a township or county sends in for the award, with its photos."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, IntegerField, Prefetch, Q, Value, When
from django.urls import reverse
from simple_history.models import HistoricalRecords

from awards.models.round import AwardRound, RoundState
from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.fields import PublicText
from liaison.lib.pictures import Picture
from liaison.lib.text import fold
from stations.models import Station

SUMMARY_LENGTH = 120
MOST_PHOTOS = 9


class CaseState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待县级推荐"
    RETURNED = "returned", "已退回"
    FORWARDED = "forwarded", "已报市级"


class Prize(models.TextChoices):
    FIRST = "first", "一等奖"
    SECOND = "second", "二等奖"
    THIRD = "third", "三等奖"
    NOMINATED = "nominated", "提名奖"


class CaseQuerySet(ScopedQuerySet):
    division_path = "division"

    def for_staff(self, user: Any) -> Self:
        """By place; a keeper sees the cases of the stations they keep."""
        if user.is_authenticated and getattr(user, "role", "") == "keeper":
            return super().for_staff(user).filter(station__keepers=user)
        return super().for_staff(user)

    def public(self) -> Self:
        """Cases that the city made public, in a round that is published."""
        return self.filter(publicised_at__isnull=False, round__state=RoundState.PUBLISHED)

    def of_city(self, city: Division) -> Self:
        """What everybody may read of one city's cases, the newest year first."""
        return self.public().filter(round__city=city).with_places().order_by("-round__year", "pk")

    def matching(self, words: str) -> Self:
        """Cases whose title, summary or place holds every word."""
        found = self
        for word in words.split():
            place = Q(division__search_text__contains=fold(word))
            found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | place)
        return found

    def forwarded(self) -> Self:
        """Cases that take part: their county sent them on."""
        return self.filter(state=CaseState.FORWARDED)

    def waiting(self) -> Self:
        """Cases that their county has to send on or return."""
        return self.filter(state=CaseState.SUBMITTED)

    def by_prize(self) -> Self:
        """The first prize first, those without one last."""
        order = [When(prize=prize, then=Value(place)) for place, prize in enumerate(Prize.values)]
        rank = Case(*order, default=Value(len(order)), output_field=IntegerField())
        return self.annotate(rank=rank).order_by("rank", "division__code", "pk")

    def with_places(self) -> Self:
        """Where each comes from, fetched along."""
        return self.select_related("round", "division__county", "station")

    def with_photos(self) -> Self:
        """Their photos, fetched along."""
        return self.prefetch_related(Prefetch("photos", CasePhoto.objects.order_by("position", "pk")))


class AwardCase(PublicText, models.Model):
    """How a township or county did something in a new way, told so that others can do it too."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="cases", verbose_name="创新奖年度")
    title = models.CharField("案例名称", max_length=40, help_text="如：流动联络站开到公交线上")
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="award_cases", verbose_name="报送单位", editable=False
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="award_cases",
        verbose_name="联络站",
        editable=False,
    )
    summary = models.CharField("一句话介绍", max_length=SUMMARY_LENGTH, help_text="不超过 120 字，登在列表上")
    story = models.TextField(
        "案例正文", max_length=6000, help_text="起因、做法、成效、可以推广的经验；空一行分段"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="报送人",
    )
    state = models.CharField(
        "状态", max_length=10, choices=CaseState, default=CaseState.DRAFT, editable=False
    )
    return_note = models.CharField("退回原因", max_length=200, blank=True, editable=False)
    forwarded_at = models.DateTimeField("报市时间", null=True, blank=True, editable=False)
    prize = models.CharField("奖项", max_length=10, choices=Prize, blank=True, editable=False)
    citation = models.CharField("颁奖词", max_length=200, blank=True, editable=False)
    publicised_at = models.DateTimeField("公布时间", null=True, blank=True, editable=False)
    token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = CaseQuerySet.as_manager()
    internal_texts = ("return_note", "token")
    history = HistoricalRecords(excluded_fields=["updated_at", "token"], verbose_name="案例修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "创新案例"
        ordering = ["-pk"]
        permissions = [
            ("write_awardcase", "可以撰写、报送创新案例"),
            ("forward_awardcase", "可以推荐创新案例到市"),
            ("judge_awardcase", "可以给创新案例打分"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(prize="") | Q(state="forwarded"),
                name="only_forwarded_cases_win",
                violation_error_message="只有报到市级的案例可以获奖",
            ),
            models.CheckConstraint(
                condition=Q(publicised_at=None) | ~Q(prize=""),
                name="only_prizes_are_publicised",
                violation_error_message="只公布获奖的案例",
            ),
        ]
        indexes = [models.Index(fields=["round", "state", "division"], name="case_by_county")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("awards:case", args=[self.round.year, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.state in (CaseState.DRAFT, CaseState.RETURNED)

    @property
    def place(self) -> str:
        """Where it comes from: 红旗区, or 辉县市孟庄镇."""
        return self.division.full_name

    @property
    def cover(self) -> "CasePhoto | None":
        """The first photo; fetch `with_photos`."""
        return next(iter(self.photos.all()), None)


class CasePhotoQuerySet(models.QuerySet[Any]):
    """Photos are seen by whoever sees their case."""

    def for_staff(self, user: Any) -> Self:
        """Photos of cases in scope."""
        return self.filter(case__in=AwardCase.objects.for_staff(user).values("pk"))


class CasePhoto(Picture):
    """A photo of a case, hidden until the case is publicised."""

    case = models.ForeignKey(AwardCase, models.CASCADE, related_name="photos", verbose_name="创新案例")

    objects = CasePhotoQuerySet.as_manager()

    class Meta(Picture.Meta):
        verbose_name = verbose_name_plural = "案例照片"
        indexes = [models.Index(F("case"), F("position"), name="case_photo_order")]
