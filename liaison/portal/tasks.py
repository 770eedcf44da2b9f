"""Everything that waits for one person. The rooms say what; this puts it in order."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from activities.todo import tasks as activities
from awards.todo import tasks as awards
from bulletins.todo import tasks as bulletins
from campaigns.todo import tasks as campaigns
from deputies.models import RosterImport
from duties.todo import tasks as duties
from liaison.portal.desk import Overview
from liaison.ui.tasks import Task
from opinions.todo import tasks as opinions
from progress.todo import tasks as reports
from receptions.todo import tasks as receptions
from standing.todo import tasks as standing
from stations.models import LedgerImport

SHOWN = 20


def tasks(user: Any, overview: Overview, now: datetime) -> list[Task]:
    """The to-do list of `user`; each room asks a fixed number of queries."""
    return [
        *reports(user, now),
        *opinions(user, timezone.localdate(now)),
        *receptions(user, timezone.localdate(now)),
        *_imports(user),
        *activities(user),
        *campaigns(user),
        *bulletins(user),
        *awards(user),
        *standing(user),
        *duties(user, timezone.localdate(now)),
        *_gaps(overview),
    ]


def _imports(user: Any) -> Iterator[Task]:
    """Uploads that nobody has decided about."""
    if user.has_perm("stations.import_station"):
        for kept in LedgerImport.objects.for_staff(user).waiting().only("file_name", "created_at")[:SHOWN]:
            address = reverse("work:import_columns", args=[kept.pk])
            yield Task("待确认", f"核对并写入台账：{_told(kept)}", address, "warn")
    if user.has_perm("deputies.import_deputy"):
        waiting = RosterImport.objects.for_staff(user).filter(state=RosterImport.State.UPLOADED)
        for kept in waiting.only("file_name", "created_at")[:SHOWN]:
            address = reverse("work:roster_columns", args=[kept.pk])
            yield Task("待确认", f"核对并写入名册：{_told(kept)}", address, "warn")


def _told(kept: Any) -> str:
    at = timezone.localtime(kept.created_at)
    return f"{kept.file_name}（{at.month}月{at.day}日 {at:%H:%M} 上传）"


def _gaps(overview: Overview) -> Iterator[Task]:
    """What the records lack."""
    if overview.figures and (bare := overview.figures.total.gaps):
        address = f"{reverse('admin:stations_station_coverage')}?show=none"
        yield Task("建站", f"{len(bare)} 个乡镇（街道）还没有联络站", address)
    for gap in overview.people:
        yield Task("代表", f"{gap.count} {gap.words}", gap.address)
    for gap in overview.gaps:
        yield Task("补充", f"{gap.count} 个站点{gap.words}", gap.address, "")
