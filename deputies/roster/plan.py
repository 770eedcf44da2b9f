"""What importing a roster would change, person by person, before anything is written."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone

from deputies.models import Assignment, CongressLevel, Deputy, End, Mandate, MandateStatus, Term
from deputies.models.term import ELECTED_BY_A_BODY
from deputies.roster.changes import Change, Leaving, MandatePlan, PersonPlan, Plan, Question
from deputies.roster.congress import Congress, Congresses
from deputies.roster.match import Pair, pair_rows, person_key
from deputies.roster.places import Match, Stations
from deputies.roster.read import Roster
from deputies.roster.rows import FACTS, Claim, Fate, RosterRow
from stations.models import Station

_MOST_CHOICES = 80


def make_plan(roster: Roster, answers: dict[str, Any] | None = None, on: date | None = None) -> Plan:
    """Compares every person of the roster with the records. Nothing is written."""
    return _Planner(roster, answers or {}, on or timezone.localdate()).plan()


class _Planner:
    """Holds the records of one county while a plan is made."""

    def __init__(self, roster: Roster, answers: dict[str, Any], on: date) -> None:
        self.roster, self.answers, self.on = roster, answers, on
        self.stations = Stations(roster.county, roster.towns)
        self.by_pk = {str(station.pk): station for station in self.stations.all}
        self.congresses = Congresses(roster.county, roster.towns.all, answers)
        self.deputies = list(Deputy.objects.within(roster.county).order_by("pk"))
        self.mandates: dict[int, list[Mandate]] = defaultdict(list)
        held = Mandate.objects.within(roster.county).select_related("term__division__county").order_by("pk")
        for mandate in held:
            self.mandates[mandate.deputy_id].append(mandate)
        self.assignments: dict[int, list[Assignment]] = defaultdict(list)
        for place in Assignment.objects.within(roster.county).select_related("station").order_by("pk"):
            self.assignments[place.deputy_id].append(place)
        self.result = Plan(roster, on)

    def plan(self) -> Plan:
        persons = self.roster.persons
        self.congresses.learn(persons)
        pairs = pair_rows(persons, self.deputies, self.answers)
        self.result.persons = [self._person(pair) for pair in pairs]
        self._ask_rows()
        self._find_leaving(pairs)
        self.result.terms = self.congresses.new
        self.result.is_turnover = any(m.follows for p in self.result.persons for m in p.mandates) or any(
            self.congresses.last_closed((term_key[0], term_key[1])) for term_key in self.congresses.new
        )
        return self.result

    def _person(self, pair: Pair) -> PersonPlan:
        person = PersonPlan(pair.row, pair.deputy, pair.deputy is None)
        if pair.doubtful is not None:
            self._ask_person(person, pair.doubtful)
            return person
        for claim in pair.row.claims.values():
            self._mandate(person, claim)
        if pair.deputy is None and not person.mandates:
            return person
        self._facts(person)
        self._station(person)
        return person

    def _ask(
        self, person: PersonPlan | None, key: str, kind: str, text: str, choices: list[tuple[str, str]]
    ) -> None:
        """Adds a person to a question, which is made when it is the first."""
        question = self.result.questions.setdefault(key, Question(key, kind, text, choices))
        question.rows += 1
        if person is not None:
            person.questions.append(key)

    def _ask_person(self, person: PersonPlan, doubtful: Deputy) -> None:
        row = person.row
        known = "、".join(
            filter(None, (doubtful.gender, doubtful.birth_month or "出生年月不详", doubtful.duty))
        )
        said = "、".join(
            filter(
                None,
                (
                    row.facts.get("gender"),
                    row.facts.get("birth_month") or "出生年月不详",
                    row.facts.get("duty"),
                ),
            )
        )
        text = f"{row.where}{row.name}（{said}）与档案中的{doubtful.name}（{known}）是同一人吗？"
        self._ask(
            person, person_key(row), "person", text, [("same", "是同一人"), ("other", "不是，另建档案")]
        )

    def _ask_rows(self) -> None:
        """Rows that wait for the meaning of 市."""
        for row in self.roster.rows:
            if row.fate == Fate.REVIEW and row.city_question:
                county = self.roster.county
                city = county.city.name if county.city else "设区的市"
                choices = [
                    (CongressLevel.MUNICIPAL.value, f"{city}代表"),
                    (CongressLevel.COUNTY.value, f"{county.name}代表"),
                ]
                text = f"{row.level_text}：其中的“市”是哪一级？"
                self._ask(None, f"city:{row.level_text}", "city", text, choices)

    def _mandate(self, person: PersonPlan, claim: Claim) -> None:
        """One claim: on record already, new, a question or a problem."""
        found = self.congresses.find(claim)
        if found.problem:
            person.problems.append(found.problem)
        if found.question:
            choices: list[tuple[str, str]] = []
            self._ask(person, found.question, "term", self.congresses.question(found.question), choices)
        if found.term is None:
            return
        held = self.mandates[person.deputy.pk] if person.deputy else []
        known = next((m for m in held if found.term.pk and m.term_id == found.term.pk), None)
        if known is not None and known.status == MandateStatus.ENDED:
            person.problems.append(f"{found.term}的任职已于 {known.until} 终止，请先在档案中核对")
            return
        planned = MandatePlan(claim, found.term, known, _mandate_columns(claim, known))
        planned.follows = self._before(held, found.term) if known is None else None
        person.mandates.append(planned)
        person.changes += _mandate_changes(planned)

    def _before(self, held: list[Mandate], term: Term) -> Mandate | None:
        """The mandate of the same congress in an earlier term, ended by turnover."""
        earlier = [
            m
            for m in held
            if m.level == term.level and m.term.division_id == term.division_id and m.end == End.TERM
        ]
        return max(earlier, key=lambda m: m.term.number, default=None)

    def _facts(self, person: PersonPlan) -> None:
        """The columns of the person; what the roster leaves empty stays as it is."""
        for name in FACTS:
            said = person.row.facts.get(name, "")
            before = getattr(person.deputy, name) if person.deputy else ""
            if said and said != before:
                person.columns[name] = said
                if person.deputy:
                    person.changes.append(
                        Change(str(Deputy._meta.get_field(name).verbose_name), before, said)
                    )

    def _station(self, person: PersonPlan) -> None:
        """The place at a station: kept, new, moved, or a question."""
        places = self.assignments[person.deputy.pk] if person.deputy else []
        held = next((place for place in places if place.until is None), None)
        match = self._match(person)
        if match.remark:
            person.remarks.append(match.remark)
        if match.station is None or (held and held.station_id == match.station.pk):
            return
        open_ones = self.mandates[person.deputy.pk] if person.deputy else []
        if not person.mandates and all(m.status == MandateStatus.ENDED for m in open_ones):
            return
        clash = next((p for p in places if (p.until or p.since) >= self.on), None)
        if clash is not None:
            person.problems.append(f"进站日期与已有的进站记录重叠：{clash.station}，{clash.since} 起")
            return
        person.station, person.held = match.station, held
        if held or person.deputy:
            person.changes.append(Change("联络站", held.station.name if held else "", match.station.name))

    def _match(self, person: PersonPlan) -> Match:
        text = person.row.station
        if not text:
            return Match()
        key = f"station:{text}"
        answer = self.answers.get(key)
        if answer == "none":
            return Match(remark=f"“{text}”暂不进站")
        if isinstance(answer, str) and answer in self.by_pk:
            return self.stations.usable(self.by_pk[answer], text)
        match = self.stations.find(text)
        if match.question:
            choices = [(str(s.pk), s.name) for s in match.choices or self._likely(person.row)]
            self._ask(person, key, "station", match.question, [*choices, ("none", "暂不进站")])
        return match

    def _likely(self, row: RosterRow) -> list[Station]:
        """Stations to choose from: those of the row's township first, then all that are open."""
        usable = [s for s in self.stations.all if s.in_service and s.kind != "point"]
        town = row.town.pk if row.town else None
        return sorted(usable, key=lambda s: (s.division_id != town, s.name))[:_MOST_CHOICES]

    def _find_leaving(self, pairs: list[Pair]) -> None:
        """Who stands on record for the file's congresses and is not in the file."""
        touched = self._touched()
        claimed = {pair.deputy.pk: pair.row for pair in pairs if pair.deputy}
        unsure = {pair.doubtful.pk for pair in pairs if pair.doubtful}
        unread = {
            row.folded for row in self.roster.rows if row.fate in {Fate.REVIEW, Fate.ERROR} and row.name
        }
        for deputy in self.deputies:
            if deputy.pk in unsure or deputy.folded in unread:
                continue
            leaving = self._leaving(deputy, claimed.get(deputy.pk), touched)
            if leaving:
                self.result.leaving.append(leaving)

    def _touched(self) -> set[Congress]:
        """The congresses that the file speaks of."""
        claims = (claim for row in self.roster.persons for claim in row.claims.values())
        return {congress for claim in claims if (congress := self.congresses.congress(claim))}

    def _leaving(self, deputy: Deputy, row: RosterRow | None, touched: set[Congress]) -> Leaving | None:
        held = self.mandates[deputy.pk]
        going = [m for m in held if m.status != MandateStatus.ENDED]
        gone = [m for m in going if _congress(m) in touched and (row is None or m.level not in row.claims)]
        place = next((p for p in self.assignments[deputy.pk] if p.until is None), None)
        if gone:
            return Leaving(deputy, gone, place, len(gone) < len(going) or bool(row and row.claims))
        was_here = any(m.end == End.TERM and _congress(m) in touched for m in held)
        if row is None and not going and place and was_here:
            return Leaving(deputy, [], place, False)
        return None


def _congress(mandate: Mandate) -> Congress:
    return (CongressLevel(mandate.level), mandate.term.division_id)


def _mandate_columns(claim: Claim, known: Mandate | None) -> dict[str, str]:
    """What is written: electing body or constituency by level, and the delegation."""
    place = "electing_body" if claim.level in ELECTED_BY_A_BODY else "constituency"
    wanted = {place: claim.elected_by, "delegation": claim.delegation}
    return {
        name: said
        for name, said in wanted.items()
        if said and (known is None or getattr(known, name) != said)
    }


def _mandate_changes(planned: MandatePlan) -> list[Change]:
    """A new mandate, or other words for one on record."""
    if planned.mandate is None:
        before = str(planned.follows.term) if planned.follows else ""
        return [Change("任职", before, str(planned.term))]
    return [
        Change(
            f"{planned.term}{Mandate._meta.get_field(name).verbose_name}",
            getattr(planned.mandate, name),
            said,
        )
        for name, said in planned.columns.items()
    ]
