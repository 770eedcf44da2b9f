"""The staff list's filter; nonsense in the address is ignored and said."""

from typing import Any

from django.http import QueryDict

from liaison.divisions.filters import has_strange
from liaison.divisions.models import Division
from standing.models import AssessmentRound, State
from standing.models.assessment import AssessmentQuerySet

KNOWN = ("year", "county", "state")


class Choice:
    """Year, county and state as understood, and whether something had to be ignored."""

    def __init__(self, query: QueryDict, rounds: list[AssessmentRound], counties: list[Division]) -> None:
        self.rounds, self.counties = rounds, counties
        self.round = next((r for r in rounds if str(r.year) == query.get("year")), None) or next(
            iter(rounds), None
        )
        self.county = next((c for c in counties if c.code == query.get("county")), None)
        self.state = query.get("state", "") if query.get("state") in State.values else ""
        understood = {
            "year": str(self.round.year) if self.round else "",
            "county": self.county.code if self.county else "",
            "state": self.state,
        }
        is_unknown = any(query.get(key) not in (None, "", understood[key]) for key in KNOWN)
        self.was_wrong = is_unknown or has_strange(query, KNOWN)

    def in_county(self, rows: AssessmentQuerySet) -> AssessmentQuerySet:
        """The year's sheets of the county chosen, of any state."""
        found = rows.filter(round=self.round)
        return found.filter(county=self.county) if self.county else found

    def apply(self, rows: AssessmentQuerySet) -> AssessmentQuerySet:
        """The sheets that this choice leaves, in the order of places."""
        found = self.in_county(rows)
        return (found.filter(state=self.state) if self.state else found).order_by("pk")

    def address(self, **changed: Any) -> str:
        """The list's address with these values instead."""
        values = {
            "year": self.round.year if self.round else "",
            "county": self.county.code if self.county else "",
            "state": self.state,
        } | changed
        return "?" + "&".join(f"{key}={value}" for key, value in values.items() if value)
