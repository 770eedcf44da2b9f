"""Lists of the desk by year: the choices are a handful of years and cost no query."""

from datetime import datetime, time
from typing import Any

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from liaison.audit.desk import FixedFilter
from liaison.lib.years import offered, whole


class YearFilter(FixedFilter):
    """By the year of a column, which is a day, a moment or a year itself."""

    title = "年份"
    parameter_name = "year"
    path = "day"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(year), f"{year}年") for year in offered(timezone.localdate())]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        year = self.chosen()
        return queryset if year is None else queryset.filter(self.condition(queryset.model, int(year)))

    def condition(self, model: type[models.Model], year: int) -> Q:
        """Rows of that year."""
        column = get_fields_from_path(model, self.path)[-1]
        if isinstance(column, models.IntegerField):
            return Q(**{self.path: year})
        span: tuple[Any, ...] = whole(year)
        if isinstance(column, models.DateTimeField):
            ends = zip(span, (time.min, time.max), strict=True)
            span = tuple(timezone.make_aware(datetime.combine(day, hour)) for day, hour in ends)
        return Q(**{f"{self.path}__range": span})


class InForceFilter(YearFilter):
    """By a year in which a dated row was in force for at least a day."""

    def condition(self, model: type[models.Model], year: int) -> Q:
        """Begun by its end, and not ended before it began."""
        first, last = whole(year)
        return Q(since__lte=last) & (Q(until=None) | Q(until__gte=first))


def year_of(column: str, title: str = YearFilter.title) -> type[YearFilter]:
    """`list_filter = (year_of("round__year"), …)`: the filter for that column."""
    return type("YearFilter", (YearFilter,), {"path": column, "title": title})
