"""What a publication belongs to: 专题活动 with its numbers, 通知公告 without."""

from django.db import models
from django.db.models import Q

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class SeriesQuerySet(ScopedQuerySet):
    """Series lie in their city: county and township staff see none."""

    division_path = "city"


class Series(models.Model):
    """A row of publications that count their issues by the year."""

    city = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="城市")
    name = models.CharField("名称", max_length=20)
    slug = models.SlugField(
        "网址用名", max_length=30, unique=True, help_text="小写字母，如 notices；定了不要再改"
    )
    is_main = models.BooleanField("主栏目", default=False, help_text="网址最短，显示在年度主题活动页")
    is_numbered = models.BooleanField("显示期号", default=True, help_text="显示“第12期”；通知公告一般不显示")
    needs_review = models.BooleanField(
        "发布前须经他人审核", default=False, help_text="审核人不能是作者，也不能是最后修改的人"
    )
    position = models.PositiveSmallIntegerField("顺序", default=0)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(is_main=True),
                name="one_main_series_a_city",
                violation_error_message="这个城市已经有主栏目",
            ),
        ]

    def __str__(self) -> str:
        return self.name
