"""What waits for a person among the award cases: to forward, to put right, to mark."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from awards.models import AwardCase, AwardRound, JudgeMark
from liaison.ui.paging import CAP
from liaison.ui.tasks import Task


def tasks(user: Any) -> list[Task]:
    """Lines for the first page of the desk; one query for each right."""
    found = ((count, words, address) for count, words, address in _counted(user) if count)
    return [Task("创新奖", f"{count} {words}", address, "warn") for count, words, address in found]


def _counted(user: Any) -> Iterator[tuple[int, str, str]]:
    rows, address = AwardCase.objects.for_staff(user), reverse("work:awards")
    if user.has_perm("awards.forward_awardcase"):
        yield rows.waiting()[: CAP + 1].count(), "件创新案例等待推荐到市", f"{address}?state=submitted"
    if user.has_perm("awards.write_awardcase"):
        returned = rows.filter(state="returned")[: CAP + 1].count()
        yield returned, "件创新案例退回修改", f"{address}?state=returned"
    if user.has_perm("awards.judge_awardcase"):
        judged = AwardRound.objects.for_staff(user).filter(state="judging")
        own = JudgeMark.objects.filter(judge=user).values("case")
        unmarked = rows.forwarded().filter(round__in=judged).exclude(pk__in=own)
        yield unmarked[: CAP + 1].count(), "件创新案例等待您打分", reverse("work:award_judging")
