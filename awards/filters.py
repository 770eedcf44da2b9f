"""What lists of cases may be narrowed by, and what to do with nonsense."""

from django import forms

from awards.models import CaseState, Prize
from awards.models.case import CaseQuerySet
from liaison.divisions.filters import ListChoice, ListFilter


class CountyFilter(ListFilter):
    """For the cases of one year, which the address names."""

    year = None  # type: ignore[assignment]


class CountyChoice(ListChoice):
    """The cases of a year, as the public reads them."""

    kind = CountyFilter


class CaseFilter(ListFilter):
    """For staff: by state and prize too."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "各种状态"), *CaseState.choices])
    prize = forms.ChoiceField(label="奖项", required=False, choices=[("", "不限"), *Prize.choices])


class Choice(ListChoice):
    """The filter as understood: valid values only, and whether something had to be ignored."""

    kind = CaseFilter

    def apply(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Those of `cases` that this choice leaves."""
        values, cases = self.values, self.in_place(cases)
        if self.year:
            cases = cases.filter(round__year=self.year)
        if "state" in values:
            cases = cases.filter(state=values["state"])
        return cases.filter(prize=values["prize"]) if "prize" in values else cases
