"""Deputies without a station: the list of work, and placing many at once with a preview."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from deputies import placing
from deputies.admin.decisions import open_stations
from deputies.admin.forms import TogetherForm
from deputies.admin.pages import must, show
from deputies.admin.rights import oversees, places
from deputies.gaps import Gap, count_gaps, explain
from deputies.models import Basis, CongressLevel, Deputy
from deputies.placing import MOST, Fate, Placing
from liaison.audit.desk import ForgivingPaginator
from stations.models import Station

PER_PAGE = 100


def gaps_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """Counts by county and level, then the persons with reason and advice."""
    must(oversees(request.user))
    counts = count_gaps(Deputy.objects.for_staff(request.user))
    area = next((one.division for one in counts if one.division.code == request.GET.get("county")), None)
    level = next((one for one in CongressLevel if one.value == request.GET.get("level")), None)
    asked = {"county": area, "level": level}
    found = Deputy.objects.for_staff(request.user).unassigned()
    found = found.filter(division=area) if area else found
    found = found.serving_at(level) if level else found
    page = ForgivingPaginator(found.order_by("division__code", "pinyin", "pk"), PER_PAGE).get_page(
        request.GET.get("p")
    )
    context = {
        "title": "还没有进站的代表",
        "counts": counts,
        "total": sum(one.persons for one in counts),
        "levels": CongressLevel,
        "area": area,
        "level": level,
        "was_wrong": any(request.GET.get(name) and not one for name, one in asked.items()),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "gaps": explain(found.filter(pk__in=[one.pk for one in page]), timezone.localdate()),
        "may_place": places(request.user),
    }
    return show(desk, request, "deputy/gaps", context)


# --- placing many ---------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One line of the preview: what would happen, and what else may be chosen."""

    fate: Fate
    gap: Gap
    options: list[Station]

    @property
    def deputy(self) -> Deputy:
        return self.gap.deputy

    @property
    def chosen(self) -> int | None:
        """The key of the station now chosen."""
        return self.fate.placing.station.pk if self.fate.placing.station else None


def preview_chosen(desk: Any, request: HttpRequest, deputies: Any) -> HttpResponse | None:
    """The list's action: the same preview for the rows that are ticked."""
    keys = list(deputies.order_by().values_list("pk", flat=True)[: MOST + 1])
    return _preview(desk, request, keys, is_first=True)


def preview_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """From the list of gaps, or once more with other choices. Writes nothing."""
    return require_POST(_preview_sent)(request, desk)


def _preview_sent(request: HttpRequest, desk: Any) -> HttpResponse:
    must(places(request.user))
    answer = _preview(desk, request, _keys(request), is_first="since" not in request.POST)
    return answer or HttpResponseRedirect(reverse("admin:deputies_deputy_gaps"))


def _preview(desk: Any, request: HttpRequest, keys: list[int], *, is_first: bool) -> HttpResponse | None:
    """The preview of placing these deputies; None, with a message, when these are none or too many."""
    must(places(request.user))
    if not 0 < len(keys) <= MOST:
        messages.error(request, f"一次最多安排 {MOST} 人，请分批办理" if keys else "请先勾选要安排的代表")
        return None
    stations = open_stations(request.user)
    today = {"since": timezone.localdate().isoformat()}
    form = TogetherForm(today if is_first else request.POST, stations=stations)
    since = form.cleaned_data["since"] if form.is_valid() else None
    gaps = explain(_chosen(request.user, keys), timezone.localdate())
    everyone = form.cleaned_data.get("everyone") if since else None
    placings = _placings(gaps, request.POST, stations, everyone)
    rows = _rows(gaps, placing.foresee(placings, since or timezone.localdate()), stations)
    context = {
        "title": f"安排 {len(rows)} 位代表进站",
        "form": form,
        "rows": rows,
        "ready": sum(1 for row in rows if not row.fate.is_refused) if since else 0,
        "refused": sum(1 for row in rows if row.fate.is_refused),
        "bases": Basis.choices,
    }
    return show(desk, request, "deputy/place_preview", context)


def place_view(desk: Any, request: HttpRequest) -> HttpResponse:
    """“确认安排”: POST only; sent twice, the second time changes nothing."""
    return require_POST(_place)(request, desk)


def _place(request: HttpRequest, desk: Any) -> HttpResponse:
    must(places(request.user))
    stations = open_stations(request.user)
    keys, form = _keys(request), TogetherForm(request.POST, stations=stations)
    if not form.is_valid() or not 0 < len(keys) <= MOST:
        return _preview_sent(request, desk)
    gaps = explain(_chosen(request.user, keys), timezone.localdate())
    placings = _placings(gaps, request.POST, stations, form.cleaned_data["everyone"])
    done = placing.place(placings, form.cleaned_data["since"], by=request.user)
    context = {
        "title": "安排结果",
        "since": form.cleaned_data["since"],
        "entered": [
            fate for fate in done if fate.word in (placing.ENTER, placing.MOVE) and not fate.is_refused
        ],
        "same": [fate for fate in done if fate.word == placing.STAY],
        "refused": [fate for fate in done if fate.is_refused],
    }
    return show(desk, request, "deputy/placed", context)


def _keys(request: HttpRequest) -> list[int]:
    """The deputies that were ticked; anything that is no key is left out."""
    sent = dict.fromkeys(request.POST.getlist("deputy"))
    return [key for key in map(_key, sent) if key is not None]


def _key(sent: str) -> int | None:
    """The key of a row as it was sent; None for what cannot be one."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 16 else None


def _chosen(user: Any, keys: Iterable[int]) -> Any:
    chosen = Deputy.objects.for_staff(user).filter(pk__in=list(keys))
    return chosen.order_by("division__code", "pinyin", "pk")


def _placings(gaps: Iterable[Gap], sent: Any, stations: Any, everyone: Station | None) -> list[Placing]:
    """What was chosen for each, else what is advised; only stations in scope count."""
    known = {station.pk: station for station in stations}
    placings = []
    for gap in gaps:
        key = gap.deputy.pk
        asked = sent.get(f"station-{key}")
        advised = gap.advice.station if asked is None else _key(asked)
        basis = sent.get(f"basis-{key}")
        placings.append(
            Placing(gap.deputy, everyone or known.get(advised), basis if basis in Basis.values else gap.basis)
        )
    return placings


def _rows(gaps: list[Gap], fates: list[Fate], stations: Any) -> list[Row]:
    """Each person may go to any station of the roster's county, or to the one chosen."""
    by_county: dict[int | None, list[Station]] = {}
    everywhere = list(stations.with_place().order_by("division__code", "name"))
    for station in everywhere:
        by_county.setdefault(station.division.county_id, []).append(station)
    rows = []
    for gap, fate in zip(gaps, fates, strict=True):
        near = by_county.get(gap.deputy.division.county_id, everywhere)
        target = fate.placing.station
        rows.append(Row(fate, gap, near if target is None or target in near else [target, *near]))
    return rows
