"""Which record a row of the roster speaks of. Identity is never guessed: what is close becomes a question."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from deputies.models import Deputy
from deputies.roster.doubles import SAME, UNSURE, same_person
from deputies.roster.rows import FACTS, RosterRow


@dataclass(frozen=True)
class Pair:
    """A row with its record; `doubtful` is a record that may be the same person."""

    row: RosterRow
    deputy: Deputy | None = None
    doubtful: Deputy | None = None


def pair_rows(
    rows: Iterable[RosterRow], deputies: Iterable[Deputy], answers: dict[str, object]
) -> list[Pair]:
    """Every row with the record it means, each record at most once; the sure ones choose first."""
    by_name: dict[str, list[Deputy]] = defaultdict(list)
    for deputy in deputies:
        by_name[deputy.folded].append(deputy)
    named: dict[str, list[RosterRow]] = defaultdict(list)
    rows = list(rows)
    for row in rows:
        named[row.folded].append(row)
    found: dict[int, Pair] = {}
    for name, same_named in named.items():
        for pair in _pair_namesakes(same_named, by_name.get(name, []), answers):
            found[id(pair.row)] = pair
    return [found[id(row)] for row in rows]


def facts_of(deputy: Deputy) -> dict[str, str]:
    """A record in the shape of a row's facts."""
    return {name: getattr(deputy, name) for name in FACTS}


def _pair_namesakes(rows: list[RosterRow], deputies: list[Deputy], answers: dict[str, object]) -> list[Pair]:
    """The rows and records of one name."""
    pairs, left = [], list(deputies)
    waiting = []
    for row in rows:
        sure = next((d for d in left if same_person(facts_of(d), row.facts) == SAME), None)
        if sure is None:
            waiting.append(row)
        else:
            left.remove(sure)
            pairs.append(Pair(row, sure))
    for row in waiting:
        pair = _pair_doubtful(row, left, answers, is_lonely=len(waiting) == 1)
        if taken := pair.deputy or pair.doubtful:
            left.remove(taken)
        pairs.append(pair)
    return pairs


def _pair_doubtful(
    row: RosterRow, left: list[Deputy], answers: dict[str, object], *, is_lonely: bool
) -> Pair:
    """A record of the same name that may be this person, unless somebody answered."""
    close = next((deputy for deputy in left if _is_close(deputy, row)), None)
    if close is None:
        return Pair(row)
    is_bare = not close.birth_month and not row.facts.get("birth_month")
    if is_bare and is_lonely and len(left) == 1 and not _phones_differ(close, row):
        return Pair(row, close)
    answer = answers.get(person_key(row))
    if answer == "same":
        return Pair(row, close)
    return Pair(row) if answer == "other" else Pair(row, doubtful=close)


def _is_close(deputy: Deputy, row: RosterRow) -> bool:
    """A record without birth, or with the same telephone or post and another birth or gender."""
    facts = facts_of(deputy)
    if same_person(facts, row.facts) == UNSURE:
        return True
    same_birth = bool(deputy.birth_month) and deputy.birth_month == row.facts.get("birth_month")
    same_phone = bool(deputy.phone) and deputy.phone == row.facts.get("phone")
    same_duty = bool(deputy.duty) and deputy.duty == row.facts.get("duty")
    return same_birth or same_phone or same_duty


def _phones_differ(deputy: Deputy, row: RosterRow) -> bool:
    return bool(deputy.phone and row.facts.get("phone")) and deputy.phone != row.facts["phone"]


def person_key(row: RosterRow) -> str:
    """The key under which the answer about a row's person is kept; a row may hold two people."""
    return f"person:{row.sheet}:{row.number}:{row.folded}"
