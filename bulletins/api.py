"""Published issues as open data: words without markup."""

from collections.abc import Mapping

from django.utils import timezone

from bulletins.models import Bulletin, Series
from bulletins.models.bulletin import BulletinQuerySet
from liaison.lib.opendata import YEAR, BadQueryError, Column, DataSet, Record
from liaison.lib.richtext import plain_text

COLUMNS = (
    Column("series", "栏目"),
    Column("year", "年度"),
    Column("number", "期号", "在栏目和年度里不重复"),
    Column("kicker", "肩题"),
    Column("title", "标题"),
    Column("subtitle", "副题"),
    Column("source", "来源", "空为主办单位"),
    Column("published_at", "发布时间"),
    Column("summary", "摘要"),
    Column("text", "正文", "纯文本，一段一行"),
    Column("reads", "阅读次数"),
    Column("url", "网页"),
)


def rows(asked: Mapping[str, str]) -> BulletinQuerySet:
    """Issues that the public may see now."""
    found = Bulletin.objects.public(timezone.now())
    if slug := asked.get("series"):
        series = Series.objects.filter(slug=slug[:30]).first()
        if series is None:
            raise BadQueryError("series 应为栏目的网址用名")
        found = found.filter(series=series)
    if year := asked.get("year"):
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise BadQueryError("year 应为四位年份")
        found = found.filter(year=int(year))
    return found.select_related("series").defer("search_text")


def record(bulletin: Bulletin, home: str) -> Record:
    """An issue as it reads."""
    return {
        "series": bulletin.series.name,
        "year": bulletin.year,
        "number": bulletin.number,
        "kicker": bulletin.kicker,
        "title": bulletin.title,
        "subtitle": bulletin.subtitle,
        "source": bulletin.source,
        "published_at": bulletin.published_at and timezone.localtime(bulletin.published_at),
        "summary": bulletin.excerpt,
        "text": plain_text(bulletin.body),
        "reads": bulletin.reads,
        "url": f"{home}{bulletin.get_absolute_url()}",
    }


def cells(told: Record) -> list[list[object]]:
    """One line for each issue."""
    moment = told["published_at"]
    return [[*(told | {"published_at": moment and moment.isoformat(timespec="seconds")}).values()]]


BULLETINS = DataSet(
    name="bulletins",
    title="专题活动和通知公告",
    about="已经发布的专题活动和通知公告；草稿、定时发布和撤下的不在内。",
    columns=COLUMNS,
    lines=COLUMNS,
    rows=rows,
    record=record,
    cells=cells,
    filters=(
        Column("series", "栏目", "栏目的网址用名，如 notices", pattern="^[a-z][a-z0-9-]*$"),
        Column("year", "年度", "如 2026", pattern=YEAR),
    ),
)
