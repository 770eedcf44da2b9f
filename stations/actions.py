"""Decisions about stations. Each is atomic, locks the row it changes and leaves a trail."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from liaison.accounts.models import User
from liaison.audit import record
from liaison.divisions.models import Division, Level
from liaison.lib.images import prepare_photo
from stations.models import Kind, Photo, Stage, StageChange, Station, Status
from stations.search import COLUMNS, prepare

STATUS_AT_STAGE = {
    Stage.SITING: Status.PREPARING,
    Stage.BUILDING: Status.PREPARING,
    Stage.OPENED: Status.OPENED,
    Stage.ACCEPTED: Status.RUNNING,
}
ORDER = list(Stage.values)


@transaction.atomic
def establish(division: Division, *, by: User | None, on: date | None = None, name: str = "") -> Station:
    """Start a station in a township or subdistrict that has none, at stage 选址.

    Raises ValidationError where the division is no township by law or already
    has a station (coverage counts one station a township).
    """
    Division.objects.select_for_update().get(pk=division.pk)
    _must_want_a_station(division)
    station = Station(name=name or f"{division.name}人大代表联络站", division=division, kind=Kind.STATION)
    station.full_clean()
    station.save()
    advance(station, Stage.SITING, on or timezone.localdate(), by=by)
    settle(station)
    record(by, "建站", station)
    return station


def _must_want_a_station(division: Division) -> None:
    if division.level != Level.TOWNSHIP or not division.is_real:
        raise ValidationError(f"{division.name}不是法定的乡镇或街道，不能在这里建站")
    standing = Station.objects.filter(division=division).exclude(status=Status.CLOSED)
    existing = standing.exclude(kind=Kind.POINT).first()
    if existing:
        raise ValidationError(f"{division.name}已经有{existing.name}")


@transaction.atomic
def advance(station: Station, stage: str, on: date, *, note: str = "", by: User | None) -> StageChange:
    """Append that `station` reached `stage` on a day; the latest stage becomes the current one.

    Raises ValidationError where the day lies in the future or before an earlier stage's.
    """
    Station.objects.select_for_update().get(pk=station.pk)
    _must_fit_the_stages(station, stage, on)
    change = StageChange(station=station, stage=stage, on=on, note=note, by=by)
    change.full_clean(exclude=["by"])
    change.save()
    _take_current_stage(station)
    record(by, "登记建设阶段", station, stage=str(stage), on=on.isoformat(), note=note)
    return change


def _must_fit_the_stages(station: Station, stage: str, on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": "日期不能晚于今天"})
    if clash := stage_after(station, stage, on):
        raise ValidationError({"on": f"日期不能早于“{clash.get_stage_display()}”的 {clash.on}"})


def stage_after(station: Station, stage: str, on: date) -> StageChange | None:
    """The first day of an earlier stage that lies after `on`, so that `stage` cannot be reached then.

    Of a stage that was noted twice the earlier day counts: rows are appended, never
    edited, and a day noted too late is put right by noting the true one.
    """
    first: dict[str, StageChange] = {}
    for change in station.stage_changes.all():  # by day
        first.setdefault(change.stage, change)
    before = ORDER[: ORDER.index(stage)]
    return next((c for c in first.values() if c.stage in before and c.on > on), None)


def _take_current_stage(station: Station) -> None:
    """Current stage, status and opening day follow from the dated rows."""
    # Asked anew: a station fetched with its parts would not know the row just written.
    changes = list(StageChange.objects.filter(station=station))
    station.stage = max((c.stage for c in changes), key=ORDER.index)
    opened = [c.on for c in changes if c.stage == Stage.OPENED]
    if opened:
        station.opened_on = min(opened)
    if station.status != Status.CLOSED:
        station.status = _status_after(station)
    station.save()


def _status_after(station: Station) -> str:
    """A running station stays running when it is (again) noted as opened."""
    status = STATUS_AT_STAGE[Stage(station.stage)]
    is_running = station.status == Status.RUNNING and status == Status.OPENED
    return Status.RUNNING if is_running else status


@transaction.atomic
def close(station: Station, on: date, reason: str, *, by: User | None) -> None:
    """Take a station out of service; its page stays and says so."""
    if not reason.strip():
        raise ValidationError({"closed_reason": "请填写停用原因"})
    station = Station.objects.select_for_update().get(pk=station.pk)
    station.status, station.closed_on, station.closed_reason = Status.CLOSED, on, reason
    station.full_clean()
    station.save()
    record(by, "停用联络站", station, on=on.isoformat(), reason=reason)


@transaction.atomic
def add_photo(
    station: Station, upload: UploadedFile, *, alt: str, caption: str = "", by: User | None
) -> Photo:
    """Attach a re-encoded, stripped copy of `upload`; PhotoError says what is wrong with it."""
    prepared = prepare_photo(upload)
    position = station.photos.count()
    photo = Photo(station=station, alt=alt, caption=caption, position=position)
    photo.image, photo.thumbnail = prepared.image, prepared.thumbnail
    photo.save()
    record(by, "添加照片", station, alt=alt)
    return photo


def settle(station: Station) -> None:
    """Refresh the search columns; call it after the station or a part of it changed."""
    prepare(station)
    found = {name: getattr(station, name) for name in COLUMNS}
    Station.objects.filter(pk=station.pk).update(**found)
