"""The person. What the world may see of them is told by `deputies.privacy`."""

from datetime import date
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from simple_history.models import HistoricalRecords

from deputies.privacy import DEPUTY, asked_fields
from liaison.divisions.models import Division, Level
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.bigrams import holding
from liaison.lib.text import fold
from stations.models import Closure, Station, Status

MONTH = RegexValidator(r"^(19|20)\d{2}-(0[1-9]|1[0-2])$", "出生年月应写成 1975-03")


class Gender(models.TextChoices):
    MALE = "男", "男"
    FEMALE = "女", "女"


ROSTERS = (Level.PROVINCE, Level.CITY, Level.COUNTY)
"""Where rosters are kept; a deputy of a township stands on its county's."""


class DeputyQuerySet(ScopedQuerySet):
    def within(self, division: Division) -> Self:
        """Rosters in `division`.

        Their levels are named: a database that looks at a city's two hundred townships for
        deputies takes reading everybody in the nation for the quicker way.
        """
        return super().within(division).filter(division__level__in=ROSTERS)

    def for_staff(self, user: Any) -> Self:
        """By the roster's division; a keeper sees the deputies assigned to their stations."""
        if user.is_authenticated and getattr(user, "role", "") == "keeper":
            return self.filter(assignments__station__keepers=user, assignments__until=None).distinct()
        return super().for_staff(user)

    def serving(self, day: date | None = None) -> Self:
        """Deputies with a mandate in force; with `day`, in force on that day."""
        from deputies.models.mandate import Mandate

        held = Mandate.objects.filter(deputy=OuterRef("pk"))
        return self.filter(Exists(held.on(day) if day else held.open()))

    def serving_at(self, level: str) -> Self:
        """Deputies with a mandate in force at one congress level."""
        from deputies.models.mandate import Mandate

        held = Mandate.objects.open().at_level(level)
        return self.filter(Exists(held.filter(deputy=OuterRef("pk"))))

    def in_reading_order(self) -> Self:
        """As a telephone book: by the reading of the name."""
        return self.order_by("pinyin", "pk")

    def with_public_parts(self, day: date | None = None) -> Self:
        """What a public page shows, and no internal column; with `day`, the station's hours from then on."""
        from deputies.models.assignment import Assignment
        from deputies.models.mandate import Mandate

        held = Mandate.objects.select_related("term__division__county")
        places = Assignment.objects.open().select_related(
            "station__division__county", "station__division__city"
        )
        found = self.only(*asked_fields(DEPUTY)).prefetch_related(
            Prefetch("mandates", held.defer("end", "end_note")), Prefetch("assignments", places)
        )
        if day is None:
            return found
        ahead = Closure.objects.filter(until__gte=day).order_by("since")
        return found.prefetch_related(
            "assignments__station__opening_hours", Prefetch("assignments__station__closures", ahead)
        )

    def public(self) -> Self:
        """Whoever holds or held a mandate: old addresses keep answering."""
        from deputies.models.mandate import Mandate

        return self.filter(Exists(Mandate.objects.filter(deputy=OuterRef("pk"))))

    def unassigned(self) -> Self:
        """Serving deputies with no open place, or only one at a station that has closed: the gaps."""
        return self.serving().filter(~Exists(_open_places()))

    def placed(self) -> Self:
        """Serving deputies whom one can meet at a station: all who are no gap."""
        return self.serving().filter(Exists(_open_places()))

    def former(self) -> Self:
        """Those who held a mandate and hold none now."""
        from deputies.models.mandate import Mandate

        return self.public().filter(~Exists(Mandate.objects.open().filter(deputy=OuterRef("pk"))))

    def at(self, station: Station) -> Self:
        """Deputies whose open place is `station`."""
        return self.filter(assignments__station=station, assignments__until=None)

    def matching(self, query: str) -> Self:
        """Deputies whose name, in characters or pinyin, holds every word of `query`."""
        found = self
        for word in query.split():
            found = holding(found, fold(word))
        return found

    def same_person(self, name: str, birth_month: str, gender: str = "") -> Self:
        """Identity of a roster: name and birth month, and gender where both sides know it."""
        found = self.filter(folded=fold(name), birth_month=birth_month)
        return found.filter(gender__in=("", gender)) if gender else found


def _open_places() -> Any:
    """Where one can meet the deputy of the outer query."""
    from deputies.models.assignment import Assignment

    return Assignment.objects.open().exclude(station__status=Status.CLOSED).filter(deputy=OuterRef("pk"))


class Deputy(models.Model):
    """A person who holds, or held, a mandate at one level or several."""

    name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField(
        "姓名拼音", max_length=80, blank=True, help_text="自动生成；读音不对时可以改，用于排序和查找"
    )
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="deputies",
        verbose_name="名册所属",
        help_text="由哪个县（市、区）的名册管理",
    )
    photo = models.ImageField("照片", upload_to="deputies/photos", blank=True)
    photo_consent = models.BooleanField("本人同意公开照片", default=False)
    duty = models.CharField("工作单位及职务", max_length=120, blank=True)
    duty_is_public = models.BooleanField("公开工作单位及职务", default=False)
    interests = models.CharField("关注领域", max_length=80, blank=True)

    gender = models.CharField("性别", max_length=1, choices=Gender, blank=True)
    birth_month = models.CharField("出生年月", max_length=7, blank=True, validators=[MONTH])
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    party = models.CharField("政治面貌", max_length=30, blank=True)
    education = models.CharField("文化程度", max_length=20, blank=True)
    phone = models.CharField("手机", max_length=40, blank=True)
    office_phone = models.CharField("办公电话", max_length=30, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)

    folded = models.CharField(max_length=40, editable=False, db_index=True)
    search_text = models.TextField(editable=False, default="")
    search_tokens = models.TextField(editable=False, default="")
    created_at = models.DateTimeField("建档时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = DeputyQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["search_text", "search_tokens", "folded", "updated_at"], verbose_name="代表修改记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "人大代表"
        ordering = ["pinyin", "pk"]
        permissions = [
            ("export_deputy", "可以导出代表名册"),
            ("import_deputy", "可以导入代表名册"),
            ("view_internal_deputy", "可以查看代表的内部信息"),
        ]
        indexes = [
            models.Index(fields=["folded", "birth_month"], name="deputy_identity"),
            models.Index(fields=["division", "pinyin"], name="deputy_roster_order"),
            models.Index(fields=["pinyin", "id"], name="deputy_reading_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("deputies:detail", args=[self.pk])

    @property
    def surname(self) -> str:
        """The character on the tile that stands for a missing photo."""
        return self.name[:1]

    @property
    def public_duty(self) -> str:
        """Workplace and title, only where the person agreed."""
        return self.duty if self.duty_is_public else ""

    @property
    def public_photo(self) -> str:
        """The address of the photo, only where the person agreed."""
        return self.photo.url if self.photo and self.photo_consent else ""
