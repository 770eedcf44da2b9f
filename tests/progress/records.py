"""Two years of records of a city of twelve reporting units: small, varied, the same every time."""

from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from activities.models import Activity, ActivityPhoto, Participation
from awards.models import AwardCase, AwardRound
from campaigns.models import Campaign, Contribution
from deputies.models import Assignment, CongressLevel, Deputy, Mandate, Post, Term
from duties.models import Attendance, PartyReport, PresidiumMeeting, TownshipSession, TrainingClass
from liaison.divisions.loader import Loader, Row
from liaison.divisions.models import Division
from opinions.models import Opinion
from progress.models import Figure, MonthlyReport
from receptions.models import DutySlot, Reception
from stations.models import StageChange, Station, StationPerson

COUNTIES, TOWNSHIPS = 11, 3
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
MONTHS = [date(year, month, 1) for year in (2024, 2025) for month in range(1, 13)]


def build(seed: int = 5) -> Division:
    """Eleven counties and a zone that reports on its own; another zone does not."""
    maker = Maker(Random(seed))
    maker.places()
    for township in maker.townships:
        maker.post(township)
        maker.stations_of(township)
    maker.deputies()
    for station in maker.stations:
        maker.work_of(station)
    maker.reports()
    maker.duties_of_townships()
    maker.classes()
    maker.cases()
    return maker.city


