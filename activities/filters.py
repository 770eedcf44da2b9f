"""The public list's filter: what a citizen may narrow it by, and what to do with nonsense."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from activities.models import Activity, ActivityKind
from activities.models.activity import ActivityQuerySet
from campaigns.models import Campaign
from liaison.divisions.models import Division
from stations.filters import FOREIGN
from stations.models import Station


class ActivityFilter(forms.Form):
    """GET only, so that a filtered list can be sent to somebody."""

    county = forms.ChoiceField(label="县（市、区）", required=False)
    year = forms.ChoiceField(label="年份", required=False)
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "各类活动"), *ActivityKind.choices])
    campaign = forms.ChoiceField(label="双岗建功", required=False)
    station = forms.CharField(required=False, max_length=6, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, areas: list[Division], years: list[int], campaigns: list[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="f-%s", **kwargs)
        self.fields["county"].choices = [("", "全部"), *((a.code, a.name) for a in areas)]
        self.fields["year"].choices = [("", "各年"), *((str(y), f"{y} 年") for y in years)]
        self.fields["campaign"].choices = [("", "不限"), *((str(y), f"{y} 年双岗建功") for y in campaigns)]


class Choice:
    """The filter as understood: valid values only, and whether something had to be ignored."""

    def __init__(self, query: QueryDict, areas: list[Division], today: date) -> None:
        offered = {
            "areas": areas,
            "years": _years(today),
            "campaigns": list(
                Campaign.objects.public().order_by("-year").values_list("year", flat=True).distinct()
            ),
        }
        asked = ActivityFilter(query, **offered)
        self.was_wrong = not asked.is_valid() or any(map(_is_strange, query))
        self.values = {k: v for k, v in asked.cleaned_data.items() if v}
        self.station = self._station()
        self.area = next((a for a in areas if a.code == self.values.get("county")), None)
        self.form = ActivityFilter(initial=self.values, **offered)
        self.has_campaigns = bool(offered["campaigns"])

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
        if self.station:
            return self.station.short_name
        return self.area.name if self.area else ""

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
        if "year" in values:
            found = found.in_year(int(values["year"]))
        return found.of_year(int(values["campaign"])) if "campaign" in values else found


def _years(today: date) -> list[int]:
    """From this year back to the first activity."""
    first = Activity.objects.public().order_by("day").values_list("day", flat=True).first()
    return list(range(today.year, (first or today).year - 1, -1))


def _is_strange(key: str) -> bool:
    return key not in ActivityFilter.base_fields and not key.startswith(FOREIGN)
