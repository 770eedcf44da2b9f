"""Three campaigns of the demo city: 2019, last year's, and the running one; one seed, the same deeds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from campaigns.demo import papers, words
from campaigns.models import (
    Campaign,
    CampaignDocument,
    CampaignState,
    CampaignStep,
    CampaignTarget,
    Contribution,
    ContributionState,
)
from deputies.models import Assignment, Deputy, Mandate
from liaison.accounts.models import Role, User
from liaison.divisions.models import Division

S = ContributionState
KEEPERS_TOWN = "孟庄镇"
SHARE_COMMENDED = 0.2
KEEPERS_STATES = (S.RETURNED, S.DRAFT, S.SUBMITTED, S.SUBMITTED, S.CONFIRMED)
"""What the keeper's station has at least."""


def build(city: Division, today: date, seed: int) -> int:
    """Write everything after stations, deputies and accounts; returns the number of contributions."""
    return DemoCampaigns(city, today, Random(seed + 11)).build()  # noqa: S311 -- repeatable, not secret


@dataclass
class DemoCampaigns:
    """Writes the campaigns with their parts and contributions; call `build` once."""

    city: Division
    today: date
    random: Random

    def build(self) -> int:
        """Create everything."""
        self.counties = list(Division.objects.counties().within(self.city).order_by("code"))
        self.places = dict(Assignment.objects.open().values_list("deputy", "station"))
        officers = User.objects.filter(role=Role.COUNTY_OFFICER)
        self.officers = {user.division_id: user for user in officers}
        year = self.today.year
        first = self._campaign(words.FIRST.year, words.RURAL, CampaignState.CONCLUDED)
        rows = self._rows(first, self._people(words.FIRST), (4, 7), SHARE_COMMENDED * 2)
        last = self._campaign(year - 1, words.BUSINESS, CampaignState.CONCLUDED)
        rows += self._rows(last, self._people(self.today), (9, 15), SHARE_COMMENDED)
        running = self._campaign(year, words.LIVELIHOOD, CampaignState.RUNNING)
        rows += self._rows(running, self._people(self.today), (14, 24), 0)
        rows += self._of_the_keeper(running)
        bulk_create_with_history(rows, Contribution)
        return len(rows)

    def _campaign(self, year: int, plan: words.Plan, state: str) -> Campaign:
        campaign = Campaign.objects.create(
            city=self.city, year=year, state=state, since=date(year, 1, 1), until=date(year, 12, 31),
            **plan._asdict(),
        )  # fmt: skip
        CampaignStep.objects.bulk_create(
            CampaignStep(
                campaign=campaign,
                title=step.title,
                since=date(year, *step.since),
                until=date(year, *step.until) if step.until else None,
                text=step.text,
            )
            for step in words.STEPS
        )
        self._papers(campaign)
        return campaign

    def _papers(self, campaign: Campaign) -> None:
        title = f"{campaign.year} 年双岗建功活动方案"
        lines = [title, "（演示文件）", f"主题：{campaign.theme}", "详见活动页面。"]
        form = [
            "代表建功登记表",
            "（演示文件）",
            "代表姓名：",
            "岗位：",
            "做了什么：",
            "成效：",
            "完成日期：",
        ]
        files = [(title, "pdf", papers.pdf(lines)), ("代表建功登记表", "docx", papers.word(form))]
        for position, (name, kind, content) in enumerate(files):
            document = CampaignDocument(campaign=campaign, title=name, size=len(content), position=position)
            document.file.save(f"demo-{campaign.year}-{position}.{kind}", ContentFile(content), save=True)

    def _people(self, day: date) -> dict[int, list[int]]:
        """Deputies by roster who held a mandate on that day."""
        held = Mandate.objects.on(day).values("deputy")
        rows = Deputy.objects.filter(pk__in=held).order_by("pk").values_list("pk", "division")
        by_county: dict[int, list[int]] = {}
        for pk, division in rows:
            by_county.setdefault(division, []).append(pk)
        return by_county

    def _rows(
        self, campaign: Campaign, people: dict[int, list[int]], spread: tuple[int, int], share: float
    ) -> list[Contribution]:
        """Contributions and targets county by county; some counties are ahead of the time, some behind."""
        found: list[Contribution] = []
        last = min(self.today, campaign.until)
        over = (last - campaign.since).days / (campaign.until - campaign.since).days
        for county in self.counties:
            known = people.get(county.pk, [])
            if not known:
                continue
            target = self.random.randint(*spread)
            done = max(1, round(target * over * self.random.uniform(0.8, 1.12)))
            CampaignTarget.objects.create(campaign=campaign, county=county, contributions=target)
            for _ in range(done):
                contribution = self._contribution(campaign, county, self.random.choice(known), last)
                contribution.is_commended = self.random.random() < share
                found.append(contribution)
        return found

    def _of_the_keeper(self, campaign: Campaign) -> list[Contribution]:
        """At the station with the demo account: one of each state."""
        here = Assignment.objects.open().filter(station__division__name=KEEPERS_TOWN)
        placed = here.select_related("deputy__division").order_by("pk")[: len(KEEPERS_STATES)]
        rows = []
        for assignment, state in zip(placed, KEEPERS_STATES, strict=False):
            deputy = assignment.deputy
            contribution = self._contribution(campaign, deputy.division, deputy.pk, self.today)
            contribution.state = state
            contribution.return_note = words.RETURNED if state == S.RETURNED else ""
            contribution.reviewed_at = (
                contribution.reviewed_at if state in (S.RETURNED, S.CONFIRMED) else None
            )
            rows.append(contribution)
        return rows

    def _contribution(self, campaign: Campaign, county: Division, deputy: int, last: date) -> Contribution:
        """One deed on a day of the campaign that has come."""
        pick = self.random.randint
        deed = self.random.choice(words.DEEDS)
        first = min(campaign.since + timedelta(days=45), last)
        done_on = first + timedelta(days=pick(0, max(0, (last - first).days)))
        result = deed.result.format(n=pick(12, 86), m=pick(3, 9))
        return Contribution(
            campaign=campaign,
            deputy_id=deputy,
            division=county,
            station_id=self.places.get(deputy),
            post=deed.post,
            title=deed.title,
            text=deed.text,
            result=result,
            done_on=done_on,
            state=S.CONFIRMED,
            author=self.officers.get(county.pk),
            reviewed_at=timezone.make_aware(datetime(done_on.year, done_on.month, done_on.day, 16)),
        )
