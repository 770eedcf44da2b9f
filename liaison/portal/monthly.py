"""What the public sees of the monthly reports: the year by county, one month, the same as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from liaison.divisions.models import Division
from liaison.lib.csvtext import csv_text
from liaison.portal.context import site_of
from liaison.portal.models import SiteSettings
from liaison.portal.views import CityView
from progress import api
from progress.figures import units
from progress.indicators import PUBLIC, Indicator
from progress.measures import BY_CODE, MEASURES, SHARES, Heat, Year, bars, heat, newest_year
from progress.models import Figure, MonthlyReport
from stations.models import RoadmapYear

HEADING = ("月份", "县（市、区）", "代码", "指标编码", "指标", "单位", "数值", "版次")
CITY_WORD = "全市"


def compared(asked: Mapping[str, str]) -> Any:
    """The records of the counties; none where the city publishes its totals only."""
    rows = api.rows(asked)
    return rows if SiteSettings.load().compares_counties else rows.none()


PROGRESS = replace(api.PROGRESS, rows=compared)


@dataclass(frozen=True)
class Monthly:
    """The upper part of the progress page."""

    heat: Heat
    tabs: list[tuple[str, str, bool]]
    bars: list[Any]
    totals: dict[str, int]
    is_compared: bool
    is_unknown: bool
    """The address asked for a measure that there is not."""


def monthly(
    city: Division, site: SiteSettings, asked: str, now: datetime, targets: Sequence[RoadmapYear]
) -> Monthly | None:
    """The newest year with confirmed reports, for the chosen measure; None before there is any."""
    number = newest_year(city)
    if number is None:
        return None
    measure = BY_CODE.get(asked, MEASURES[0])
    year = Year(city, number, now)
    year.load({code for one in (*SHARES, *MEASURES) for code in one.codes})
    table = heat(year, measure)
    if table is None:
        return None
    sums = {code: n for one in MEASURES for code, n in year.sums(one, year.units, table.last).items()}
    return Monthly(
        heat=table,
        tabs=[(f"?measure={one.code}#t-heat", one.label, one is measure) for one in MEASURES],
        bars=bars(year, next((one for one in targets if one.year == number), None)),
        totals=sums,
        is_compared=site.compares_counties,
        is_unknown=bool(asked) and asked not in BY_CODE,
    )


@dataclass(frozen=True)
class MonthLine:
    """One public indicator of one month: the city, then each county."""

    indicator: Indicator
    total: int | None
    values: list[int | None]


@dataclass(frozen=True)
class Month:
    """Everything public about one month."""

    month: date
    counties: list[Division]
    reports: dict[int, MonthlyReport]
    lines: list[MonthLine]

    @property
    def corrected(self) -> list[MonthlyReport]:
        """Reports whose figures were corrected after they had been public."""
        return [one for one in self.reports.values() if one.revision > 1]


def month_of(city: Division, month: date, *, is_compared: bool) -> Month:
    """One month; 404 while no report of it counts. Three queries."""
    everyone = list(units(city))
    rows = MonthlyReport.objects.in_force().filter(month=month, county__in=everyone).select_related("county")
    reports = {one.county_id: one for one in rows.defer("practice", "difficulties")}
    if not reports:
        raise Http404("这个月还没有公开的数据")
    figures = {
        (county, code): value
        for county, code, value in Figure.objects.filter(report__in=reports.values()).values_list(
            "report__county", "code", "value"
        )
    }
    shown = everyone if is_compared else []
    return Month(month, shown, reports, [_line(one, everyone, shown, figures) for one in PUBLIC])


def _line(
    one: Indicator, everyone: list[Division], shown: list[Division], figures: Mapping[Any, Any]
) -> MonthLine:
    known = [n for unit in everyone if (n := figures.get((unit.pk, one.code))) is not None]
    return MonthLine(one, sum(known) if known else None, [figures.get((unit.pk, one.code)) for unit in shown])


class MonthView(CityView):
    """One month of all counties, every public indicator."""

    template_name = "public/portal/month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = _found(self.request, self.kwargs["month"])
        city = self.city
        months = MonthlyReport.objects.in_force().within(city).order_by("-month") if city else []
        others = list(dict.fromkeys(months.values_list("month", flat=True))) if city else []
        return super().get_context_data(
            found=found,
            others=[(one, one == found.month) for one in sorted(others)[-12:]],
            total_units=len(units(city)) if city else 0,
            **kwargs,
        )


def _found(request: HttpRequest, month: date) -> Month:
    site = site_of(request)
    if site.served_city is None or month > timezone.localdate():
        raise Http404("这个月还没有公开的数据")
    return month_of(site.served_city, month, is_compared=site.compares_counties)


@require_safe
def month_csv(request: HttpRequest, month: date) -> HttpResponse:
    """The month's public figures, a line for each county and indicator, the city first."""
    found = _found(request, month)
    lines: list[list[object]] = []
    for line in found.lines:
        one, when = line.indicator, f"{found.month:%Y-%m}"
        lines.append([when, CITY_WORD, "", one.code, one.label, one.unit, line.total, ""])
        for unit, value in zip(found.counties, line.values, strict=True):
            report = found.reports.get(unit.pk)
            revision = report.revision if report else ""
            lines.append([when, unit.name, unit.code, one.code, one.label, one.unit, value, revision])
    response = HttpResponse(csv_text(HEADING, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="progress-{found.month:%Y-%m}.csv"'
    return response
