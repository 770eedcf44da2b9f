"""Terms, deputies, mandates and assignments: seventy-three deputies for each station."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from deputies.models import Assignment, CongressLevel, Deputy, Mandate, Term
from deputies.models.deputy import Gender
from deputies.search import prepare
from liaison.portal.scale.places import Place
from liaison.portal.scale.sheets import Row, Sheet
from stations.demo.words import GIVEN, SURNAMES

L = CongressLevel
AT_STATION = 73
MOVED = 57
"""Of a station's deputies so many served at another one before."""
SHARE = ((L.TOWNSHIP, 50), (L.COUNTY, 67), (L.MUNICIPAL, 71), (L.PROVINCIAL, AT_STATION))
"""The levels by the deputy's number at the station, up to and without."""
EVERY_NATIONAL = 15
DEPUTY = Sheet(
    Deputy, "id", "name", "pinyin", "division_id", "gender", "folded", "search_text", "search_tokens"
)
MANDATE = Sheet(Mandate, "id", "deputy_id", "term_id", "level", "constituency", "electing_body", "since")
ASSIGNMENT = Sheet(Assignment, "id", "deputy_id", "station_id", "since", "until")


@cache
def spelt(name: str) -> tuple[str, str, str, str]:
    """What a name is found by; worked out once for each name."""
    one = Deputy(name=name)
    prepare(one)
    return one.pinyin, one.folded, one.search_text, one.search_tokens


class People:
    """Numbers for the deputies of station after station, the same for the same seed."""

    def __init__(self, places: list[Place], first_station: int, today: date, seed: int) -> None:
        self.places, self.first_station, self.seed = places, first_station, seed
        self.first = _next(Deputy)
        self.first_mandate, self.first_assignment = _next(Mandate), _next(Assignment)
        self.since, self.moved = (today - timedelta(days=days) for days in (1300, 420))
        self.terms: dict[tuple[str, int | None], int] = {}

    def elect_congresses(self) -> None:
        """A running term of every congress there is."""
        wanted: dict[tuple[str, int | None], None] = {(L.NATIONAL, None): None}
        for one in self.places:
            wanted[L.PROVINCIAL, one.province] = wanted[L.MUNICIPAL, one.city] = None
            wanted[L.COUNTY, one.county] = None
            if one.has_congress:
                wanted[L.TOWNSHIP, one.pk] = None
        known = {(t.level, t.division_id): t.pk for t in Term.objects.all()}
        new = [
            Term(level=level, division_id=division, number=16, since=self.since)
            for level, division in wanted
            if (level, division) not in known and (division or level == L.NATIONAL)
        ]
        made = Term.objects.bulk_create(new, batch_size=5000)
        self.terms = known | {(t.level, t.division_id): t.pk for t in made}

    def deputies(self) -> Iterator[Row]:
        """On the roster of their county."""
        random = Random(self.seed)  # noqa: S311 -- repeatable, not secret
        number = self.first
        for one in self.places:
            for _ in range(AT_STATION):
                given = random.choice(GIVEN)[0] + random.choice(GIVEN)[1]
                name = random.choice(SURNAMES) + given
                pinyin, folded, text, tokens = spelt(name)
                gender = Gender.FEMALE.value if random.random() < 0.35 else Gender.MALE.value
                yield str(number), name, pinyin, str(one.county), gender, folded, text, tokens
                number += 1

    def mandates(self) -> Iterator[Row]:
        """One for each deputy, of the level that the number says."""
        number, since = 0, str(self.since)
        for index, one in enumerate(self.places):
            for nth in range(AT_STATION):
                level = self.level(one, index, nth)
                term = self.terms[level, self.congress(one, level)]
                by_body = level in (L.NATIONAL, L.PROVINCIAL, L.MUNICIPAL)
                body, ward = (f"{one.county_name}人民代表大会", "") if by_body else ("", f"第{nth + 1}选区")
                key = str(self.first_mandate + number)
                yield key, str(self.first + number), str(term), str(level), ward, body, since
                number += 1

    def level(self, one: Place, index: int, nth: int) -> str:
        """Subdistricts elect no congress: who lives there is a deputy of the county."""
        level = next(level for level, end in SHARE if nth < end)
        if level == L.TOWNSHIP and not one.has_congress:
            return L.COUNTY
        if level == L.PROVINCIAL and (index % EVERY_NATIONAL == 0 or one.province is None):
            return L.NATIONAL
        return level

    def congress(self, one: Place, level: str) -> int | None:
        """Whose congress that is."""
        of = {L.NATIONAL: None, L.PROVINCIAL: one.province, L.MUNICIPAL: one.city, L.COUNTY: one.county}
        return of.get(CongressLevel(level), one.pk)

    def assignments(self) -> Iterator[Row]:
        """Everybody serves at the own station; most served at the next one before."""
        number = self.first_assignment
        since, moved = str(self.since), str(self.moved)
        for index in range(len(self.places)):
            here = str(self.first_station + index)
            before = str(self.first_station + (index + 1) % len(self.places))
            for nth in range(AT_STATION):
                deputy = str(self.first + index * AT_STATION + nth)
                if nth < MOVED:
                    yield str(number), deputy, before, since, moved
                    number += 1
                yield str(number), deputy, here, moved if nth < MOVED else since, None
                number += 1


def _next(model: type) -> int:
    """A number above every row there is."""
    last = model.objects.order_by("-pk").values_list("pk", flat=True).first()  # type: ignore[attr-defined]
    return (last or 0) + 1
