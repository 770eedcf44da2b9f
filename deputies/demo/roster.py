"""Build plausible rosters of five levels over a city's demo stations; the same seed gives the same people."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from simple_history.utils import bulk_create_with_history

from deputies.demo import words
from deputies.models import (
    Assignment,
    Basis,
    CongressLevel,
    Deputy,
    End,
    Gender,
    Mandate,
    MandateStatus,
    Term,
)
from deputies.search import prepare
from liaison.divisions.models import Division
from stations.demo.words import GIVEN, SURNAMES
from stations.models import Kind, Station

L = CongressLevel
FULL_HOUSE = {L.NATIONAL: 1, L.PROVINCIAL: 2, L.MUNICIPAL: 5, L.COUNTY: 12, L.TOWNSHIP: 26}
"""What the station with the demo keeper shows, like the drawing of the page."""

KEEPERS_TOWNSHIP = "孟庄镇"
SHARE_CROSSING, SHARE_FORMER = 0.07, 0.015
ONE_AWAY_IN = 60
SHARE_HOMELESS = 0.2
"""Of a township without a station: the others enter a neighbouring one."""

SHARE_AGAIN, SHARE_MOVED, SHARE_CONVENIENT, SHARE_OPEN_DUTY = 0.12, 0.02, 0.1, 0.6
NUMBERS = {L.NATIONAL: 14, L.PROVINCIAL: 14, L.MUNICIPAL: 14, L.COUNTY: 16, L.TOWNSHIP: 9}
BEGAN = {
    L.NATIONAL: date(2023, 3, 5),
    L.PROVINCIAL: date(2023, 1, 14),
    L.MUNICIPAL: date(2022, 9, 20),
    L.COUNTY: date(2022, 4, 12),
    L.TOWNSHIP: date(2022, 3, 16),
}
HAS_PAST = (L.MUNICIPAL, L.COUNTY)
"""Congresses whose last term is told too."""


@dataclass
class Person:
    """One person of the demo: the record, what they hold, and where they may be placed."""

    deputy: Deputy
    township: Division
    levels: list[CongressLevel]
    station: Station | None
    village: str
    is_former: bool = False


@dataclass
class DemoRosters:
    """Writes terms, deputies, mandates and places; call `build` once, after the stations."""

    city: Division
    today: date
    seed: int = 2019
    known: set[tuple[str, str]] = field(default_factory=set)
    met: Counter[int | None] = field(default_factory=Counter)

    def build(self) -> int:
        """Create everything and return the number of persons."""
        self.random = Random(self.seed + 3)  # noqa: S311 -- repeatable, not secret
        self._read_stations()
        self._open_terms()
        people = [p for township in self.townships for p in self._people_of(township)]
        people += [p for station in self.elsewhere for p in self._guests(station)]
        created = bulk_create_with_history([p.deputy for p in people], Deputy)
        for person, deputy in zip(people, created, strict=True):
            person.deputy = deputy
        bulk_create_with_history([m for p in people for m in self._mandates(p)], Mandate)
        bulk_create_with_history([a for p in people for a in self._places(p)], Assignment)
        return len(people)

    def _read_stations(self) -> None:
        townships = Division.objects.townships().within(self.city).with_places()
        self.townships = list(townships.order_by("code"))
        self.county_towns: dict[int, list[Division]] = {}
        for township in self.townships:
            self.county_towns.setdefault(township.county_id, []).append(township)
        in_service = Station.objects.in_service().stations().within(self.city)
        found = list(in_service.prefetch_related("served_areas").order_by("pk"))
        self.stations = {s.division_id: s for s in found if s.kind in (Kind.STATION, Kind.CENTRE)}
        self.elsewhere = [s for s in found if s.kind == Kind.SECTOR]
        self.villages = {s.division_id: [a.name for a in s.served_areas.all()] for s in found}

    def _open_terms(self) -> None:
        """The running term of every congress, and the one before where the past is told."""
        counties = list(Division.objects.counties().within(self.city))
        congresses = [(L.NATIONAL, None), (L.PROVINCIAL, self.city.province), (L.MUNICIPAL, self.city)]
        congresses += [(L.COUNTY, county) for county in counties]
        congresses += [(L.TOWNSHIP, town) for town in self.townships if town.has_congress]
        rows = []
        for level, division in congresses:
            if division is None and level != L.NATIONAL:
                continue
            rows.append(self._term(level, division))
            if level in HAS_PAST:
                rows.append(self._past_term(level, division))
        Term.objects.bulk_create(rows)
        self.terms = {(t.level, t.division_id): t for t in rows if t.until is None}
        self.past = {(t.level, t.division_id): t for t in rows if t.until}

    def _term(self, level: str, division: Division | None) -> Term:
        return Term(level=level, division=division, number=NUMBERS[level], since=BEGAN[level])

    def _past_term(self, level: str, division: Division | None) -> Term:
        began = BEGAN[level]
        since, until = date(began.year - 5, began.month, 2), began - timedelta(days=1)
        return Term(level=level, division=division, number=NUMBERS[level] - 1, since=since, until=until)

    def _people_of(self, township: Division) -> list[Person]:
        """The persons who live in one township, with the levels they hold."""
        wanted = dict(self._wanted(township))
        seats = [level for level, count in wanted.items() for _ in range(count)]
        people: list[list[CongressLevel]] = []
        for level in seats:
            crossing = [held for held in people if level not in held and len(held) == 1]
            if crossing and self.random.random() < SHARE_CROSSING:
                self.random.choice(crossing).append(level)
            else:
                people.append([level])
        return [self._person(township, levels) for levels in people]

    def _wanted(self, township: Division) -> Iterable[tuple[CongressLevel, int]]:
        """How many of each level; a subdistrict has no township level."""
        if township.name == KEEPERS_TOWNSHIP:
            return FULL_HOUSE.items()
        few, towns = self.random.randint, self.county_towns[township.county_id]
        return (
            (L.NATIONAL, int(township is towns[len(towns) // 2] and few(0, 2) > 0)),
            (L.PROVINCIAL, int(few(1, 3) == 1)),
            (L.MUNICIPAL, few(1, 3)),
            (L.COUNTY, few(4, 7) if township.has_congress else few(6, 10)),
            (L.TOWNSHIP, few(6, 11) if township.has_congress else 0),
        )

    def _person(self, township: Division, levels: list[CongressLevel]) -> Person:
        villages = self.villages.get(township.pk) or [f"{township.name}示例村"]
        village = self.random.choice(villages)
        station = self.stations.get(township.pk) or self._nearby(township)
        person = Person(self._record(township, village, levels[0]), township, levels, station, village)
        if township.name == KEEPERS_TOWNSHIP:
            return person
        person.is_former = self.random.random() < SHARE_FORMER and levels[0] in HAS_PAST
        # Counted, not drawn: every county has somebody to be placed, whatever the day.
        self.met[township.county_id] += 1
        if self.met[township.county_id] % ONE_AWAY_IN == 0:
            person.station, person.deputy.remark = None, words.AWAY
        return person

    def _nearby(self, township: Division) -> Station | None:
        """A station of the county for those whose own township has none; for a few there is no place yet."""
        open_ones = [s for t in self.county_towns[township.county_id] if (s := self.stations.get(t.pk))]
        if not open_ones or self.random.random() < SHARE_HOMELESS:
            return None
        return self.random.choice(open_ones)

    def _record(self, township: Division, village: str, level: str) -> Deputy:
        pick = self.random.choice
        name, birth_month = self._identity()
        duty = pick(words.DUTIES[level]).format(
            village=village, town=township.name, county=township.county.name
        )
        deputy = Deputy(
            name=name,
            division=township.county,
            duty=duty,
            duty_is_public=self.random.random() < SHARE_OPEN_DUTY,
            interests=pick(words.INTERESTS),
            gender=pick(Gender.values),
            birth_month=birth_month,
            ethnicity=pick(words.ETHNICITIES),
            party=pick(words.PARTIES),
            education=pick(words.EDUCATIONS),
            phone=f"154{self.random.randint(0, 99_999_999):08d}",
        )
        prepare(deputy)
        return deputy

    def _identity(self) -> tuple[str, str]:
        """A name and a birth month that nobody else here has together."""
        while True:
            given = self.random.choice(GIVEN)
            if self.random.random() < 0.5:
                given = given[0] + self.random.choice(GIVEN)[1]
            name = self.random.choice(SURNAMES) + given
            month = f"{self.random.randint(1956, 1998)}-{self.random.randint(1, 12):02d}"
            if (name, month) not in self.known:
                self.known.add((name, month))
                return name, month

    def _guests(self, station: Station) -> list[Person]:
        """Deputies of a trade enter the station of their trade: 方便活动."""
        towns = self.county_towns.get(station.division_id, [])
        found = []
        for level in (L.MUNICIPAL, L.COUNTY, L.COUNTY, L.COUNTY) if towns else ():
            person = self._person(self.random.choice(towns), [level])
            person.station, person.is_former = station, False
            found.append(person)
        return found

    def _mandates(self, person: Person) -> list[Mandate]:
        """What the person holds, and for some what they held in the last term."""
        rows = []
        for level in person.levels:
            place = self._congress(level, person.township)
            term, past = self.terms.get((level, place)), self.past.get((level, place))
            if term is None:
                continue
            if past and (person.is_former or self.random.random() < SHARE_AGAIN):
                rows.append(self._ended(self._mandate(person, past), End.TERM, past.until))
            if not person.is_former:
                rows.append(self._mandate(person, term))
            elif self.random.random() < 0.4:
                left = self.today - timedelta(days=self.random.randint(40, 400))
                rows.append(self._ended(self._mandate(person, term), End.MOVED, left))
        return rows

    def _congress(self, level: str, township: Division) -> int | None:
        """The id of the division whose congress of this level sits over the township."""
        return {
            L.NATIONAL: None,
            L.PROVINCIAL: self.city.province_id,
            L.MUNICIPAL: self.city.pk,
            L.COUNTY: township.county_id,
            L.TOWNSHIP: township.pk,
        }[level]

    def _mandate(self, person: Person, term: Term) -> Mandate:
        county, town = person.township.county.name, person.township.name
        ward = self.random.randint(1, 9)
        body = {
            L.NATIONAL: f"{words.PROVINCE}人民代表大会",
            L.PROVINCIAL: f"{self.city.name}人民代表大会",
            L.MUNICIPAL: f"{county}人民代表大会",
        }.get(term.level, "")
        ward_name = f"{town}第{ward}选区" if term.level == L.COUNTY else f"第{ward}选区（{person.village}）"
        delegations = {L.NATIONAL: words.PROVINCE, L.PROVINCIAL: self.city.name, L.MUNICIPAL: county}
        return Mandate(
            deputy=person.deputy,
            term=term,
            level=term.level,
            electing_body=body,
            constituency="" if body else ward_name,
            delegation=f"{delegations.get(term.level, town)}代表团",
            since=term.since,
        )

    def _ended(self, mandate: Mandate, end: str, until: date) -> Mandate:
        mandate.status, mandate.until, mandate.end = MandateStatus.ENDED, until, end
        mandate.end_note = words.MOVED_AWAY if end == End.MOVED else ""
        return mandate

    def _places(self, person: Person) -> list[Assignment]:
        """The place at a station; a few came from a neighbouring one."""
        station = person.station
        if station is None or person.is_former:
            return []
        since = max(station.opened_on, BEGAN[person.levels[0]]) + timedelta(days=self.random.randint(0, 60))
        since = min(since, self.today)
        is_guest = station.division_id != person.township.pk or self.random.random() < SHARE_CONVENIENT
        basis = Basis.CONVENIENCE if is_guest else Basis.TERRITORY
        rows = [Assignment(deputy=person.deputy, station=station, basis=basis, since=since)]
        before = self._neighbour(person)
        if before and self.random.random() < SHARE_MOVED and since - timedelta(days=30) > before.opened_on:
            earlier = before.opened_on
            rows.append(
                Assignment(
                    deputy=person.deputy,
                    station=before,
                    basis=Basis.TERRITORY,
                    since=earlier,
                    until=since - timedelta(days=1),
                )
            )
        return rows

    def _neighbour(self, person: Person) -> Station | None:
        towns: Sequence[Division] = self.county_towns[person.township.county_id]
        near = self.stations.get(self.random.choice(towns).pk)
        return near if near and near != person.station else None
