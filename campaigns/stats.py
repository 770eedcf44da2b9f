"""Figures of a campaign by county: contributions at both posts, deputies taking part, completion."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from campaigns.models import Campaign, CampaignTarget, Contribution, Post
from liaison.divisions.models import Division


@dataclass(frozen=True)
class CountyRow:
    """One county in a campaign; `target` is None where the city set none."""

    county: Division
    job: int
    deputy: int
    persons: int
    target: int | None

    @property
    def total(self) -> int:
        """Confirmed contributions at both posts."""
        return self.job + self.deputy

    @property
    def percent(self) -> int | None:
        """Of the target, in per cent, rounded down so that 100 means done; None without a target."""
        return 100 * self.total // self.target if self.target else None


@dataclass(frozen=True)
class Standing:
    """How a campaign stands on a day, county by county."""

    rows: list[CountyRow]
    time_percent: int
    """How much of the campaign's time is over, in per cent."""

    @property
    def job(self) -> int:
        """Contributions at the job."""
        return sum(row.job for row in self.rows)

    @property
    def deputy(self) -> int:
        """Contributions as a deputy."""
        return sum(row.deputy for row in self.rows)

    @property
    def total(self) -> int:
        """All that were confirmed."""
        return self.job + self.deputy

    @property
    def persons(self) -> int:
        """Deputies with at least one; a person stands on one roster only."""
        return sum(row.persons for row in self.rows)

    @property
    def aimed(self) -> list[CountyRow]:
        """Counties with a target, the furthest first."""
        known = [row for row in self.rows if row.percent is not None]
        return sorted(known, key=lambda row: (-(row.percent or 0), row.county.code))

    @property
    def ahead(self) -> int:
        """Counties that are at least as far as the time."""
        return sum((row.percent or 0) >= self.time_percent for row in self.aimed)

    @property
    def done(self) -> int:
        """Counties that reached their target."""
        return sum((row.percent or 0) >= 100 for row in self.aimed)


def standing(campaign: Campaign, day: date, counties: Iterable[Division] | None = None) -> Standing:
    """Confirmed contributions of `campaign` by county. Three queries, four without `counties`.

    `counties` narrows the table, for whoever sees only their own.
    """
    if counties is None:
        counties = Division.objects.counties().within(campaign.city).order_by("code")
    places = list(counties)
    confirmed = Contribution.objects.confirmed().filter(campaign=campaign)
    posts = confirmed.order_by().values_list("division__county", "post").annotate(Count("pk"))
    persons = confirmed.order_by().values_list("division__county").annotate(Count("deputy", distinct=True))
    counted = {(county, post): number for county, post, number in posts}
    people = dict(persons)
    targets = CampaignTarget.objects.filter(campaign=campaign)
    aims = {target.county_id: target.contributions for target in targets}
    rows = [
        CountyRow(
            county,
            counted.get((county.pk, Post.JOB), 0),
            counted.get((county.pk, Post.DEPUTY), 0),
            people.get(county.pk, 0),
            aims.get(county.pk),
        )
        for county in places
    ]
    return Standing(rows, time_percent(campaign, day))


def time_percent(campaign: Campaign, day: date) -> int:
    """How much of the campaign's days is over at the end of `day`, 0–100."""
    days = (campaign.until - campaign.since).days + 1
    over = (day - campaign.since).days + 1
    return min(max(100 * over // days, 0), 100)


def confirmed(area: Division, year: int) -> int:
    """Contributions confirmed under the campaign of `year`. One query."""
    return Contribution.objects.public().within(area).filter(campaign__year=year).count()
