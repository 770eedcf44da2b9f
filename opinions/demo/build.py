"""Opinions over a city's demo stations: a year back, in every state, some late; the authors are nobody."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from deputies.models import Deputy
from liaison.divisions.models import Division
from liaison.lib.images import prepare_photo
from liaison.workdays.calendar import Calendar
from opinions import defaults
from opinions.codes import ALPHABET, LENGTH
from opinions.demo import words
from opinions.likeness import digest
from opinions.models import (
    Channel,
    Contact,
    Opinion,
    OpinionMove,
    OpinionPhoto,
    OpinionState,
    Satisfaction,
    Suggestion,
)
from opinions.models.suggestion import MONTHS, MONTHS_IF_HARD, months_after
from opinions.moves import AUTHORS_MOVES, MOVES
from stations.demo.city import PICTURES
from stations.models import Station

S = OpinionState
OLD, RECENT = 1300, 60
KEEPERS_TOWNSHIP = "孟庄镇"
HUIXIAN = "410782"
SPAN = 400
ANSWER_DAYS = 7
IN_PERSON = (Channel.VISIT, Channel.PHONE)
PATH = ("accept", "refer", "begin", "answer", "close", "rate")
IN_HAND = (0, 0, 1, 2, 3, 3, 4)
"""How many steps a recent matter has behind it, drawn from these."""


def build(city: Division, today: date, seed: int) -> int:
    """Write opinions, their steps and a few sealed contacts; answers how many."""
    return DemoOpinions(city, today, seed).build()


class DemoOpinions:
    """One run; the same seed gives the same opinions."""

    def __init__(self, city: Division, today: date, seed: int) -> None:
        self.city, self.today = city, today
        self.random = Random(seed + 17)  # noqa: S311 -- repeatable, not secret
        self.moves: list[tuple[Opinion, str, str, datetime, str, bool]] = []

    def build(self) -> int:
        """Old ones that are over, recent ones that are not."""
        defaults.install(self.city)
        stations = list(Station.objects.in_service().stations().within(self.city).with_place().order_by("pk"))
        if not stations:
            return 0
        own = [s for s in stations if s.division.name == KEEPERS_TOWNSHIP]
        self.calendar = Calendar.load(self.today - timedelta(days=SPAN), self.today)
        made = [self._matter(self._place(stations, own, at), self._ago(at), at) for at in range(OLD + RECENT)]
        made.append(self._declined(stations[0]))
        Opinion.objects.bulk_create(made, batch_size=500)
        OpinionMove.objects.bulk_create(
            [
                OpinionMove(opinion=one, label=label, source=source, target=target, at=at, is_authors=authors)
                for one, label, target, at, source, authors in self.moves
            ],
            batch_size=1000,
        )
        self._contacts([one for one in made if one.state not in (S.CLOSED, S.RATED)])
        self._photo(next((one for one in made if one.station in own), made[0]))
        self._suggestions(stations, made)
        return len(made)

    def _photo(self, opinion: Opinion) -> None:
        """One opinion came with a picture, which stays inside."""
        photo = OpinionPhoto(opinion=opinion)
        photo.take(prepare_photo((PICTURES / f"{words.PICTURE}.webp").read_bytes()))
        photo.save()

    def _suggestions(self, stations: list[Station], made: list[Opinion]) -> None:
        """A few matters became suggestions; the first belongs to the demo officer's county."""
        counties = sorted(
            {s.division.county for s in stations if s.division.county},
            key=lambda c: (c.code != HUIXIAN, c.code),
        )
        for at, county in enumerate(counties[:6]):
            own = [one for one in made if one.station.division.county_id == county.pk and one.topic]
            deputies = Deputy.objects.within(county).serving(self.today).order_by("pk")[:3]
            if own and deputies:
                self._suggestion(county, at, own[at % len(own)], list(deputies))

    def _suggestion(self, county: Division, at: int, opinion: Opinion, deputies: list[Deputy]) -> None:
        matter = next(one for one in words.MATTERS if one.said == opinion.raw_text)
        handed = self.today - timedelta(days=30 + 25 * at)
        is_done = at % 2 == 1
        made = Suggestion.objects.create(
            division=county,
            number=f"{handed.year}-{at + 11:03d}",
            title=f"关于解决“{matter.title}”的建议",
            responder=matter.responder,
            handed_on=handed,
            is_hard=at == 4,
            reply_by=months_after(handed, MONTHS_IF_HARD if at == 4 else MONTHS),
            replied_on=handed + timedelta(days=29) if is_done else None,
            result=matter.answer if is_done else "",
            satisfaction=Satisfaction.SATISFIED if is_done else "",
        )
        made.deputies.set(deputies)
        made.opinions.add(opinion)

    def _place(self, stations: list[Station], own: list[Station], at: int) -> Station:
        return own[0] if own and at % 24 == 5 else self.random.choice(stations)

    def _ago(self, at: int) -> int:
        """Days back: the old ones over a year, the recent ones within two weeks."""
        return self.random.randint(20, SPAN) if at < OLD else self.random.randint(0, 14)

    def _matter(self, station: Station, ago: int, at: int) -> Opinion:
        matter = self.random.choice(words.MATTERS)
        day = self.today - timedelta(days=ago)
        opinion = self._received(station, matter.said, day)
        opinion.topic = matter.topic
        steps = self.random.choice(IN_HAND) if at >= OLD else self.random.choice((5, 5, 6, 6, 6))
        opinion.is_on_spot = at < OLD and opinion.channel in IN_PERSON and self.random.random() < 0.4
        self._walk(opinion, matter, self._moment(day, 9), steps)
        if (opinion.answered_at and self.random.random() < 0.25) or (opinion.accepted_at and at % 9 == 0):
            opinion.public_title, opinion.public_text = matter.title, matter.public
            opinion.public_answer = matter.answer if opinion.answered_at else ""
            opinion.published_at = opinion.answered_at or opinion.accepted_at
        return opinion

    def _received(self, station: Station, said: str, day: date) -> Opinion:
        opinion = Opinion(
            station=station,
            raw_text=said,
            digest=digest(said),
            channel=self.random.choice(
                [Channel.QR, Channel.QR, Channel.ONLINE, Channel.VISIT, Channel.PHONE]
            ),
            received_on=day,
            due_on=self.calendar.add_workdays(day, ANSWER_DAYS),
            submitted_at=self._moment(day, 8),
            code="".join(self.random.choice(ALPHABET) for _ in range(LENGTH)),
        )
        self.moves.append((opinion, "提交", S.SUBMITTED, opinion.submitted_at, "", True))
        return opinion

    def _walk(self, opinion: Opinion, matter: words.Matter, at: datetime, steps: int) -> None:
        """The first `steps` steps of the path, hours and days apart, none later than now."""
        gaps = (5, 20, 24, self.random.choice((40, 60, 90, 110, 190)), 30, 50)
        if opinion.is_on_spot:
            gaps = (0, 0, 0, 0, 0, 20)
        for name, hours in zip(PATH[:steps], gaps, strict=False):
            at += timedelta(hours=hours)
            if at > timezone.now():
                return
            self._step(opinion, matter, name, at)

    def _step(self, opinion: Opinion, matter: words.Matter, name: str, at: datetime) -> None:
        move = MOVES.get(name) or AUTHORS_MOVES[name]
        self.moves.append((opinion, move.label, move.target, at, opinion.state, name == "rate"))
        opinion.state = move.target
        facts: dict[str, dict[str, Any]] = {
            "accept": {"accepted_at": at},
            "refer": {"referred_at": at, "responder": matter.responder},
            "begin": {},
            "answer": {"answered_at": at, "answer": f"您好，您反映的事已经办好：{matter.answer}"},
            "close": {"closed_at": at},
            "rate": {
                "rated_at": at,
                "satisfaction": self.random.choice(
                    [Satisfaction.SATISFIED] * 8 + [Satisfaction.FAIR, Satisfaction.UNSATISFIED]
                ),
                "rating_note": self.random.choice(words.RATING_NOTES),
            },
        }
        for field, value in facts[name].items():
            setattr(opinion, field, value)

    def _declined(self, station: Station) -> Opinion:
        """One that belongs elsewhere."""
        day = self.today - timedelta(days=6)
        opinion = self._received(station, words.DECLINED, day)
        at = self._moment(day, 15)
        self.moves.append((opinion, MOVES["decline"].label, S.DECLINED, at, S.SUBMITTED, False))
        opinion.state, opinion.decline_reason, opinion.door, opinion.closed_at = (
            S.DECLINED,
            "litigation",
            "court",
            at,
        )
        return opinion

    def _contacts(self, opinions: list[Opinion]) -> None:
        """A third left a name; the numbers are fictional (1xx with zeros)."""
        rows = []
        for opinion in opinions[::3]:
            contact = Contact(opinion=opinion, tells_deputy=self.random.random() < 0.3)
            contact.keep("演示群众", "15400000000")
            rows.append(contact)
        Contact.objects.bulk_create(rows)

    def _moment(self, day: date, hour: int) -> datetime:
        at = timezone.make_aware(datetime.combine(day, time(hour, self.random.randint(0, 59))))
        return min(at, timezone.now())
