"""What the lists of contributions may be narrowed by, and what to do with nonsense."""

from typing import Any

from django import forms

from campaigns.models import Campaign, ContributionState, Post
from campaigns.models.contribution import ContributionQuerySet
from liaison.divisions.filters import QUERY_LENGTH, ListChoice, ListFilter


class ContributionFilter(ListFilter):
    """By post and commendation; the address names the year."""

    year: Any = None
    post = forms.ChoiceField(label="岗位", required=False, choices=[("", "两个岗位"), *Post.choices])
    commended = forms.ChoiceField(label="表彰", required=False, choices=[("", "不限"), ("yes", "受表彰的")])


class DeskFilter(ContributionFilter):
    """For staff: by state, campaign and name too."""

    q = forms.CharField(label="代表姓名或拼音首字母", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "各种状态"), *ContributionState.choices]
    )
    year = forms.ChoiceField(label="年度", required=False)

    def __init__(self, *args: Any, campaigns: list[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "maxlength": QUERY_LENGTH})
        self._offer("year", [("", "各年度"), *years(campaigns)])

    def clean_q(self) -> str:
        """Search text is cut, never refused."""
        return self.cleaned_data["q"].strip()[:QUERY_LENGTH]


class CommendFilter(ContributionFilter):
    """Which confirmed contributions to choose among."""

    year = forms.ChoiceField(label="年度", required=False)

    def __init__(self, *args: Any, campaigns: list[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("year", years(campaigns))


def years(campaigns: list[Campaign]) -> list[tuple[str, str]]:
    """Campaigns to choose from, the newest first."""
    return [(str(c.year), f"{c.year} 年“{c.theme}”") for c in campaigns]


class Choice(ListChoice):
    """The filter as understood: valid values only, and whether something had to be ignored."""

    kind: type[ContributionFilter] = ContributionFilter

    def apply(self, rows: ContributionQuerySet) -> ContributionQuerySet:
        """Those of `rows` that this choice leaves."""
        rows = self.in_place(rows)
        if "post" in self.values:
            rows = rows.filter(post=self.values["post"])
        return rows.commended() if "commended" in self.values else rows


class DeskChoice(Choice):
    """The same for staff."""

    kind = DeskFilter

    def apply(self, rows: ContributionQuerySet) -> ContributionQuerySet:
        """Narrowed by name, state and year too."""
        rows = super().apply(rows)
        if "state" in self.values:
            rows = rows.filter(state=self.values["state"])
        if "year" in self.values:
            rows = rows.filter(campaign__year=self.values["year"])
        return rows.of_people(self.values["q"]) if "q" in self.values else rows


class CommendChoice(Choice):
    """The same for choosing whom to commend; the year is read by the view."""

    kind = CommendFilter
