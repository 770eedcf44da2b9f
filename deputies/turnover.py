"""换届 seen from both sides: what closing a term does, and how the next one differs. Reads only."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from deputies.models import Assignment, Deputy, End, Mandate, Term
from deputies.models.deputy import DeputyQuerySet


@dataclass(frozen=True)
class Closing:
    """What closing a term would end."""

    mandates: int
    keeping: DeputyQuerySet
    """Persons who go on as deputies of another level."""
    losing: DeputyQuerySet
    """Persons who hold a place and no other mandate: without the next roster they would leave it."""


def closing(term: Term) -> Closing:
    """What `actions.close_term` would end."""
    open_here = Mandate.objects.open().filter(term=term)
    elsewhere = Mandate.objects.open().exclude(term=term).filter(deputy=OuterRef("pk"))
    people = Deputy.objects.filter(pk__in=open_here.values("deputy"))
    placed = Assignment.objects.open().filter(deputy=OuterRef("pk"))
    return Closing(
        mandates=open_here.count(),
        keeping=people.filter(Exists(elsewhere)).in_reading_order(),
        losing=people.filter(~Exists(elsewhere), Exists(placed)).in_reading_order(),
    )


@dataclass(frozen=True)
class Comparison:
    """The deputies of an old and a new term of one congress, within somebody's scope."""

    old: Term | None
    new: Term | None
    continuing: DeputyQuerySet
    joining: DeputyQuerySet
    leaving: DeputyQuerySet
    homeless: DeputyQuerySet
    """Of the new term, without a station."""
    to_release: DeputyQuerySet
    """Left, hold no mandate any more, and still have a place."""

    @property
    def may_release(self) -> bool:
        """Only when the next roster is in can one tell who left."""
        return self.old is not None and self.old.until is not None and self.has_roster

    @property
    def has_roster(self) -> bool:
        """Whether anybody of the new term is registered."""
        return self.new is not None and self.new.mandates.exists()


def neighbours(term: Term) -> tuple[Term | None, Term | None]:
    """The old and the new term to compare: an ended one with its successor, a running one with the last."""
    same = Term.objects.filter(level=term.level, division=term.division_id)
    if term.until:
        return term, same.filter(number__gt=term.number).order_by("number").first()
    return same.filter(number__lt=term.number).order_by("-number").first(), term


def compare(term: Term, deputies: DeputyQuerySet) -> Comparison:
    """Who of `deputies` continues, joins, left and needs a place, around the turn at `term`.

    Whoever left before the turn, for another reason, is no matter of it.
    """
    old, new = neighbours(term)
    in_old = Exists(Mandate.objects.filter(deputy=OuterRef("pk"), term=old, end=End.TERM))
    in_new = Exists(Mandate.objects.filter(deputy=OuterRef("pk"), term=new))
    leaving = deputies.filter(in_old, ~in_new)
    placed = Exists(Assignment.objects.open().filter(deputy=OuterRef("pk")))
    serving = Exists(Mandate.objects.open().filter(deputy=OuterRef("pk")))
    return Comparison(
        old=old,
        new=new,
        continuing=deputies.filter(in_old, in_new).in_reading_order(),
        joining=deputies.filter(~in_old, in_new).in_reading_order(),
        leaving=leaving.in_reading_order(),
        homeless=deputies.unassigned().filter(in_new).in_reading_order(),
        to_release=leaving.filter(placed, ~serving).in_reading_order(),
    )
