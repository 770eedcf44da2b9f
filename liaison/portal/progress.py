"""The public coverage page and its table as data."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from liaison.divisions.models import area
from liaison.lib.csvtext import csv_text
from liaison.pages.parts import part, shown
from liaison.portal.context import site_of
from liaison.portal.home import coverage, stages, steps, target
from liaison.portal.models import SiteSettings
from liaison.portal.monthly import Monthly, monthly
from liaison.portal.views import CityView
from liaison.ui import charts
from progress.measures import BY_CODE
from receptions import stats as receptions
from stations import stats

HEADING = (
    "县（市、区）", "县代码", "乡镇（街道）", "代码", "类别", "代管功能区", "状态",
    "联络站", "站点码", "建设阶段", "挂牌日期", "联络点数",
)  # fmt: skip


class ProgressView(CityView):
    """How far the city has covered its townships: the finding first, every row below."""

    template_name = "public/portal/progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        city = self.city
        if city is None or not coverage(city.pk).total.townships:
            return super().get_context_data(city=None, **kwargs)
        measure = self.request.GET.get("measure", "")
        asked = measure if not measure or measure in BY_CODE else UNKNOWN
        return super().get_context_data(
            city=city,
            lead=lead(city.pk, asked),
            months=months(city.pk, asked),
            build=build(city.pk),
            notices=notices(city.pk),
            table=table(city.pk),
            places=places(city.pk),
            targets=targets(city.pk),
            **kwargs,
        )


UNKNOWN = "?"
"""A measure that there is not, however it was written."""


@part
def newest_months(city: int, measure: str) -> Monthly | None:
    """The monthly figures, for the chosen measure."""
    aims = [step.target for step in steps(city)]
    return monthly(area(city), SiteSettings.load(), measure, timezone.now(), aims)


@shown("public/portal/progress_lead.html")
def lead(city: int, measure: str) -> dict[str, Any]:
    """What the page has found."""
    return {
        "monthly": newest_months(city, measure),
        "coverage": coverage(city),
        "today": timezone.localdate(),
        "target": target(city),
        "complete": [tally for tally in ranked(city) if tally.is_complete],
    }


@shown("public/portal/progress_monthly.html")
def months(city: int, measure: str) -> dict[str, Any]:
    """Where the roadmap stands, and the table of counties by month."""
    return {"stages": stages(city), "monthly": newest_months(city, measure)}


@shown("public/portal/progress_build.html")
def build(city: int) -> dict[str, Any]:
    """How many stations there are, and each county's share."""
    year = target(city)
    aim = year.coverage_target if year else None
    bars = [county_bar(tally, aim) for tally in ranked(city)]
    return {"coverage": coverage(city), "target": year, "bars": bars}


@shown("public/portal/progress_notices.html")
def notices(city: int) -> dict[str, Any]:
    """Which counties announce their receptions in time."""
    return {"notices": notice_bars(city, timezone.localdate())}


@shown("public/portal/progress_table.html")
def table(city: int) -> dict[str, Any]:
    """The counties in figures."""
    return {"coverage": coverage(city), "ranked": ranked(city)}


@shown("public/portal/progress_places.html")
def places(city: int) -> dict[str, Any]:
    """Every township with its station."""
    return {"coverage": coverage(city)}


@shown("public/portal/progress_targets.html")
def targets(city: int) -> dict[str, Any]:
    """What each year of the roadmap is to reach."""
    return {"steps": steps(city)}


def ranked(city: int) -> list[stats.Tally]:
    """The counties, the best covered first."""
    return sorted(coverage(city).counties, key=lambda one: (-(one.coverage or 0), one.division.code))


def notice_bars(city: int, today: date) -> list[charts.Bar]:
    """Each county's share of receptions announced in time this year, the highest first."""
    first, last = today.replace(month=1, day=1), today.replace(month=12, day=31)
    found = receptions.noticed_by_county(area(city), first, last, today)
    counties = {county.pk: county for county in coverage(city).areas}
    rows = sorted(found.items(), key=lambda row: (-(row[1].in_time_share or 0), counties[row[0]].code))
    return [
        charts.Bar(
            label=counties[pk].name,
            percent=figures.in_time_share or 0,
            text=f"{figures.in_time_share:g}%",
            note=f"{figures.in_time}/{figures.measured}",
            url="",
        )
        for pk, figures in rows
        if figures.in_time_share is not None
    ]


def county_bar(tally: stats.Tally, aim: int | None) -> charts.Bar:
    """A county's covered share; it leads to the county's list of townships below."""
    return charts.Bar(
        label=tally.division.name,
        percent=tally.coverage or 0,
        text=f"{tally.covered}/{tally.townships}",
        target=aim,
        note=f"{tally.coverage or 0:g}%",
        url=f"#c{tally.division.code}",
    )


@require_safe
def coverage_csv(request: HttpRequest) -> HttpResponse:
    """Every township by law with its station or the word that there is none."""
    city = site_of(request).served_city
    if city is None:
        raise Http404("还没有行政区划")
    rows = (record(row) for row in stats.coverage(city).total.rows)
    response = HttpResponse(csv_text(HEADING, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="coverage.csv"'
    return response


def record(row: stats.TownshipRow) -> list[object]:
    """One township as a line of the table."""
    place, station = row.division, row.station or row.planned
    county, zone = place.county, place.managed_by
    state = "有站" if row.station else "筹建中" if row.planned else "还没有站"
    return [
        county.name if county else "",
        county.code if county else "",
        place.name,
        place.code,
        place.kind,
        zone.name if zone else "",
        state,
        station.name if station else "",
        row.station.code if row.station else "",
        station.get_stage_display() if station else "",
        row.station.opened_on if row.station else "",
        row.points,
    ]
