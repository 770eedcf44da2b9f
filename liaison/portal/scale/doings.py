"""Stations, activities and monthly reports."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from django.utils import timezone

from activities.models import Activity, ActivityKind
from liaison.lib.bigrams import tokens
from liaison.lib.text import fold
from liaison.portal.scale.places import Place
from liaison.portal.scale.sheets import Row, Sheet
from progress.models import Figure, MonthlyReport, State
from progress.months import back, first_of, previous
from stations.models import Station
from stations.models.station import CODE_ALPHABET, CODE_LENGTH
from stations.search import spellings

MONTHS = 36
ACTIVITIES = 26
"""For each station."""
POINT_EVERY = 7
DAYS = 900
TEXT = "代表入户走访，了解用水、用电和冬季取暖情况，当场解决两件事，其余登记后转有关部门办理。" * 4
TITLES = (
    "走访困难群众", "学习代表法", "视察农村道路", "接待选民", "调研养老服务", "宣讲民生实事", "检查河道治理",
    "听取群众意见", "视察学校食堂", "走访企业", "讨论乡镇预算", "向选民述职",
)  # fmt: skip
STATION = Sheet(
    Station, "id", "code", "name", "kind", "parent_id", "division_id", "status", "stage", "opened_on",
    "address", "phone", "search_text", "search_tokens",
)  # fmt: skip
ACTIVITY = Sheet(
    Activity, "id", "station_id", "county_id", "kind", "title", "day", "text", "state", "published_at",
    "token", "search_text", "search_tokens",
)  # fmt: skip
REPORT = Sheet(
    MonthlyReport, "id", "county_id", "month", "state", "practice", "filled_by", "due_at", "submitted_at",
    "confirmed_at",
)  # fmt: skip
FIGURE = Sheet(Figure, "id", "report_id", "code", "value", "known")


def stations(places: list[Place], first: int, today: date, seed: int) -> Iterator[Row]:
    """One for each township and a point under every seventh, their codes drawn so that none comes twice."""
    random = Random(seed + 1)  # noqa: S311 -- repeatable, not secret
    taken = set(Station.objects.values_list("code", flat=True))
    for index, one in enumerate(places):
        found = spellings([f"{one.name}人大代表联络站", one.name, f"{one.county_name}{one.name}"])
        rest = _station(one, index, today, found)
        yield str(first + index), _code(random, taken), f"{one.name}人大代表联络站", "station", None, *rest
    for index in range(0, len(places), POINT_EVERY):
        rest = _station(places[index], index, today, "示例村|slc|shilicun")
        number, host = first + len(places) + index // POINT_EVERY, str(first + index)
        yield str(number), _code(random, taken), "示例村人大代表联络点", "point", host, *rest


def _station(one: Place, index: int, today: date, found: str) -> Row:
    """What a station and the points under it have in common."""
    opened = str(today - timedelta(days=200 + index % 700))
    address, phone = f"{one.county_name}{one.name}便民服务中心一楼", f"0373-0000{index % 1000:03d}"
    return str(one.pk), "running", "opened", opened, address, phone, found, tokens(found)


def _code(random: Random, taken: set[str]) -> str:
    """A code that no station has yet."""
    while True:
        code = "".join(random.choices(CODE_ALPHABET, k=CODE_LENGTH))
        if code not in taken:
            taken.add(code)
            return code


@cache
def _spelt(text: str) -> tuple[str, str]:
    folded = fold(text)
    return folded, tokens(folded)


def activities(places: list[Place], first_station: int, today: date, seed: int) -> Iterator[Row]:
    """Spread over stations, days and kinds."""
    random = Random(seed + 2)  # noqa: S311 -- repeatable, not secret
    kinds = [(kind.value, str(kind.label)) for kind in ActivityKind]
    at = _moment(datetime(today.year, today.month, today.day, 8))
    number = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for index, one in enumerate(places):
        name, name_tokens = _spelt.__wrapped__(f"{one.name}人大代表联络站")
        for _ in range(ACTIVITIES):
            number += 1
            kind, label = random.choice(kinds)
            title = random.choice(TITLES)
            (words, word_tokens), (shown, shown_tokens) = _spelt(title), _spelt(label)
            day = str(today - timedelta(days=random.randrange(DAYS)))
            yield (
                str(number), str(first_station + index), str(one.county), kind, title, day, TEXT,
                "published", at, f"{number:032x}", f"{words}|{name}|{shown}",
                f"{word_tokens} {name_tokens} {shown_tokens}",
            )  # fmt: skip


def _moment(local: datetime) -> str:
    """A local time as both databases keep it."""
    return timezone.make_aware(local).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S+00:00")


def months(today: date) -> list[date]:
    """The last three years, without the month that runs."""
    return back(previous(first_of(today)), MONTHS)


def reports(counties: list[int], today: date, first: int) -> Iterator[Row]:
    """Confirmed, one for each county and month."""
    number = first
    for county in counties:
        for month in months(today):
            sent = datetime(month.year, month.month, 28, 9) + timedelta(days=6)
            due, confirmed = sent + timedelta(days=1), sent + timedelta(hours=20)
            yield (
                str(number), str(county), str(month), str(State.CONFIRMED), "接待三场，办结两件。", "示例",
                _moment(due), _moment(sent), _moment(confirmed),
            )  # fmt: skip
            number += 1


def figures(many: int, first: int, seed: int) -> Iterator[Row]:
    """The figures of a demo county's report, dealt to report after report."""
    packs: dict[int, list[tuple[str, str | None, str | None]]] = {}
    for report, code, value, known in Figure.objects.order_by("pk").values_list(
        "report_id", "code", "value", "known"
    ):
        texts = [None if one is None else str(one) for one in (value, known)]
        packs.setdefault(report, []).append((code, texts[0], texts[1]))
    random, decks = Random(seed + 3), list(packs.values())  # noqa: S311 -- repeatable, not secret
    number = (Figure.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    for report in range(first, first + many):
        for code, value, known in random.choice(decks):
            yield str(number), str(report), code, value, known
            number += 1
