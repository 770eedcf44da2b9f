"""The public coverage page and its table as data."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from liaison.divisions.models import Division
from liaison.lib.csvtext import csv_text
from liaison.portal.context import site_of
from liaison.portal.monthly import monthly
from liaison.portal.views import CityView
from liaison.ui import charts
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
        if self.city is None:
            return super().get_context_data(coverage=None, **kwargs)
        today = timezone.localdate()
        coverage, steps = stats.coverage(self.city), stats.roadmap(self.city, today)
        target = next((s.target for s in steps if s.is_now), None)
        aim = target.coverage_target if target else None
        ranked = sorted(coverage.counties, key=lambda t: (-(t.coverage or 0), t.division.code))
        return super().get_context_data(
            coverage=coverage,
            steps=steps,
            stages=[charts.stage(s.title, s.target.year, today) for s in steps],
            target=target,
            monthly=monthly(
                self.city, site_of(self.request), self.request.GET.get("measure", ""), timezone.now()
            ),
            complete=[t for t in ranked if t.is_complete],
            bars=[county_bar(tally, aim) for tally in ranked],
            ranked=ranked,
            notices=notice_bars(self.city, today),
            **kwargs,
        )


def notice_bars(city: Division, today: date) -> list[charts.Bar]:
    """Each county's share of receptions announced in time this year, the highest first."""
    first, last = today.replace(month=1, day=1), today.replace(month=12, day=31)
    found = receptions.by_county(city, first, last, today)
    counties = {c.pk: c for c in Division.objects.counties().within(city)}
    ranked = sorted(found.items(), key=lambda row: (-(row[1].in_time_share or 0), counties[row[0]].code))
    return [
        charts.Bar(
            label=counties[pk].name,
            percent=figures.in_time_share or 0,
            text=f"{figures.in_time_share:g}%",
            note=f"{figures.in_time}/{figures.measured}",
            url="",
        )
        for pk, figures in ranked
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
