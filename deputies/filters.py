"""The public list's filter: whom a citizen may narrow it to, and what to do with nonsense."""

from typing import Any

from django import forms
from django.http import QueryDict

from deputies.faces import words_at
from deputies.models import CongressLevel
from deputies.models.deputy import DeputyQuerySet
from liaison.divisions.filters import QUERY_LENGTH, has_strange
from liaison.divisions.models import Division
from stations.models import Station

LEVEL_WORDS = {level.value: f"{level.label}人大代表" for level in CongressLevel} | {
    CongressLevel.TOWNSHIP.value: "乡镇人大代表"
}


class DeputyFilter(forms.Form):
    """GET only, so that a filtered list can be sent to somebody."""

    q = forms.CharField(label="姓名", required=False, help_text="汉字或者拼音首字母，如 zxl")
    county = forms.ChoiceField(label="县（市、区）", required=False)
    station = forms.ChoiceField(label="乡镇（街道）联络站", required=False)
    level = forms.ChoiceField(label="层级", required=False, choices=[("", "各级代表"), *LEVEL_WORDS.items()])

    def __init__(
        self, *args: Any, areas: list[Division], stations: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="f-%s", **kwargs)
        self.fields["county"].choices = [("", "全部"), *((a.code, a.name) for a in areas)]
        self.fields["station"].choices = [("", "全部"), *stations]
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "maxlength": QUERY_LENGTH})

    def clean_q(self) -> str:
        """Search text is cut, never refused."""
        return self.cleaned_data["q"].strip()[:QUERY_LENGTH]


class Choice:
    """The filter as understood: valid values only, and whether something had to be ignored."""

    def __init__(self, query: QueryDict, areas: list[Division]) -> None:
        self.station = _station(query.get("station", ""))
        self.area = _area(query.get("county", ""), self.station, areas)
        stations = _stations(self.area)
        asked = DeputyFilter(query, areas=areas, stations=stations)
        self.was_wrong = not asked.is_valid() or has_strange(query, DeputyFilter.base_fields)
        self.values = {k: v for k, v in asked.cleaned_data.items() if v}
        if self.area:
            self.values["county"] = self.area.code
        if "station" not in self.values:
            self.station = None
        self.form = DeputyFilter(initial=self.values, areas=areas, stations=stations)

    @property
    def has_stations(self) -> bool:
        """Whether a county was chosen, so that its stations can be offered."""
        return len(self.form.fields["station"].choices) > 1

    @property
    def level(self) -> str:
        """The level chosen, in the words used there."""
        level = self.values.get("level", "")
        if level and self.station:
            return words_at(self.station.division).get(level, CongressLevel(level).label) + "人大代表"
        return LEVEL_WORDS.get(level, "")

    @property
    def place(self) -> str:
        """Where the list looks."""
        if self.station:
            return self.station.short_name
        return self.area.name if self.area else ""

    @property
    def nothing_found(self) -> str:
        """The heading over an empty list."""
        words = self.values.get("q")
        return f"没有找到“{words}”" if words else "没有符合条件的代表"

    def apply(self, deputies: DeputyQuerySet) -> DeputyQuerySet:
        """Those of the serving `deputies` that this choice leaves."""
        values = self.values
        found = deputies.serving_at(values["level"]) if "level" in values else deputies.serving()
        if self.station:
            found = found.at(self.station)
        elif self.area:
            found = found.within(self.area)
        return found.matching(values["q"]) if "q" in values else found


def _station(code: str) -> Station | None:
    """The station with this code; only such take deputies."""
    if not code:
        return None
    return Station.objects.in_service().stations().with_place().filter(code=code[:6].upper()).first()


def _area(code: str, station: Station | None, areas: list[Division]) -> Division | None:
    """The area chosen; a link from a station's page names only the station."""
    if not code and station:
        return next((a for a in areas if a.pk == station.division.county_id), None)
    return next((a for a in areas if a.code == code), None)


def _stations(area: Division | None) -> list[tuple[str, str]]:
    """Stations of the chosen area, by code."""
    if area is None:
        return []
    found = Station.objects.in_service().stations().within(area).in_place_order()
    return [(s.code, s.short_name) for s in found.only("code", "name")]
