"""What waits for a person among the opinions: to review, to answer, past its day."""

from typing import Any

from django.urls import reverse

from liaison.ui.paging import CAP
from liaison.ui.tasks import Task
from opinions.models import Opinion


def tasks(user: Any, today: Any) -> list[Task]:
    """Lines for the first page of the desk; two queries for whoever handles or watches opinions."""
    if not user.has_perm("opinions.view_opinion"):
        return []
    rows, address = Opinion.objects.for_staff(user), reverse("work:opinions")
    found = []
    if late := rows.overdue(today)[: CAP + 1].count():
        found.append(Task("超期", f"{late} 件群众意见超过答复期限", f"{address}?state=late", "err"))
    if user.has_perm("opinions.handle_opinion") and (new := rows.waiting()[: CAP + 1].count()):
        found.append(Task("群众意见", f"{new} 件群众意见等待审核受理", f"{address}?state=submitted", "warn"))
    return found
