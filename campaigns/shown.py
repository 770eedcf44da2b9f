"""What the public page of a campaign says: stages, steps, bars and the sections of the plan."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from campaigns.models import Campaign, CampaignStep, Contribution, Post
from campaigns.stats import Standing
from deputies.faces import Face, face_of
from liaison.ui import charts
from stations import stats as stations

FULL = 100
PLAN = (
    ("aims", "目标"),
    ("methods", "活动方式"),
    ("organisation", "组织领导"),
    ("commendation", "总结表彰"),
)


@dataclass(frozen=True)
class Step:
    """A step of the plan as it stands on a day: over, running, or still ahead."""

    step: CampaignStep
    is_over: bool
    is_now: bool


@dataclass(frozen=True)
class Deed:
    """A confirmed contribution with the face of whoever did it."""

    contribution: Contribution
    face: Face

    @property
    def post(self) -> str:
        """本职岗位 or 代表岗位."""
        return str(Post(self.contribution.post).label)

    @property
    def county(self) -> str:
        """Whose roster the deputy stands on."""
        return self.contribution.division.county_name or self.contribution.division.name


def deed(contribution: Contribution) -> Deed:
    """A row fetched `with_public_parts`, with its face."""
    return Deed(contribution, face_of(contribution.deputy))


def stages(campaign: Campaign, today: date) -> list[charts.Stage]:
    """The city's three-year bar; empty where no roadmap was set."""
    steps = stations.roadmap(campaign.city, today)
    return [charts.stage(one.title, one.target.year, today) for one in steps]


def steps(campaign: Campaign, today: date) -> list[Step]:
    """Every step in its order."""
    rows = campaign.steps.all()
    return [Step(s, s.last_day < today, s.since <= today <= s.last_day) for s in rows]


def bars(campaign: Campaign, standing: Standing) -> list[charts.Bar]:
    """One bar for each county with a target, the furthest first; the tick is the time that is over."""
    return [
        charts.Bar(
            label=row.county.name,
            percent=min(row.percent or 0, FULL),
            text=f"{row.percent}%",
            target=standing.time_percent,
            url=list_address(campaign, county=row.county.code),
        )
        for row in standing.aimed
    ]


def list_address(campaign: Campaign, **chosen: str) -> str:
    """The list of contributions, narrowed."""
    return f"{reverse('campaigns:contributions', args=[campaign.year])}?{urlencode(chosen)}"


def plan(campaign: Campaign) -> list[tuple[str, str, str]]:
    """The written parts of the plan: anchor, heading and text."""
    return [(name, word, text) for name, word in PLAN if (text := getattr(campaign, name).strip())]
