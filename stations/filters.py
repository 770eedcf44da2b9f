"""The public list's filter: what a citizen may narrow it by, and what to do with nonsense."""

from typing import Any

from django import forms
from django.http import QueryDict

from liaison.divisions.filters import QUERY_LENGTH, has_strange
from liaison.divisions.models import Division
from stations.models import Kind
from stations.models.querysets import StationQuerySet


class StationFilter(forms.Form):
    """GET only, so that a filtered list can be sent to somebody."""

    q = forms.CharField(label="村、社区或站名", required=False)
    county = forms.ChoiceField(label="县（市、区）", required=False)
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "各类联络站"), *Kind.choices])
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "正在服务"), ("closed", "已停用")])
    day = forms.ChoiceField(
        label="开放时间",
        required=False,
        choices=[
            ("", "不限"),
            ("receiving", "今天有代表接待"),
            ("today", "今天开门"),
            ("weekend", "周末也开门"),
        ],
        widget=forms.RadioSelect,
    )
    step_free = forms.BooleanField(label="有无障碍通道", required=False)
    video = forms.BooleanField(label="可视频接待", required=False)

    def __init__(self, *args: Any, areas: list[Division], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="f-%s", **kwargs)
        self.fields["county"].choices = [("", "全部"), *((a.code, a.name) for a in areas)]
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "maxlength": QUERY_LENGTH})

    def clean_q(self) -> str:
        """Search text is cut, never refused."""
        return self.cleaned_data["q"].strip()[:QUERY_LENGTH]


class Choice:
    """The filter as understood: valid values only, and whether something had to be ignored."""

    def __init__(self, query: QueryDict, areas: list[Division]) -> None:
        asked = StationFilter(query, areas=areas)
        self.was_wrong = not asked.is_valid() or has_strange(query, StationFilter.base_fields)
        self.values = {k: v for k, v in asked.cleaned_data.items() if v}
        self.form = StationFilter(initial=self.values, areas=areas)
        self.counties = [a for a in areas if a.is_real]
        self.cities = {a.city_id for a in areas}
        self.area = next((a for a in areas if a.code == self.values.get("county")), None)

    @property
    def more_is_open(self) -> bool:
        """Whether 更多条件 hides something that is in force."""
        return bool(set(self.values) - {"q", "county"})

    @property
    def facilities(self) -> list[forms.BoundField]:
        """The boxes under 便利设施."""
        return [self.form["step_free"], self.form["video"]]

    @property
    def kind_label(self) -> str:
        """The kind chosen, in words."""
        return dict(Kind.choices).get(self.values.get("kind", ""), "")

    @property
    def nothing_found(self) -> str:
        """The heading over an empty list."""
        words = self.values.get("q")
        return f"没有找到“{words}”" if words else "没有符合条件的联络站"

    def apply(self, stations: StationQuerySet, today: Any) -> StationQuerySet:
        """The stations that this choice leaves.

        Contact points are listed when asked for by kind or by name; otherwise the
        list counts what the diagram counts.
        """
        values = self.values
        found = stations.closed() if values.get("status") else stations.in_service()
        if "kind" in values:
            found = found.filter(kind=values["kind"])
        elif "q" not in values:
            found = found.stations()
        if self.area:
            found = found.within(self.area)
        if "q" in values:
            found = found.matching(values["q"])
        found = self._by_day(found, values.get("day"), today)
        if "step_free" in values:
            found = found.filter(step_free=True)
        return found.filter(video_reception=True) if "video" in values else found

    @staticmethod
    def _by_day(found: StationQuerySet, day: str | None, today: Any) -> StationQuerySet:
        if day == "receiving":
            return found.receiving_on(today)
        if day == "today":
            return found.open_on(today)
        return found.open_at_weekends() if day == "weekend" else found
