"""Every list of what happens at the stations: where it is, and how its rows tell county and year."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

COUNTY = "410782"
STATION, PLACE = "station.division.county.code", "division.county.code"


def told(row: Any, path: str) -> Any:
    """What is found along `path`; nothing for what belongs to the city as a whole."""
    try:
        return attrgetter(path)(row)
    except AttributeError:
        return None


@dataclass(frozen=True)
class List:
    """One list; `{year}` in the address stands for the year that it is about."""

    address: str
    county: str = ""
    year: str = ""
    shows_one_year: bool = False
    """It always shows one year (or a month): asking for a year turns to it."""
    rows: Callable[[dict[str, Any]], list[Any]] = lambda context: list(context["page"])
    account: str = "city"

    @property
    def is_of_desk(self) -> bool:
        """Whether Django draws it."""
        return self.address.startswith("/admin/") and not self.address.endswith("shortfalls/")

    def shown(self, context: dict[str, Any]) -> list[Any]:
        """The rows on the page."""
        return list(context["cl"].result_list) if self.is_of_desk else self.rows(context)

    def total(self, context: dict[str, Any]) -> int:
        """How many rows there are on all pages."""
        if self.is_of_desk:
            return context["cl"].result_count
        return context["page"].paginator.count if "page" in context else len(self.rows(context))

    def counties(self, context: dict[str, Any]) -> set[str]:
        """The counties of the rows."""
        return {told(row, self.county) for row in self.shown(context)}

    def years(self, context: dict[str, Any]) -> set[int]:
        """The years of the rows."""
        return {told(row, self.year) for row in self.shown(context)}


def public(address: str, **more: Any) -> List:
    """A page for everybody."""
    return List(address, account="anonymous", **more)


def desk(model: str, **more: Any) -> List:
    """A list of the admin."""
    return List(f"/admin/{model}/", **more)


def activities(context: dict[str, Any]) -> list[Any]:
    """Rows of the public list of activities are lines about one each."""
    return [row.activity for row in context["rows"]]


def of_groups(context: dict[str, Any]) -> list[Any]:
    """Cases stand below their prizes."""
    return [case for _, cases in context["groups"] for case in cases]


def judged(context: dict[str, Any]) -> list[Any]:
    """Cases stand beside their marks."""
    return [row.case for row, _ in context["rows"]]


def to_decide(context: dict[str, Any]) -> list[Any]:
    """What waits to be decided, then what waits to be public."""
    return [one["sheet"] for one in context["proposals"]] + list(context["decided"])


LISTS = [
    public("/activities/", county=STATION, year="day.year", rows=activities),
    public("/opinions/", county=STATION, year="received_on.year"),
    public("/bulletins/", year="year"),
    public("/campaigns/{year}/contributions/", county=PLACE, year="campaign.year", shows_one_year=True),
    public("/awards/{year}/", county=PLACE, year="round.year", shows_one_year=True, rows=of_groups),
    List("/work/receptions/", county=STATION, year="day.year", shows_one_year=True),
    List("/work/contributions/", county=PLACE, year="campaign.year"),
    List("/work/contributions/commend/", county=PLACE, year="campaign.year", shows_one_year=True),
    List("/work/activities/?state=published", county=STATION, year="day.year"),
    List("/work/bulletins/", year="year"),
    List("/work/awards/", county=PLACE, year="round.year"),
    List("/work/awards/judging/", county=PLACE, year="round.year", shows_one_year=True, rows=judged),
    List("/work/standing/", county="county.code", year="round.year", shows_one_year=True),
    List("/work/standing/decide/", county="county.code", year="round.year", rows=to_decide),
    List("/work/opinions/", county=STATION, year="received_on.year"),
    desk("receptions/reception", county=STATION, year="day.year"),
    desk("receptions/receptionrule", county=STATION),
    desk("campaigns/campaign", year="year"),
    desk("campaigns/contribution", county=PLACE, year="campaign.year"),
    desk("activities/activity", county=STATION, year="day.year"),
    desk("bulletins/bulletin", year="year"),
    desk("awards/awardround", year="year"),
    desk("awards/awardcase", county=PLACE, year="round.year"),
    desk("standing/assessmentround", year="year"),
    desk("standing/assessment", county="county.code", year="round.year"),
    desk("opinions/opinion", county=STATION, year="received_on.year"),
    desk("opinions/suggestion", county="division.county.code", year="handed_on.year"),
    desk("duties/townshipsession", county=PLACE, year="year"),
    desk("duties/presidiummeeting", county=PLACE, year="held_on.year"),
    desk("duties/partyreport", county=PLACE, year="made_on.year"),
    desk("duties/trainingclass", county="organiser.county.code", year="since.year"),
    List(
        "/admin/duties/townshipsession/shortfalls/",
        county=PLACE,
        rows=lambda context: context["rows"],
    ),
]
"""The rules of receptions and the shortfalls have no day of their own: their years are told below."""
