"""What waits for somebody among the assessments, for the first page of the desk."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from liaison.ui.tasks import Task
from standing.models import Assessment, State
from standing.models.assessment import AT_STATION
from standing.stats import by_state

SHOWN = 5


def tasks(user: Any) -> list[Task]:
    """Sheets to answer for a keeper; how many to review, to decide, to publish for the offices. One query."""
    sheets = Assessment.objects.for_staff(user)
    if user.has_perm("standing.answer_assessment"):
        own = sheets.filter(state__in=AT_STATION).select_related("round", "station")
        return [_own(sheet) for sheet in own.order_by("-round__year", "pk")[:SHOWN]]
    if user.has_perm("standing.review_assessment") or user.has_perm("standing.decide_assessment"):
        return list(_counted(user, by_state(sheets)))
    return []


def _own(sheet: Assessment) -> Task:
    word = "按退回原因修改" if sheet.state == State.RETURNED else "自评"
    due = sheet.round.self_due
    words = f"{sheet.station.short_name} {sheet.round.year} 年度评价：{word}，{due.month}月{due.day}日 前提交"
    return Task("评价", words, sheet.get_absolute_url())


def _counted(user: Any, counted: dict[str, int]) -> Iterator[Task]:
    listed, decide = reverse("work:standing_list"), reverse("work:standing_decide")
    waiting = (
        ("standing.review_assessment", State.SUBMITTED, "个站的评价待复核", f"{listed}?state=submitted"),
        ("standing.decide_assessment", State.REVIEWED, "个站的评价待评定等次", decide),
        ("standing.decide_assessment", State.DECIDED, "个站的等次待公布", decide),
    )
    for right, state, words, address in waiting:
        if counted[state] and user.has_perm(right):
            yield Task("评价", f"{counted[state]} {words}", address)
