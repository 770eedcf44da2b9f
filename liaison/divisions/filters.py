"""What every list may be narrowed by, county and year, and what to do with nonsense (trust.md R21).

A list says its own further conditions in a `ListFilter` and applies them in a `ListChoice`;
what a person may choose among (counties in their sight, a few years) is given, never asked of the rows.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.years import back_to

Rows = TypeVar("Rows", bound=ScopedQuerySet)

QUERY_LENGTH = 100
FOREIGN = ("from", "isappinstalled", "scene", "utm_", "_", "page")
"""What WeChat, trackers and the pager append; none of it is a filter gone wrong."""


def has_strange(query: QueryDict, known: Iterable[str]) -> bool:
    """Whether the address asks for something that this list does not know."""
    fields = set(known)
    return any(key not in fields and not key.startswith(FOREIGN) for key in query)


def counties_of(user: Any) -> list[Division]:
    """The counties this person looks over."""
    return list(Division.objects.counties().for_staff(user).order_by("code"))


def years_of(rows: Any, column: str, today: date) -> list[int]:
    """From this year back to the first of `rows`; the index of the column answers."""
    first = rows.order_by(column).values_list(column, flat=True).first()
    return back_to(getattr(first, "year", first), today.year)


def numbered_years_of(rows: Any, today: date, column: str = "year") -> list[int]:
    """The same where rows carry a year, which may be the next one already."""
    last = rows.order_by(f"-{column}").values_list(column, flat=True).first()
    first = rows.order_by(column).values_list(column, flat=True).first()
    return back_to(first, max(last or today.year, today.year))


class ListFilter(forms.Form):
    """GET only, so that a filtered list can be sent to somebody."""

    county = forms.ChoiceField(label="县（市、区）", required=False)
    year = forms.ChoiceField(label="年份", required=False)

    def __init__(
        self, *args: Any, areas: Sequence[Division] = (), years: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        """`years` are numbers, or pairs of a year and how it is called."""
        super().__init__(*args, auto_id="f-%s", **kwargs)
        told = [year if isinstance(year, tuple) else (str(year), f"{year} 年") for year in years]
        self._offer("county", [("", "全部"), *((area.code, area.name) for area in areas)])
        self._offer("year", [("", "各年"), *told])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if name in self.fields:
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ListChoice:
    """The filter as understood: valid values only, and whether something had to be ignored."""

    kind: type[ListFilter] = ListFilter

    def __init__(self, query: QueryDict, areas: Sequence[Division], **offered: Any) -> None:
        asked = self.kind(query, areas=areas, **offered)
        self.was_wrong = not asked.is_valid() or has_strange(query, asked.fields)
        self.values = {key: value for key, value in asked.cleaned_data.items() if value}
        self.form = self.kind(initial=self.values, areas=areas, **offered)
        self.areas = areas
        self.area = next((area for area in areas if area.code == self.values.get("county")), None)

    @property
    def year(self) -> int | None:
        """The year chosen."""
        return int(self.values["year"]) if "year" in self.values else None

    @property
    def place(self) -> str:
        """Where the list looks."""
        return self.area.name if self.area else ""

    def in_place(self, rows: Rows) -> Rows:
        """Those of `rows` that lie in the county chosen."""
        return rows.within(self.area) if self.area else rows
