"""The five steps of a matter, as its author and everybody see them: 受理 → 转交 → 办理 → 答复 → 评价."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from opinions.models import Opinion, OpinionState

S = OpinionState
REACHED = {
    S.SUBMITTED: 0,
    S.ACCEPTED: 1,
    S.REFERRED: 2,
    S.HANDLING: 3,
    S.ANSWERED: 4,
    S.CLOSED: 4,
    S.RATED: 5,
}
"""How many steps are behind it in each state; 办理 counts as reached once it has begun."""


@dataclass(frozen=True)
class Step:
    """One of the five: its word, whether it is done, the one that is on, and its day."""

    word: str
    is_done: bool
    is_now: bool
    at: date | None = None


@dataclass(frozen=True)
class Line:
    """All five, and the sentence about the clock."""

    steps: list[Step]
    clock: str
    is_late: bool


def line(opinion: Opinion, today: date) -> Line:
    """Where a matter is on `today`; for one that was declined or merged no step is on."""
    reached = REACHED.get(S(opinion.state), 0)
    is_on = opinion.state in REACHED
    days = [
        _day(opinion.accepted_at),
        _day(opinion.referred_at),
        None,
        _day(opinion.answered_at),
        _day(opinion.rated_at),
    ]
    steps = [
        Step(
            word, at < reached and not (at == 2 and reached == 3), is_on and at == _current(reached), days[at]
        )
        for at, word in enumerate(("受理", "转交", "办理", "答复", "评价"))
    ]
    return Line(steps, _clock(opinion, today), opinion.is_overdue(today))


def _current(reached: int) -> int:
    """The step that is on: while it is being handled that is 办理 itself."""
    return 2 if reached == 3 else reached


def _clock(opinion: Opinion, today: date) -> str:
    due = opinion.due_on
    if opinion.answered_at:
        day = _day(opinion.answered_at)
        if day is None or day <= due:
            return "在期限内答复"
        return f"晚于期限 {(day - due).days} 天答复"
    if opinion.state not in REACHED:
        return ""
    if opinion.is_overdue(today):
        return f"已超过答复期限 {(today - due).days} 天"
    return f"{due.month}月{due.day}日前答复"


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None