class Maker:
    """Writes the rows; every choice comes from one source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.stations: list[Station] = []

    def places(self) -> None:
        """Divisions; each zone manages two townships of other counties."""
        rows = [Row("990100", "示例市", "city", "市", "")]
        codes = [f"9901{n:02}" for n in range(1, COUNTIES + 1)]
        rows += [Row(code, f"示例{code}县", "county", "县", "990100") for code in codes]
        for code, name in (("990171", "甲区"), ("990172", "乙区")):
            rows.append(Row(code, name, "county", "其他", "990100", is_real=False))
        zones = {"990101001": "甲区", "990102102": "甲区", "990103001": "乙区", "990104102": "乙区"}
        for code in codes:
            for n in range(TOWNSHIPS):
                kind, own = ("街道", f"{code}00{n + 1}") if n == 0 else ("镇", f"{code}10{n}")
                rows.append(Row(own, f"示例{own}{kind}", "township", kind, code, zone=zones.get(own, "")))
        Loader(rows).load()
        Division.objects.filter(name="甲区").update(reports_separately=True)
        self.city = Division.objects.get(code="990100")
        self.counties = list(Division.objects.filter(code__in=codes).order_by("code"))
        self.townships = list(Division.objects.townships().order_by("code"))

    def day(self, since: date = FIRST, until: date = LAST) -> date:
        """Some day, the edges of months more often than others."""
        found = since + timedelta(days=self.random.randint(0, (until - since).days))
        return found if self.random.random() < 0.8 else max(found.replace(day=1), since)

    def span(self) -> dict[str, date | None]:
        """From a day, or ever, to a later day, or until further notice."""
        since = self.day(date(2023, 6, 1), date(2025, 6, 30)) if self.random.random() < 0.8 else None
        until = self.day(since or FIRST) if self.random.random() < 0.4 else None
        return {"since": since, "until": until}

    def post(self, township: Division) -> None:
        """A leader now and then, and a vice chair who counts for nothing."""
        kind = "chair" if township.has_congress else "director"
        if self.random.random() < 0.8:
            Post.objects.create(division=township, kind=kind, name="示例甲", **self.span())
        if township.has_congress and self.random.random() < 0.5:
            Post.objects.create(division=township, kind="vice_chair", name="示例乙", **self.span())

    def stations_of(self, township: Division) -> None:
        """Stations of every kind in every state of life, with their people and stages."""
        for kind in self.random.choices(("station", "point", "sector", "centre"), (6, 3, 1, 1), k=3):
            status = self.random.choice(("running", "running", "opened", "closed", "preparing"))
            opened = self.day(date(2023, 1, 1), date(2025, 9, 30)) if self.random.random() < 0.85 else None
            closed = self.day(opened or FIRST) if status == "closed" and self.random.random() < 0.8 else None
            stage = self.random.choice(("opened", "accepted"))
            one = Station.objects.create(
                name=f"示例站{len(self.stations)}", code=f"S{len(self.stations):05}", division=township,
                kind=kind, status=status, stage=stage, opened_on=opened, closed_on=closed,
            )  # fmt: skip
            if stage == "accepted" and self.random.random() < 0.7:
                StageChange.objects.create(station=one, stage="accepted", on=self.day(opened or FIRST))
            for role in self.random.choices(("liaison", "head"), k=2):
                StationPerson.objects.create(station=one, role=role, name="示例丙", **self.span())
            self.stations.append(one)

    def deputies(self) -> None:
        """Persons with one or two mandates, and places that follow one another."""
        places = {CongressLevel.NATIONAL: None, CongressLevel.MUNICIPAL: self.city}
        terms = {
            level: Term.objects.create(level=level, number=1, division=place)
            for level, place in places.items()
        }
        for n, home in enumerate((self.townships + self.counties) * 2):
            one = Deputy.objects.create(name=f"示例代表{n}", division=home)
            for level in self.random.sample(list(terms), self.random.choice((1, 1, 2))):
                Mandate.objects.create(
                    deputy=one, term=terms[level], level=level, electing_body="示例选举单位", **self.span()
                )
            self.place(one)
        self.persons = list(Deputy.objects.order_by("pk"))

    def place(self, one: Deputy) -> None:
        """None, one or two places of a deputy, the second after the first."""
        since = self.day(date(2023, 6, 1), date(2025, 3, 1))
        for n in range(self.random.choice((0, 1, 1, 2))):
            basis = self.random.choice(("territory", "convenience"))
            until = None if n else since + timedelta(days=self.random.randint(0, 200))
            station = self.random.choice(self.stations)
            Assignment.objects.create(deputy=one, station=station, basis=basis, since=since, until=until)
            since = (until or since) + timedelta(days=1)

    def work_of(self, station: Station) -> None:
        """Receptions, activities and contributions of a station."""
        for one in Reception.objects.bulk_create(self.reception(station, n) for n in range(8)):
            self.duties(one)
        for one in Activity.objects.bulk_create(self.activity(station) for _ in range(4)):
            self.parts(one)
        self.contributions(station)
        self.opinions(station)

    def reception(self, station: Station, n: int) -> Reception:
        day = self.day()
        status = self.random.choice(
            ("planned", "announced", "held", "held", "held", "postponed", "cancelled")
        )
        is_told = status in ("announced", "held") or (status != "planned" and self.random.random() < 0.5)
        told = timezone.make_aware(
            datetime(day.year, day.month, day.day, self.random.choice((0, 12, 23)), 59)
        )
        return Reception(
            station=station, day=day, opens=f"{8 + n % 12:02}:00", closes="21:00", status=status,
            reason="示例" if status in ("postponed", "cancelled") else "",
            announced_at=told - timedelta(days=self.random.randint(1, 5)) if is_told else None,
            visitors=self.random.choice((None, 0, 5, 12)),
        )  # fmt: skip

    def some(self) -> list[Deputy]:
        """Up to three deputies."""
        return self.random.sample(self.persons, self.random.randint(0, 3))

    def duties(self, one: Reception) -> None:
        states = ("due", "present", "leave", "absent")
        DutySlot.objects.bulk_create(
            DutySlot(reception=one, deputy=deputy, attendance=self.random.choice(states))
            for deputy in self.some()
        )

    def activity(self, station: Station) -> Activity:
        kind = self.random.choice(
            "study exchange inspection research reporting reporting visit other".split()
        )
        state = self.random.choice(("published", "published", "draft", "withdrawn"))
        return Activity(
            station=station, kind=kind, title="示例活动", day=self.day(), state=state,
            published_at=timezone.now() if state in ("published", "withdrawn") else None,
            withdrawn_reason="示例" if state == "withdrawn" else "",
        )  # fmt: skip

    def parts(self, one: Activity) -> None:
        Participation.objects.bulk_create(Participation(activity=one, deputy=d) for d in self.some())
        size = {"width": 4, "height": 3, "image": "x.jpg", "thumbnail": "x.jpg"}
        ActivityPhoto.objects.bulk_create(
            [ActivityPhoto(activity=one, **size) for _ in range(self.random.randint(0, 3))]
        )

    def contributions(self, station: Station) -> None:
        campaign, _ = Campaign.objects.get_or_create(
            city=self.city, year=2024, defaults={"theme": "示例", "since": FIRST, "until": LAST}
        )
        Contribution.objects.bulk_create(
            Contribution(
                campaign=campaign, deputy=self.random.choice(self.persons), division=station.division,
                post=self.random.choice(("job", "deputy")), title="示例", result="示例", done_on=self.day(),
                state=self.random.choice(("confirmed", "confirmed", "draft", "submitted")),
            )
            for _ in range(3)
        )  # fmt: skip

    def opinions(self, station: Station) -> None:
        """Some closed in the last or the first minute of a day, some rated, some late, some never closed."""
        for _ in range(12):
            received = self.day()
            closed = self.minute(received) if self.random.random() < 0.7 else None
            is_rated = closed is not None and self.random.random() < 0.5
            Opinion.objects.create(
                station=station, raw_text="示例", received_on=received,
                due_on=received + timedelta(days=self.random.choice((1, 9, 30))),
                state="rated" if is_rated else "closed" if closed else "handling",
                is_on_spot=self.random.random() < 0.3,
                referred_at=self.minute(received) if self.random.random() < 0.8 else None,
                closed_at=closed, rated_at=closed if is_rated else None,
                satisfaction=self.random.choice(("satisfied", "fair", "unsatisfied")) if is_rated else "",
            )  # fmt: skip

    def minute(self, after: date) -> datetime:
        """Some day after it, near midnight as often as not."""
        day = after + timedelta(days=self.random.randint(0, 60))
        hour, minute = self.random.choice(((0, 1), (12, 0), (23, 59)))
        return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))

    def reports(self) -> None:
        """Opinions month by month; some corrected, some months without a report."""
        now = timezone.now()
        units = [*self.counties, Division.objects.get(name="甲区")]
        for unit in units:
            for month in MONTHS:
                count = self.random.choice((0, 1, 1, 1, 2))
                for revision in range(1, count + 1):
                    # Every other correction is still on its way.
                    is_sent = revision == 1 or unit.pk % 2 == month.month % 2
                    one = MonthlyReport.objects.create(
                        county=unit, month=month, revision=revision, due_at=now,
                        state="confirmed" if is_sent else ("draft", "signing", "returned")[month.month % 3],
                        submitted_at=now if is_sent else None,
                    )  # fmt: skip
                    codes = ("opinions_carried", "opinions_received", "opinions_closed")
                    Figure.objects.bulk_create(
                        Figure(report=one, code=code, value=self.random.randint(0, 30)) for code in codes
                    )
                    budget = self.random.choice((None, 20_000, 30_000))
                    Figure.objects.create(report=one, code="budget", value=budget)

    def duties_of_townships(self) -> None:
        """Sessions and meetings on any day, the edges of months among them; one of a zone's township too."""
        for town in self.townships:
            if not town.has_congress:
                continue
            for n in range(1, 7):
                since = self.day()
                TownshipSession.objects.create(
                    division=town, year=since.year, number=n, since=since,
                    until=since + timedelta(days=self.random.randint(0, 2)),
                )  # fmt: skip
            for held_on in sorted({self.day() for _ in range(9)}):
                PresidiumMeeting.objects.create(division=town, held_on=held_on)

    def classes(self) -> None:
        """Classes of the city and of counties; reports of counties and of the zone that reports alone."""
        posts = list(Post.objects.leading().order_by("pk"))
        for organiser in [self.city, *self.counties, self.city]:
            since = self.day()
            made = TrainingClass.objects.create(
                organiser=organiser, title=f"示例班{since}", since=since, until=since + timedelta(days=35)
            )
            Attendance.objects.bulk_create(
                Attendance(training=made, post=post) for post in self.random.sample(posts, 9)
            )
        for unit in [*self.counties, Division.objects.get(name="甲区")]:
            for made_on in sorted({self.day() for _ in range(7)}):
                PartyReport.objects.create(division=unit, made_on=made_on, title="示例报告")

    def cases(self) -> None:
        """Innovation cases of townships and of counties themselves, begun in any minute of the two years."""
        award = AwardRound.objects.create(city=self.city, year=2024, call="示例", submit_by=LAST)
        for place in (self.townships + self.counties) * 3:
            one = AwardCase.objects.create(
                round=award, title="示例", summary="示例", story="示例", division=place
            )
            AwardCase.objects.filter(pk=one.pk).update(created_at=self.minute(self.day()))
