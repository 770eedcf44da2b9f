"""The list of activities in hand: by state, narrowed by words, kind and county."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import QueryDict
from django.utils import timezone

from activities.actions import REVIEW, WRITE
from activities.models import Activity, ActivityKind, ActivityState
from liaison.divisions.filters import QUERY_LENGTH, counties_of, has_strange, years_of
from liaison.divisions.models import Division
from liaison.ui.paging import CAP, CappedPaginator

PER_PAGE = 20
S = ActivityState
FIRST = {REVIEW: (S.SUBMITTED, S.RETURNED, S.DRAFT), WRITE: (S.RETURNED, S.DRAFT, S.SUBMITTED)}
"""What waits for whoever reviews, and for whoever writes; the first that is not empty is shown."""


@dataclass(frozen=True)
class Tab:
    """One state with its count, no further than the cap."""

    state: str
    label: str
    count: int
    query: str
    is_on: bool

    @property
    def count_text(self) -> str:
        """26, or 1000+."""
        return f"{CAP}+" if self.count > CAP else str(self.count)


def listed(user: Any, query: QueryDict) -> dict[str, Any]:
    """The page of rows, the tabs, and what the filter understood; all in the scope of `user`."""
    counties, mine = counties_of(user), Activity.objects.for_staff(user)
    years = years_of(mine, "day", timezone.localdate())
    asked = _understood(query, counties, years)
    rows = _narrowed(mine, asked, counties)
    counts = {state: rows.filter(state=state)[: CAP + 1].count() for state in S.values}
    state = query.get("state") if query.get("state") in S.values else _first(user, counts)
    rest = {name: value for name, value in asked.items() if value}
    tabs = [
        Tab(value, str(label), counts[value], urlencode(rest | {"state": value}), value == state)
        for value, label in S.choices
    ]
    return {
        "tabs": tabs,
        "state": state,
        "state_label": S(state).label,
        "page": _page(rows.filter(state=state), query.get("page")),
        "asked": asked,
        "kinds": ActivityKind.choices,
        "counties": counties if len(counties) > 1 else [],
        "years": years,
        "was_wrong": _is_wrong(query, asked),
        "may_write": user.has_perm(WRITE),
        "may_review": user.has_perm(REVIEW),
    }


def _understood(query: QueryDict, counties: list[Division], years: list[int]) -> dict[str, str]:
    """Valid filters; what is nonsense is left out."""
    kind, county, year = (query.get(name, "") for name in ("kind", "county", "year"))
    return {
        "q": query.get("q", "").strip()[:QUERY_LENGTH],
        "kind": kind if kind in ActivityKind.values else "",
        "county": county if county in {one.code for one in counties} else "",
        "year": year if year in map(str, years) else "",
    }


def _is_wrong(query: QueryDict, asked: dict[str, str]) -> bool:
    """Whether something in the address was left out."""
    state = query.get("state", "")
    is_unknown = any(query.get(name) and not asked[name] for name in ("kind", "county", "year"))
    return is_unknown or (state not in S.values and state != "") or has_strange(query, (*asked, "state"))


def _narrowed(rows: Any, asked: dict[str, str], counties: list[Division]) -> Any:
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if area := next((one for one in counties if one.code == asked["county"]), None):
        rows = rows.within(area)
    if asked["year"]:
        rows = rows.in_year(int(asked["year"]))
    return rows.matching(asked["q"])


def _first(user: Any, counts: dict[str, int]) -> str:
    wanted = FIRST[REVIEW] if user.has_perm(REVIEW) else FIRST[WRITE]
    return str(next((state for state in wanted if counts[state]), S.PUBLISHED))


def _page(rows: Any, number: str | None) -> Page:
    """Ids first: the wide rows of one page only."""
    page = CappedPaginator(rows.newest_first().values_list("pk", flat=True), PER_PAGE).get_page(number)
    found = Activity.objects.with_names().select_related("writer").in_bulk(list(page.object_list))
    page.object_list = [found[pk] for pk in page.object_list]
    return page
