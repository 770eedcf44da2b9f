"""Placing many deputies at once: what would happen, and what happened. Each by `actions.assign`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from deputies.actions import assign, objection
from deputies.models import Assignment, Basis, Deputy
from liaison.accounts.models import User
from stations.models import Station

MOST = 200
"""How many are placed in one go; what a person can still look through."""


@dataclass(frozen=True)
class Placing:
    """Who is to go where, and on which basis."""

    deputy: Deputy
    station: Station | None
    basis: str = Basis.TERRITORY


@dataclass(frozen=True)
class Fate:
    """What becomes, or became, of one placing: a word, and the reason where it is refused."""

    placing: Placing
    word: str
    refused: str = ""
    held: Assignment | None = None

    @property
    def is_refused(self) -> bool:
        """Nothing is written for this one."""
        return bool(self.refused)


ENTER, MOVE, STAY = "进站", "转站", "已在这个站，不变"
NOWHERE = "没有选择联络站"


def foresee(placings: Iterable[Placing], since: date) -> list[Fate]:
    """What `place` would do; writes nothing."""
    return [_foresee(one, since) for one in placings]


def _foresee(placing: Placing, since: date) -> Fate:
    held = placing.deputy.assignments.open().select_related("station").first()
    if placing.station is None:
        return Fate(placing, "", NOWHERE, held)
    if held and _is_there(held, placing):
        return Fate(placing, STAY, held=held)
    refused = objection(placing.deputy, placing.station, since)
    return Fate(placing, MOVE if held else ENTER, refused, held)


def _is_there(held: Assignment, placing: Placing) -> bool:
    return placing.station is not None and (
        (held.station_id, held.basis) == (placing.station.pk, placing.basis)
    )


@transaction.atomic
def place(placings: Sequence[Placing], since: date, *, by: User | None) -> list[Fate]:
    """Place each of them; whoever is refused stays as before and the others go on.

    Doing it twice changes nothing the second time.
    """
    done = []
    for fate in foresee(placings, since):
        one = fate.placing
        if not fate.is_refused and fate.word != STAY and one.station:
            try:
                with transaction.atomic():
                    assign(one.deputy, one.station, one.basis, since=since, by=by)
            except ValidationError as error:
                fate = Fate(one, "", "；".join(error.messages), fate.held)
        done.append(fate)
    return done
