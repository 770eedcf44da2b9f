"""The public list's filter: what a citizen may narrow it by, and what to do with nonsense."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from activities.models import Activity, ActivityKind
from activities.models.activity import ActivityQuerySet
from campaigns.models import Campaign
from liaison.divisions.filters import ListChoice, ListFilter, years_of
from liaison.divisions.models import Division
from liaison.pages.parts import part
from stations.models import Station

MOST_CAMPAIGNS = 30
"""Campaigns offered: one a year."""


class ActivityFilter(ListFilter):
    """By kind, campaign and station too."""

    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "各类活动"), *ActivityKind.choices])
    campaign = forms.ChoiceField(label="双岗建功", required=False)
    station = forms.CharField(required=False, max_length=6, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaigns: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("campaign", [("", "不限"), *((str(y), f"{y} 年双岗建功") for y in campaigns)])


@part
def published_years(today: date) -> list[int]:
    """The years to choose from: back to the first published activity."""
    return years_of(Activity.objects.public(), "day", today)


@part
def campaign_years() -> list[int]:
    """The years of the campaigns to choose from, the newest first."""
    rows = Campaign.objects.public().order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(rows[:MOST_CAMPAIGNS]))


class Choice(ListChoice):
    """The filter as understood: valid values only, and whether something had to be ignored."""

    kind = ActivityFilter

    def __init__(self, query: QueryDict, areas: list[Division], today: date) -> None:
        years = published_years(today)
        campaigns = campaign_years()
        super().__init__(query, areas, years=years, campaigns=campaigns)
        self.has_campaigns = bool(campaigns)
        self.station = self._station()

    def _station(self) -> Station | None:
        """The station named; one that is not there is ignored and said."""
        code = self.values.pop("station", "").upper()
        if not code:
            return None
        found = Station.objects.public().filter(code=code).first()
        if found is None:
            self.was_wrong = True
            return None
        self.values["station"] = code
        return found

    @property
    def place(self) -> str:
        """Where the list looks."""
        return self.station.short_name if self.station else super().place

    @property
    def kind_label(self) -> str:
        """The kind chosen, in words."""
        return dict(ActivityKind.choices).get(self.values.get("kind", ""), "")

    def apply(self, activities: ActivityQuerySet) -> ActivityQuerySet:
        """Those of the published `activities` that this choice leaves."""
        values, found = self.values, activities
        if self.station:
            found = found.filter(station=self.station)
        if self.area:
            found = found.filter(county=self.area) if self.area.is_real else found.within(self.area)
        if "kind" in values:
            found = found.filter(kind=values["kind"])
        if self.year:
            found = found.in_year(self.year)
        return found.of_year(int(values["campaign"])) if "campaign" in values else found
