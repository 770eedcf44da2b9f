"""What waits for a person among the activities: drafts sent for review, and those sent back."""

from typing import Any

from django.urls import reverse

from activities.actions import REVIEW, WRITE
from activities.models import Activity, ActivityState
from liaison.ui.paging import CAP
from liaison.ui.tasks import Task

LINES = (
    (REVIEW, ActivityState.SUBMITTED, "条活动等待审核"),
    (WRITE, ActivityState.RETURNED, "条活动被退回，改好后重新提交"),
)


def tasks(user: Any) -> list[Task]:
    """Lines for the first page of the desk; one query for each right."""
    rows, address = Activity.objects.for_staff(user), reverse("work:activities")
    wanted = [(state, words) for right, state, words in LINES if user.has_perm(right)]
    counted = [(state, words, rows.filter(state=state)[: CAP + 1].count()) for state, words in wanted]
    return [
        Task("活动", f"{count} {words}", f"{address}?state={state.value}", "warn")
        for state, words, count in counted
        if count
    ]
