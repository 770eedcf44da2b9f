"""What the author may do with the code: rate the result, or ask once to have it handled again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from liaison.audit import record
from liaison.lib.workflow import check
from opinions.actions import NOT_TYPED, answer_by, locked, stepped
from opinions.models import Opinion, OpinionState, Satisfaction
from opinions.moves import AUTHORS_MOVES


@transaction.atomic
def rate(opinion: Opinion, satisfaction: str, note: str = "") -> Opinion:
    """Say how content one is; rating an answer that nobody closed yet closes it first.

    Raises ValidationError at `satisfaction` without a choice, and after the one rating.
    """
    opinion = locked(opinion)
    if satisfaction not in Satisfaction.values:
        raise ValidationError({"satisfaction": "请选择评价"})
    if opinion.state == OpinionState.ANSWERED:
        opinion.closed_at = opinion.closed_at or timezone.now()
        _step(opinion, "confirm")
    check(AUTHORS_MOVES["rate"], opinion.state, by=None)
    opinion.satisfaction = satisfaction
    opinion.rating_note = note.strip()[:200]
    opinion.rated_at = timezone.now()
    return _step(opinion, "rate", Satisfaction(satisfaction).label)


@transaction.atomic
def reopen(opinion: Opinion, note: str) -> Opinion:
    """Ask for another round, with the reason; once for each matter.

    The clock begins anew and the rating is taken back: the steps keep it.
    """
    opinion = locked(opinion)
    check(AUTHORS_MOVES["reopen"], opinion.state, by=None, note=note)
    if opinion.reopened_at:
        raise ValidationError("这件意见已经重新办理过一次，仍不满意可以到联络站当面说")
    opinion.reopened_at = timezone.now()
    opinion.reopen_note = note.strip()[:200]
    opinion.due_on = answer_by(timezone.localdate())
    opinion.satisfaction, opinion.rated_at, opinion.answered_at = "", None, None
    return _step(opinion, "reopen")


def _step(opinion: Opinion, name: str, note: str = "") -> Opinion:
    move, source = AUTHORS_MOVES[name], opinion.state
    check(move, source, by=None, note=note or opinion.reopen_note)
    opinion.state = move.target
    opinion.full_clean(exclude=NOT_TYPED)
    opinion.save()
    stepped(opinion, move.label, source, move.target, None, note, is_authors=True)
    record(None, f"反映人{move.label}", opinion)
    return opinion
