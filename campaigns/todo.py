"""What waits for a person among the contributions: to be confirmed, or sent back."""

from typing import Any

from django.urls import reverse

from campaigns.models import Contribution, ContributionState
from liaison.ui.paging import CAP
from liaison.ui.tasks import Task

LINES = (
    ("campaigns.review_contribution", ContributionState.SUBMITTED, "件代表建功等待审核"),
    ("campaigns.change_contribution", ContributionState.RETURNED, "件代表建功退回修改"),
)


def tasks(user: Any) -> list[Task]:
    """Lines for the first page of the desk; one query for each right."""
    rows, address = Contribution.objects.for_staff(user), reverse("work:contributions")
    wanted = [(state, words) for right, state, words in LINES if user.has_perm(right)]
    counted = [(state, words, rows.filter(state=state)[: CAP + 1].count()) for state, words in wanted]
    return [
        Task("建功", f"{count} {words}", f"{address}?state={state.value}", "warn")
        for state, words, count in counted
        if count
    ]
