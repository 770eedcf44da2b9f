"""Build plausible activities over a city's demo stations: fourteen months back, a few still in hand."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from activities.demo import words
from activities.models import Activity, ActivityKind, ActivityPhoto, ActivityState, Part, Participation
from activities.search import prepare
from campaigns.models import Campaign
from deputies.models import Assignment, MandateStatus
from liaison.accounts.models import User
from liaison.divisions.models import Division
from liaison.lib.images import Prepared, prepare_photo
from liaison.lib.pictures import SHOWN
from stations.demo.city import PICTURES
from stations.models import Station

PUBLISHED, WITH_PHOTOS, KEEPERS_OWN = 250, 20, 9
SPAN = timedelta(days=425)
KEEPERS_TOWNSHIP = "孟庄镇"
S = ActivityState
IN_HAND = [S.DRAFT, S.SUBMITTED, S.SUBMITTED, S.RETURNED, S.WITHDRAWN]


def build(city: Division, today: date, seed: int) -> int:
    """Write activities with who took part and photos; returns their number."""
    return DemoActivities(city, today, seed).build()


@dataclass
class DemoActivities:
    """One run; the same seed gives the same activities."""

    city: Division
    today: date
    seed: int

    def build(self) -> int:
        """First the activities, then who took part, then the photos."""
        self.random = Random(self.seed + 11)  # noqa: S311 -- repeatable, not secret
        self._read()
        if not self.stations:
            return 0
        made = Activity.objects.bulk_create(self._published() + self._in_hand(), batch_size=500)
        Participation.objects.bulk_create(self._parts(made), batch_size=1000)
        self._photos(made)
        return len(made)

    def _read(self) -> None:
        found = Station.objects.in_service().stations().within(self.city).with_place()
        self.stations = list(found.order_by("pk"))
        self.own = next((s for s in self.stations if s.division.name == KEEPERS_TOWNSHIP), None)
        self.reviewers = {u.division_id: u for u in User.objects.filter(username__in=("huixian", "yuanyang"))}
        self.keeper = User.objects.filter(username="mengzhuang").first()
        self.campaigns = {c.year: c for c in Campaign.objects.public().filter(city=self.city)}
        self.people: dict[int, list[int]] = defaultdict(list)
        rows = Assignment.objects.open().filter(
            station__in=self.stations, deputy__mandates__status=MandateStatus.SERVING
        )
        for station, deputy in rows.order_by("deputy").values_list("station", "deputy").distinct():
            self.people[station].append(deputy)

    # --- activities

    def _published(self) -> list[Activity]:
        """Spread over the months; the keeper's own station has more than others."""
        days = sorted(self.random.randint(1, SPAN.days) for _ in range(PUBLISHED))
        made = []
        for number, ago in enumerate(days):
            is_own = self.own and number % (PUBLISHED // KEEPERS_OWN) == 3
            station = self.own if is_own else self.random.choice(self.stations)
            made.append(self._activity(station, self.today - timedelta(days=ago), S.PUBLISHED))
        return made

    def _in_hand(self) -> list[Activity]:
        """What the demo's keeper and county officer find waiting."""
        if self.own is None:
            return []
        beside = [s for s in self.stations if s.division.county_id == self.own.division.county_id]
        states = [(self.own, state) for state in IN_HAND] + [(s, S.SUBMITTED) for s in beside[:3]]
        return [
            self._activity(station, self.today - timedelta(days=2 + at), state)
            for at, (station, state) in enumerate(states)
        ]

    def _activity(self, station: Station, day: date, state: str) -> Activity:
        kind = self.random.choice([k for k in ActivityKind.values if k != "other"] * 3 + ["other"])
        title, done, result = self.random.choice(words.KINDS[kind])
        told = {
            "law": f"《{self.random.choice(words.LAWS)}》",
            "matter": self.random.choice(words.MATTERS),
            "village": self.random.choice(words.VILLAGES),
            "count": self.random.randint(3, 18),
        }
        written = self._at(day + timedelta(days=1), 9)
        activity = Activity(
            station=station,
            county=station.division.county,
            campaign=self.campaigns.get(day.year),
            kind=kind,
            day=day,
            title=title.format(**told),
            place=words.PLACES.get(kind, "") if self.random.random() < 0.5 else "",
            text=f"{done}\n\n{result}".format(**told),
            state=state,
            version=1,
            author=self.keeper if station == self.own else None,
            writer=self.keeper if station == self.own else None,
        )
        self._walk(activity, written)
        prepare(activity)
        return activity

    def _walk(self, activity: Activity, written: datetime) -> None:
        """The times and words that its state brings with it."""
        if activity.state == S.DRAFT:
            return
        activity.submitted_at = written
        if activity.state == S.SUBMITTED:
            return
        activity.reviewer = self.reviewers.get(activity.county_id)
        activity.reviewed_at = written + timedelta(hours=self.random.randint(2, 30))
        if activity.state == S.RETURNED:
            activity.return_note = words.RETURN_NOTE
            return
        activity.published_at = activity.reviewed_at
        if activity.state == S.WITHDRAWN:
            activity.withdrawn_reason = words.WITHDRAWN

    def _at(self, day: date, hour: int) -> datetime:
        at = timezone.make_aware(datetime.combine(day, time(hour, self.random.randint(0, 59))))
        return min(at, timezone.now() - timedelta(hours=31))

    # --- who, and photos

    def _parts(self, made: list[Activity]) -> Iterator[Participation]:
        """One leads, one or another speaks, most take part."""
        for activity in made:
            known = self.people.get(activity.station_id, [])
            chosen = self.random.sample(known, min(len(known), self.random.randint(3, 8)))
            for at, deputy in enumerate(chosen):
                part = Part.LED if at == 0 else Part.SPOKE if self.random.random() < 0.2 else Part.TOOK_PART
                yield Participation(activity=activity, deputy_id=deputy, part=part)

    def _photos(self, made: list[Activity]) -> None:
        """The demo's pictures, prepared once; each photo is still a file of its own."""
        shown = [a for a in made if a.state == S.PUBLISHED]
        chosen = [a for a in shown if a.station == self.own] + shown[: WITH_PHOTOS * 2 : 2]
        hidden = [a for a in made if a.state in (S.SUBMITTED, S.RETURNED) and a.station == self.own]
        names = sorted(words.ALTS)
        prepared = {name: prepare_photo((PICTURES / f"{name}.webp").read_bytes()) for name in names}
        for number, activity in enumerate([*hidden, *chosen[:WITH_PHOTOS]]):
            for position in range(1 + number % 3):
                name = names[(number + position) % len(names)]
                self._photo(activity, prepared[name], position, words.ALTS[name])

    def _photo(self, activity: Activity, prepared: Prepared, position: int, alt: str) -> None:
        photo = ActivityPhoto(activity=activity, alt=alt, position=position)
        folder = f"{SHOWN}/activities/" if activity.state == S.PUBLISHED else ""
        stem = f"{self.random.getrandbits(128):032x}"
        for field, file in (("image", prepared.image), ("thumbnail", prepared.thumbnail)):
            file.seek(0)
            target = getattr(photo, field)
            name = f"{stem}{'-s' if field == 'thumbnail' else ''}.webp"
            if folder:
                target.name = target.storage.save(f"{folder}{name}", file)
            else:
                target.save(name, file, save=False)
        photo.width, photo.height = prepared.width, prepared.height
        photo.save()
