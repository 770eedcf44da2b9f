"""How many opinions there were and how they fared: counts first, shares only beside them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from opinions.models import OpinionState as S
from opinions.models import Satisfaction
from opinions.models.opinion import UNANSWERED
from stations.stats import percent


@dataclass(frozen=True)
class Tally:
    """Opinions received, of which answered, in time, overdue, closed, rated, satisfied; all are counts."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    overdue: int = 0
    closed: int = 0
    rated: int = 0
    satisfied: int = 0

    @property
    def share_in_time(self) -> float | None:
        """Percent of those whose day has come: answered in time ÷ (answered + overdue)."""
        return percent(self.in_time, self.answered + self.overdue)

    @property
    def share_satisfied(self) -> float | None:
        """Percent of the rated ones that were rated 满意 or 基本满意."""
        return percent(self.satisfied, self.rated)


CONTENT = (Satisfaction.SATISFIED, Satisfaction.FAIR)


def _counts(today: date) -> dict[str, Count]:
    answered = Q(answered_at__isnull=False)
    return {
        "received": Count("pk"),
        "answered": Count("pk", filter=answered),
        "in_time": Count("pk", filter=answered & Q(answered_at__date__lte=F("due_on"))),
        "overdue": Count("pk", filter=Q(state__in=UNANSWERED, due_on__lt=today)),
        "closed": Count("pk", filter=Q(state__in=(S.CLOSED, S.RATED))),
        "rated": Count("pk", filter=Q(state=S.RATED)),
        "satisfied": Count("pk", filter=Q(state=S.RATED, satisfaction__in=CONTENT)),
    }


def tally(rows: QuerySet[Any], today: date) -> Tally:
    """All of `rows` in one query; declined and merged ones are received and nothing else."""
    return Tally(**rows.order_by().aggregate(**_counts(today)))


def by_place(rows: QuerySet[Any], path: str, today: date) -> dict[int, Tally]:
    """A tally for each place that `path` leads to (a key), in one query."""
    groups = rows.order_by().values(path).annotate(**_counts(today))
    return {group.pop(path): Tally(**group) for group in groups}


def by_channel(rows: QuerySet[Any]) -> dict[str, int]:
    """How many came on each way."""
    return dict(rows.order_by().values_list("channel").annotate(Count("pk")))
