"""Site search: the same words asked of every kind of public thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from awards.models import AwardCase
from bulletins.models import Bulletin
from deputies.models import Deputy
from deputies.profile import line
from liaison.divisions.models import Division
from liaison.ui.paging import CAP, KnownPaginator
from stations.models import ServedArea, Station

PER_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One result: its title, where it leads, and one line around it."""

    title: str
    url: str
    context: str


@dataclass(frozen=True)
class Kind:
    """A kind of result: its rows, and how one of them reads."""

    code: str
    label: str
    rows: Any
    hit: Callable[[Any], Hit]
    count: int
    count_text: str


class Search:
    """The answer to `words`: counts by kind, and the rows of the kind that is open."""

    def __init__(self, words: str, kind: str, city: Division) -> None:
        found = Station.objects.public().within(city).matching(words)
        is_point = Count("pk", filter=Q(kind="point"))
        points, both = found.order_by().aggregate(points=is_point, both=Count("pk")).values()
        named, station_hit = found.with_place().named_first(words), StationHit(words)
        sources = (
            ("station", "联络站", (named.stations(), both - points), station_hit),
            ("point", "联络点", (named.points(), points), station_hit),
            ("deputy", "代表", deputies(words, city), deputy_hit),
            ("activity", "活动", activities(words, city), activity_hit),
            ("bulletin", "专题活动、公告", bulletins(words), bulletin_hit),
            ("area", "村、社区", served(words, city), area_hit),
            ("case", "创新案例", AwardCase.objects.of_city(city).matching(words), case_hit),
            ("township", "乡镇、街道", townships(words, city), township_hit),
        )
        kinds = [_kind(*source) for source in sources]
        self.kinds = [one for one in kinds if one.count]
        self.total = sum(one.count for one in self.kinds)
        chosen = next((one for one in self.kinds if one.code == kind), None)
        self.chosen = chosen or next(iter(self.kinds), None)

    def page(self, number: str | None) -> Page | None:
        """A page of hits of the chosen kind."""
        if self.chosen is None:
            return None
        page = KnownPaginator(self.chosen.rows, PER_PAGE, self.chosen.count).get_page(number)
        page.object_list = [self.chosen.hit(row) for row in page.object_list]
        return page


def _kind(code: str, label: str, found: Any, hit: Callable[[Any], Hit]) -> Kind:
    rows, count = found if isinstance(found, tuple) else (found, found.count())
    return Kind(code, label, rows, hit, count, f"{CAP}+" if count >= CAP else str(count))


def _first(found: Any, rows: Any) -> tuple[Any, int]:
    """The first thousand of `found`, read as `rows` reads them; asking for ids counts them as well.

    The wide rows are read for one page only, and turning pages costs the same
    however many there are.
    """
    chosen = list(found.values_list("pk", flat=True)[:CAP])
    return rows.filter(pk__in=chosen), len(chosen)


def deputies(words: str, city: Division) -> tuple[Any, int]:
    """Serving deputies whose name holds every word, in characters or pinyin."""
    found = Deputy.objects.serving().within(city).matching(words).in_reading_order()
    return _first(found, Deputy.objects.with_public_parts().in_reading_order())


def activities(words: str, city: Division) -> tuple[Any, int]:
    """Published activities whose title, station or kind holds every word, the newest first."""
    found = Activity.objects.public().filter(county__city=city).matching(words).newest_first()
    return _first(found, Activity.objects.with_names().newest_first())


def bulletins(words: str) -> tuple[Any, int]:
    """Public issues whose title or text holds every word, the newest first."""
    found = Bulletin.objects.public(timezone.now()).matching(words).newest_first()
    return _first(found, Bulletin.objects.for_lists().newest_first())


def served(words: str, city: Division) -> Any:
    """Served villages and communities whose name or other name holds every word."""
    rows = ServedArea.objects.within(city).filter(station__status__in=("opened", "running"))
    for word in words.split():
        in_place = Q(station__division__name__icontains=word)
        rows = rows.filter(Q(name__icontains=word) | Q(aliases__icontains=word) | in_place)
    return rows.select_related("station__division__county").order_by("station__division__code", "pk")


def townships(words: str, city: Division) -> Any:
    """Townships and subdistricts by law that the words name."""
    return Division.objects.townships().within(city).matching(words).with_places().order_by("code")


@dataclass(frozen=True)
class StationHit:
    """A station with where it stands, and why it was found when neither says so."""

    words: str

    def __call__(self, station: Station) -> Hit:
        line = station.full_address if station.in_service else f"{station.full_address}（已停用）"
        is_plain = all(word in station.name + line for word in self.words.split())
        why = "" if is_plain or self.words.isascii() else f" · 服务的村或别名里有“{self.words}”"
        return Hit(station.name, station.get_absolute_url(), line + why)


def deputy_hit(deputy: Deputy) -> Hit:
    """A deputy with the levels held and the station."""
    found = line(deputy)
    where = f"，在{found.station}" if found.station else ""
    return Hit(found.face.name, found.face.url, f"{found.levels}{where}")


def activity_hit(activity: Activity) -> Hit:
    """An activity with its day, kind and station."""
    words = (f"{activity.day:%Y-%m-%d}", activity.get_kind_display(), activity.station.short_name)
    return Hit(activity.title, activity.get_absolute_url(), " · ".join(words))


def bulletin_hit(bulletin: Bulletin) -> Hit:
    """An issue with its day and first words."""
    day = timezone.localtime(bulletin.published_at)
    return Hit(
        bulletin.title, bulletin.get_absolute_url(), f"{bulletin.label}，{day:%Y-%m-%d}。{bulletin.excerpt}"
    )


def area_hit(area: ServedArea) -> Hit:
    """A village with the station that serves it."""
    also = f"，也叫{'、'.join(area.alias_list)}" if area.aliases else ""
    place = area.station.division.full_name
    return Hit(area.name, area.station.get_absolute_url(), f"{place}{also}，归{area.station.short_name}")


def case_hit(case: AwardCase) -> Hit:
    """A case that won an award, with where it comes from."""
    about = f"{case.round.year} 年创新奖{case.get_prize_display()} · {case.place} · {case.summary}"
    return Hit(case.title, case.get_absolute_url(), about)


def township_hit(township: Division) -> Hit:
    """A township; it leads to the question which station serves it."""
    county = township.county.name if township.county else ""
    return Hit(township.name, f"{reverse('find')}?q={township.full_name}", f"{county} · {township.kind}")
