"""What waits for a person's decision, across the rooms: one line each, counted to a cap."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from awards.models import AwardCase, AwardRound, JudgeMark
from campaigns.models import Contribution

MOST = 1000


@dataclass(frozen=True)
class Task:
    """So many records wait; the address lists them."""

    kind: str
    count: int
    words: str
    address: str


def tasks(user: Any) -> Iterator[Task]:
    """Lines for the first page of the desk; each asks one or two queries, whatever there is."""
    found = (*_contributions(user), *_cases(user))
    return (task for task in found if task.count)


def _contributions(user: Any) -> Iterator[Task]:
    rows, address = Contribution.objects.for_staff(user), reverse("work:contributions")
    if user.has_perm("campaigns.review_contribution"):
        count = rows.waiting()[:MOST].count()
        yield Task("待审核", count, "件代表建功等待审核", f"{address}?state=submitted")
    if user.has_perm("campaigns.change_contribution"):
        count = rows.filter(state="returned")[:MOST].count()
        yield Task("已退回", count, "件代表建功退回修改", f"{address}?state=returned")


def _cases(user: Any) -> Iterator[Task]:
    rows, address = AwardCase.objects.for_staff(user), reverse("work:awards")
    if user.has_perm("awards.forward_awardcase"):
        count = rows.waiting()[:MOST].count()
        yield Task("待推荐", count, "件创新案例等待推荐到市", f"{address}?state=submitted")
    if user.has_perm("awards.write_awardcase"):
        count = rows.filter(state="returned")[:MOST].count()
        yield Task("已退回", count, "件创新案例退回修改", f"{address}?state=returned")
    if user.has_perm("awards.judge_awardcase"):
        judged = AwardRound.objects.for_staff(user).filter(state="judging")
        own = JudgeMark.objects.filter(judge=user).values("case")
        count = rows.forwarded().filter(round__in=judged).exclude(pk__in=own)[:MOST].count()
        yield Task("待打分", count, "件创新案例等待您打分", reverse("work:award_judging"))
