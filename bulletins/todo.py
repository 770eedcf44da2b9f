"""What waits for somebody among the issues: those to pass, and those to bring out."""

from typing import Any

from django.urls import reverse

from bulletins.actions import PUBLISH, REVIEW
from bulletins.models import Bulletin, State
from liaison.ui.paging import CAP
from liaison.ui.tasks import Task


def tasks(user: Any) -> list[Task]:
    """Lines for the first page of the desk; one query for each right."""
    drafts = Bulletin.objects.for_staff(user).filter(state=State.DRAFT)
    unread = drafts.filter(series__needs_review=True, reviewer=None).exclude(edited_by=user)
    lines = (
        (REVIEW, unread, "篇专题活动或公告等待审核"),
        (PUBLISH, drafts, "篇专题活动或公告还没有发布"),
    )
    counted = [(rows[: CAP + 1].count(), words) for right, rows, words in lines if user.has_perm(right)]
    address = f"{reverse('work:bulletins')}?state=draft"
    return [Task("刊物", f"{count} {words}", address, "warn") for count, words in counted if count]
