"""The public list's filter: series and year, and what to do with nonsense."""

from datetime import date

from django.http import QueryDict

from bulletins.models import Bulletin, Series
from bulletins.models.bulletin import BulletinQuerySet
from liaison.divisions.filters import has_strange, numbered_years_of


class Choice:
    """The filter as understood: a known series, a year offered, and whether something was ignored."""

    def __init__(self, query: QueryDict, public: BulletinQuerySet, today: date) -> None:
        self.all_series = list(Series.objects.all())
        asked_series, asked_year = query.get("series", ""), query.get("year", "")
        self.series = next((one for one in self.all_series if one.slug == asked_series), None)
        found = public.filter(series=self.series) if self.series else public
        self.years = numbered_years_of(found, today)
        self.year = next((year for year in self.years if str(year) == asked_year), None)
        is_unknown = bool(asked_series and not self.series) or bool(asked_year and not self.year)
        self.was_wrong = has_strange(query, ("series", "year")) or is_unknown
        self.found = found.filter(year=self.year) if self.year else found

    @property
    def title(self) -> str:
        """The heading of the page."""
        return self.series.name if self.series else "专题活动和通知公告"

    def rows(self) -> BulletinQuerySet:
        """The issues that this choice leaves, newest first."""
        return self.found.newest_first()


def neighbours(bulletin: Bulletin, public: BulletinQuerySet) -> tuple[Bulletin | None, Bulletin | None]:
    """The public issues of the same series before and after this one."""
    rows = public.filter(series=bulletin.series).for_lists()
    mine = (bulletin.year, bulletin.number)
    earlier = rows.filter(year__lte=mine[0]).exclude(year=mine[0], number__gte=mine[1])
    later = rows.filter(year__gte=mine[0]).exclude(year=mine[0], number__lte=mine[1])
    return earlier.order_by("-year", "-number").first(), later.order_by("year", "number").first()
