"""What the staff's list of cases may be narrowed by."""

from typing import Any

from django import forms
from django.http import QueryDict

from awards.models import AwardRound, CaseState, Prize
from awards.models.case import CaseQuerySet
from liaison.divisions.models import Division
from stations.filters import FOREIGN


class CaseFilter(forms.Form):
    """GET only, so that a filtered list can be sent to somebody."""

    year = forms.ChoiceField(label="年度", required=False)
    county = forms.ChoiceField(label="县（市、区）", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "各种状态"), *CaseState.choices])
    prize = forms.ChoiceField(label="奖项", required=False, choices=[("", "不限"), *Prize.choices])

    def __init__(self, *args: Any, areas: list[Division], rounds: list[AwardRound], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="f-%s", **kwargs)
        self.fields["county"].choices = [("", "全部"), *((a.code, a.name) for a in areas)]
        self.fields["year"].choices = [("", "各年度"), *((str(r.year), f"{r.year} 年") for r in rounds)]


class Choice:
    """The filter as understood: valid values only, and whether something had to be ignored."""

    def __init__(self, query: QueryDict, areas: list[Division], rounds: list[AwardRound]) -> None:
        asked = CaseFilter(query, areas=areas, rounds=rounds)
        strange = [key for key in query if key not in asked.fields and not key.startswith(FOREIGN)]
        self.was_wrong = not asked.is_valid() or bool(strange)
        self.values = {key: value for key, value in asked.cleaned_data.items() if value}
        self.form = CaseFilter(initial=self.values, areas=areas, rounds=rounds)
        self.area = next((a for a in areas if a.code == self.values.get("county")), None)

    def apply(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Those of `cases` that this choice leaves."""
        values = self.values
        if self.area:
            cases = cases.within(self.area)
        if "year" in values:
            cases = cases.filter(round__year=values["year"])
        if "state" in values:
            cases = cases.filter(state=values["state"])
        return cases.filter(prize=values["prize"]) if "prize" in values else cases
