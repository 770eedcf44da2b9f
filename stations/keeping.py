"""Small helps for keeping a station's record: starting it, quick entry, opening it again."""

import re
from datetime import time

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.text import TextError, clean_text, tidy
from stations.actions import advance
from stations.models import OpeningHours, ServedArea, Stage, Station, Status

MOST_AREAS = 300
LONGEST_NAME = 60
Spans = tuple[tuple[time, time], ...]
WORKDAY: Spans = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))
SUMMER: Spans = ((time(8, 30), time(12)), (time(15), time(18)))


class UsualHours(models.TextChoices):
    """What most doors in a township office say."""

    WORKDAYS = "workdays", "工作日 8:30—12:00、14:30—17:30"
    SUMMER = "summer", "工作日 8:30—12:00、15:00—18:00"
    EVERY_DAY = "every_day", "每天 8:30—12:00、14:30—17:30"


USUAL: dict[str, tuple[range, Spans]] = {
    UsualHours.WORKDAYS: (range(5), WORKDAY),
    UsualHours.SUMMER: (range(5), SUMMER),
    UsualHours.EVERY_DAY: (range(7), WORKDAY),
}


def take_usual_hours(station: Station, usual: str) -> int:
    """Give every weekday of `usual` that has no hours yet its hours; returns how many days."""
    days, spans = USUAL[usual]
    known = set(station.opening_hours.values_list("weekday", flat=True))
    missing = [day for day in days if day not in known]
    OpeningHours.objects.bulk_create(
        OpeningHours(station=station, weekday=day, opens=opens, closes=closes)
        for day in missing
        for opens, closes in spans
    )
    return len(missing)


def read_area_names(text: str) -> list[str]:
    """Names pasted one a line or separated by 、，; in order, each once.

    Raises ValidationError naming the one that is too long or unreadable.
    """
    try:
        clean_text(text)
    except TextError as error:
        raise ValidationError(str(error)) from error
    names = [tidy(part) for part in re.split(r"[\r\n\t、，,;；]+", text)]
    names = list(dict.fromkeys(filter(None, names)))
    if too_long := next((name for name in names if len(name) > LONGEST_NAME), None):
        raise ValidationError(f"“{too_long[:20]}…”超过 {LONGEST_NAME} 个字，请一行写一个名称")
    if len(names) > MOST_AREAS:
        raise ValidationError(f"一次最多 {MOST_AREAS} 个，这里有 {len(names)} 个")
    return names


def add_areas(station: Station, names: list[str]) -> int:
    """Add served villages and communities that are not there yet; returns how many."""
    known = set(station.served_areas.values_list("name", flat=True))
    new = [name for name in names if name not in known]
    ServedArea.objects.bulk_create(
        ServedArea(station=station, name=name, kind=area_kind(name)) for name in new
    )
    return len(new)


def area_kind(name: str) -> str:
    """A community by its name; everything else is a village until somebody says otherwise."""
    is_community = name.endswith(("社区", "居委会", "居民委员会", "小区"))
    return ServedArea.Kind.COMMUNITY if is_community else ServedArea.Kind.VILLAGE


@transaction.atomic
def begin_record(station: Station, *, by: User | None) -> None:
    """Give a station that was entered by hand the first row of its construction stages."""
    if station.stage_changes.exists() or station.status == Status.CLOSED:
        return
    is_open = station.status in (Status.OPENED, Status.RUNNING)
    stage = Stage.OPENED if is_open else Stage.SITING
    on = (station.opened_on if is_open else None) or timezone.localdate()
    advance(station, stage, min(on, timezone.localdate()), by=by)


@transaction.atomic
def reopen(station: Station, reason: str, *, by: User | None) -> None:
    """Take a closed station back into service; when and why it was closed stays in its history."""
    if not reason.strip():
        raise ValidationError({"reason": "请填写恢复原因"})
    station = Station.objects.select_for_update().get(pk=station.pk)
    if station.status != Status.CLOSED:
        raise ValidationError(f"{station.name}没有停用")
    is_accepted = station.stage == Stage.ACCEPTED
    station.status = Status.RUNNING if is_accepted else Status.OPENED
    station.closed_on, station.closed_reason = None, ""
    station.save()
    record(by, "恢复联络站", station, reason=reason)
