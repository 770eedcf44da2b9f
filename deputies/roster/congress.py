"""Find the term that a claimed mandate belongs to: known, new, or a question."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from deputies.models import CongressLevel, Term
from deputies.models.term import in_chinese
from deputies.roster.rows import Claim, RosterRow
from liaison.divisions.models import Division

N, P, M, C, T = CongressLevel
Congress = tuple[CongressLevel, int | None]
"""A level and its division; the nation has none."""


@dataclass(frozen=True)
class Found:
    """The term of a claim; or the key of a question; or why it cannot be registered."""

    term: Term | None = None
    question: str = ""
    problem: str = ""
    remark: str = ""


class Congresses:
    """The congresses that a county's roster can speak of, and their terms on record."""

    def __init__(self, county: Division, towns: Iterable[Division], answers: dict[str, object]) -> None:
        self.county = county
        self.places: dict[CongressLevel, Division | None] = {
            N: None,
            P: county.province,
            M: county.city,
            C: county,
        }
        self.towns = {town.pk: town for town in towns}
        self.answers = answers
        self.new: dict[tuple[CongressLevel, int | None, int], Term] = {}
        self.said: dict[Congress, int] = {}
        self.asked: dict[str, Congress] = {}
        self._known: dict[Congress, dict[int, Term]] = defaultdict(dict)
        of_places = Q(division=None) | Q(division__in=[p for p in self.places.values() if p])
        for term in Term.objects.filter(of_places | Q(division__in=list(self.towns))).select_related(
            "division__county"
        ):
            self._known[CongressLevel(term.level), term.division_id][term.number] = term

    def learn(self, rows: Iterable[RosterRow]) -> None:
        """What the file says plainly of each congress; contradictions say nothing."""
        counts: dict[Congress, Counter[int]] = defaultdict(Counter)
        for row in rows:
            for claim in row.claims.values():
                if claim.number and (congress := self.congress(claim)):
                    counts[congress][claim.number] += 1
        self.said = {congress: next(iter(found)) for congress, found in counts.items() if len(found) == 1}

    def congress(self, claim: Claim) -> Congress | None:
        """The congress of a claim; None where its division is not on record."""
        if claim.level == N:
            return (N, None)
        place = claim.township if claim.level == T else self.places[claim.level]
        return (claim.level, place.pk) if place is not None else None

    def running(self, congress: Congress) -> Term | None:
        """The term that nobody has closed, the latest of them."""
        open_terms = [term for term in self._known[congress].values() if term.until is None]
        return max(open_terms, key=lambda term: term.number, default=None)

    def last_closed(self, congress: Congress) -> Term | None:
        """The latest term that was closed."""
        closed = [term for term in self._known[congress].values() if term.until is not None]
        return max(closed, key=lambda term: term.number, default=None)

    def find(self, claim: Claim) -> Found:
        """The term of a claim."""
        congress = self.congress(claim)
        if congress is None:
            where = "省" if claim.level == P else "乡镇"
            return Found(problem=f"区划中没有登记所在的{where}，{claim.level.label}代表未登记")
        number = self._number(claim, congress)
        if number is not None:
            return self._numbered(congress, number)
        if running := self.running(congress):
            return Found(running)
        return Found(question=self._ask(congress))

    def _number(self, claim: Claim, congress: Congress) -> int | None:
        """The number that certainly means this congress; None leaves it to the running term."""
        answer = self.answers.get(question_key(congress, self))
        if isinstance(answer, str) and answer.isdecimal():
            return int(answer)
        number = claim.number or self.said.get(congress)
        if claim.level in {C, T}:
            number = number or claim.loose_number
        if claim.level == T and number is not None and self._is_the_countys(congress, number):
            return None
        return number

    def _is_the_countys(self, congress: Congress, number: int) -> bool:
        """Rosters of a county write the county's term beside township deputies, too."""
        running, countys = self.running(congress), self.running((C, self.county.pk))
        return bool(running and countys and running.number != number and countys.number == number)

    def _numbered(self, congress: Congress, number: int) -> Found:
        known = self._known[congress].get(number)
        if known is not None:
            if known.until:
                return Found(problem=f"{known}已于 {known.until} 换届")
            return Found(known)
        running, closed = self.running(congress), self.last_closed(congress)
        wanted = f"第{in_chinese(number)}届"
        if running is not None and running.number < number:
            return Found(problem=f"{running}还没有换届，先办理换届，再导入{wanted}")
        if running is not None:
            return Found(problem=f"在任的是{running}，名册写{wanted}，请核对")
        if closed is not None and closed.number >= number:
            return Found(problem=f"{closed}已换届，名册写{wanted}，请核对")
        return Found(self._create(congress, number))

    def _create(self, congress: Congress, number: int) -> Term:
        """A term that begins where the one before it ended."""
        level, place = congress
        key = (level, place, number)
        if key not in self.new:
            closed = self.last_closed(congress)
            since = closed.until + timedelta(days=1) if closed and closed.until else None
            self.new[key] = Term(level=level, division=self.division(congress), number=number, since=since)
        return self.new[key]

    def division(self, congress: Congress) -> Division | None:
        """The division of a congress."""
        level, pk = congress
        return self.towns.get(pk or 0) if level == T else self.places[level]

    def _ask(self, congress: Congress) -> str:
        key = question_key(congress, self)
        self.asked[key] = congress
        return key

    def question(self, key: str) -> str:
        """The question in words."""
        division = self.division(self.asked[key])
        return f"{division.full_name if division else '全国'}人民代表大会正在任的是第几届？名册没有写明"


def question_key(congress: Congress, congresses: Congresses) -> str:
    """The key under which an answer is kept."""
    division = congresses.division(congress)
    return f"term:{congress[0].value}:{division.code if division else ''}"
