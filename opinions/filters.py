"""What lists of opinions may be narrowed by, for the public and for staff, and what to do with nonsense."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from liaison.divisions.models import Division
from opinions.models import Channel, Opinion, OpinionState, Topic
from opinions.models.opinion import OpinionQuerySet
from stations.filters import FOREIGN


class OpinionFilter(forms.Form):
    """GET only, so that a filtered list can be sent to somebody."""

    county = forms.ChoiceField(label="县（市、区）", required=False)
    year = forms.ChoiceField(label="年份", required=False)
    topic = forms.ChoiceField(label="类别", required=False, choices=[("", "各类"), *Topic.choices])

    def __init__(self, *args: Any, areas: list[Division], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="f-%s", **kwargs)
        self.fields["county"].choices = [("", "全部"), *((a.code, a.name) for a in areas)]
        self.fields["year"].choices = [("", "各年"), *((str(y), f"{y} 年") for y in years)]


class DeskFilter(OpinionFilter):
    """For staff: by state and by the way it came too."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "各种状态"), ("hand", "没有办完的"), ("late", "超期没有答复的"), *OpinionState.choices],
    )
    channel = forms.ChoiceField(label="来源", required=False, choices=[("", "各种来源"), *Channel.choices])


class Choice:
    """The filter as understood: valid values only, and whether something had to be ignored."""

    kind: type[OpinionFilter] = OpinionFilter

    def __init__(self, query: QueryDict, areas: list[Division], today: date) -> None:
        offered: dict[str, Any] = {"areas": areas, "years": _years(today)}
        asked = self.kind(query, **offered)
        strange = [key for key in query if key not in asked.fields and not key.startswith(FOREIGN)]
        self.today = today
        self.was_wrong = not asked.is_valid() or bool(strange)
        self.values = {key: value for key, value in asked.cleaned_data.items() if value}
        self.form = self.kind(initial=self.values, **offered)
        self.area = next((a for a in areas if a.code == self.values.get("county")), None)

    @property
    def place(self) -> str:
        """Where the list looks."""
        return self.area.name if self.area else ""

    def counted(self, rows: OpinionQuerySet) -> OpinionQuerySet:
        """Those of `rows` of the place and the year."""
        if self.area:
            rows = rows.within(self.area)
        return rows.in_year(int(self.values["year"])) if "year" in self.values else rows

    def apply(self, rows: OpinionQuerySet) -> OpinionQuerySet:
        """Those of `rows` that this choice leaves."""
        rows = self.counted(rows)
        return rows.filter(topic=self.values["topic"]) if "topic" in self.values else rows


class DeskChoice(Choice):
    """The same for staff."""

    kind = DeskFilter

    def apply(self, rows: OpinionQuerySet) -> OpinionQuerySet:
        """Those of `rows` that this choice leaves."""
        rows, state = super().apply(rows), self.values.get("state")
        if "channel" in self.values:
            rows = rows.filter(channel=self.values["channel"])
        if state == "hand":
            return rows.in_hand()
        if state == "late":
            return rows.overdue(self.today)
        return rows.filter(state=state) if state else rows


def _years(today: date) -> list[int]:
    """From this year back to the first opinion."""
    first = Opinion.objects.order_by("received_on").values_list("received_on", flat=True).first()
    return list(range(today.year, (first or today).year - 1, -1))
