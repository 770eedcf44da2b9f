"""Figures of an award round: how many each county sent, and how the judges marked."""

from dataclasses import dataclass
from statistics import mean
from typing import Any

from django.db.models import Count

from awards.models import AwardCase, AwardRound, JudgeMark
from liaison.divisions.models import Division


@dataclass(frozen=True)
class Quota:
    """How many cases a county has sent to the city, of how many."""

    county: Division
    sent: int
    limit: int

    @property
    def left(self) -> int:
        """How many it may still send."""
        return max(self.limit - self.sent, 0)


def quotas(award: AwardRound, counties: list[Division]) -> list[Quota]:
    """One row for each of `counties`. One query."""
    rows = AwardCase.objects.forwarded().filter(round=award, division__county__in=counties)
    sent = dict(rows.order_by().values_list("division__county").annotate(Count("pk")))
    return [Quota(county, sent.get(county.pk, 0), award.cases_per_county) for county in counties]


@dataclass(frozen=True)
class Result:
    """What all judges together think of a case."""

    case: Any
    scores: list[int]

    @property
    def average(self) -> float | None:
        """The mean of the scores, to one decimal; None before anybody marked."""
        return round(mean(self.scores), 1) if self.scores else None

    @property
    def spread(self) -> int | None:
        """The highest less the lowest score; wide spreads are talked about."""
        return max(self.scores) - min(self.scores) if self.scores else None


def results(cases: list[Any]) -> list[Result]:
    """The cases with everybody's scores, the best average first. One query."""
    scores: dict[int, list[int]] = {}
    for case, score in JudgeMark.objects.filter(case__in=cases).values_list("case", "score"):
        scores.setdefault(case, []).append(score)
    rows = [Result(case, scores.get(case.pk, [])) for case in cases]
    return sorted(rows, key=lambda row: (-(row.average or 0), row.case.pk))
