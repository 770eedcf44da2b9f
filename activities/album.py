"""The photos of an activity: at most nine, each stored once however often it is sent."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from activities.models import Activity, ActivityPhoto
from liaison.lib.images import PhotoError, Prepared, prepare_photo

MOST = 9
FULL = f"最多 {MOST} 张照片，先移除一张再添加"


def add(activity: Activity, upload: Any, *, token: UUID) -> ActivityPhoto:
    """Keep a photo, re-encoded and hidden; the same `token` gives the one that was kept before.

    Whether the activity may still be written is asked by the caller. Raises
    ValidationError for what is no photo, and for the tenth.
    """
    if known := activity.photos.filter(token=token).first():
        return known
    if upload is None:
        raise ValidationError("请选择照片")
    try:
        prepared = prepare_photo(upload)
    except PhotoError as problem:
        raise ValidationError(str(problem)) from problem
    return _keep(activity, prepared, token)


@transaction.atomic
def _keep(activity: Activity, prepared: Prepared, token: UUID) -> ActivityPhoto:
    """Under the activity's lock, so that two resends at once are one photo."""
    Activity.objects.select_for_update().get(pk=activity.pk)
    if known := activity.photos.filter(token=token).first():
        return known
    if activity.photos.count() >= MOST:
        raise ValidationError(FULL)
    last = activity.photos.aggregate(last=Max("position"))["last"]
    photo = ActivityPhoto(activity=activity, token=token, position=0 if last is None else last + 1)
    photo.take(prepared)
    photo.save()
    return photo


def remove_files(photo: ActivityPhoto) -> None:
    """Both files go once the change is certain."""
    for file in (photo.image, photo.thumbnail):
        transaction.on_commit(partial(default_storage.delete, file.name))


@transaction.atomic
def remove(photo: ActivityPhoto) -> None:
    """Take a photo out of its activity; whether it may still be written is asked by the caller."""
    remove_files(photo)
    photo.delete()


@transaction.atomic
def move_up(photos: Sequence[ActivityPhoto], photo: ActivityPhoto) -> None:
    """One place nearer to the front; `photos` are all of the activity in their order."""
    order = [one.pk for one in photos]
    at = order.index(photo.pk)
    order.insert(max(0, at - 1), order.pop(at))
    for position, pk in enumerate(order):
        ActivityPhoto.objects.filter(pk=pk).update(position=position)
