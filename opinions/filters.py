"""What lists of opinions may be narrowed by, for the public and for staff, and what to do with nonsense."""

from datetime import date

from django import forms
from django.http import QueryDict

from liaison.divisions.filters import ListChoice, ListFilter, years_of
from liaison.divisions.models import Division
from liaison.pages.parts import part
from opinions.models import Channel, Opinion, OpinionState, Topic
from opinions.models.opinion import OpinionQuerySet


class OpinionFilter(ListFilter):
    """By topic too."""

    topic = forms.ChoiceField(label="类别", required=False, choices=[("", "各类"), *Topic.choices])


class DeskFilter(OpinionFilter):
    """For staff: by state and by the way it came too."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "各种状态"), ("hand", "没有办完的"), ("late", "超期没有答复的"), *OpinionState.choices],
    )
    channel = forms.ChoiceField(label="来源", required=False, choices=[("", "各种来源"), *Channel.choices])


@part
def received_years(today: date) -> list[int]:
    """The years to choose from: back to the first opinion."""
    return years_of(Opinion.objects.all(), "received_on", today)


class Choice(ListChoice):
    """The filter as understood: valid values only, and whether something had to be ignored."""

    kind: type[OpinionFilter] = OpinionFilter

    def __init__(self, query: QueryDict, areas: list[Division], today: date) -> None:
        self.today = today
        super().__init__(query, areas, years=received_years(today))

    def counted(self, rows: OpinionQuerySet) -> OpinionQuerySet:
        """Those of `rows` of the place and the year."""
        rows = self.in_place(rows)
        return rows.in_year(self.year) if self.year else rows

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
