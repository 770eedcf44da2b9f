"""Pictures of records that are not public yet: hidden until released, hidden again when withdrawn.

A hidden file lies below `media/private/`, which no web server serves; staff see it
through a view that asks for scope and answers with `sent`. Releasing writes it under
a new random name where everybody may fetch it.
"""

import secrets
from collections.abc import Iterable
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.http import FileResponse, Http404

from liaison.lib.fields import PublicText
from liaison.lib.headers import UPLOADED
from liaison.lib.images import THUMBNAIL_SIDE, Prepared

HIDDEN, SHOWN = "private/pictures", "pictures"
_FILES = ("image", "thumbnail")
_KINDS = {".webp": "image/webp", ".jpg": "image/jpeg"}
"""What photos are written as, and were written as before."""


def _hidden(picture: models.Model, filename: str) -> str:
    return f"{HIDDEN}/{picture._meta.app_label}/{PurePosixPath(filename).name}"


class TwoSizes:
    """Where the two files of a photo are fetched, and how wide they are: what a page asks of it."""

    image: Any
    thumbnail: Any
    width: int
    height: int

    @property
    def image_url(self) -> str:
        """Where the photo is fetched."""
        return str(self.image.url)

    @property
    def thumbnail_url(self) -> str:
        """Where its small version is fetched."""
        return str(self.thumbnail.url)

    @property
    def thumbnail_width(self) -> int:
        """Of the small version, in pixels; told by the photo's own shape."""
        longest = max(self.width, self.height, THUMBNAIL_SIDE)
        return round(self.width * THUMBNAIL_SIDE / longest)


class Picture(TwoSizes, PublicText, models.Model):
    """A re-encoded photo with its small version and the words that go with it; a base, not a table."""

    image = models.ImageField("照片", upload_to=_hidden, width_field="width", height_field="height")
    thumbnail = models.ImageField(upload_to=_hidden, editable=False)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt = models.CharField(
        "画面说明", max_length=120, blank=True, help_text="给看不见图片的人：谁在哪里做什么"
    )
    caption = models.CharField("图片标题", max_length=80, blank=True)
    credit = models.CharField("摄影", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    internal_texts = ("image", "thumbnail")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.caption or self.alt or f"照片 {self.position + 1}"

    @property
    def is_released(self) -> bool:
        """Whether everybody may fetch the file."""
        return bool(self.image) and not str(self.image.name).startswith(f"{HIDDEN}/")

    def take(self, prepared: Prepared) -> None:
        """Put a prepared photo in; the row is not saved."""
        self.image, self.thumbnail = prepared.image, prepared.thumbnail


def release(pictures: Iterable[Picture]) -> None:
    """Let everybody fetch these; called inside the transaction that publishes their record."""
    for picture in pictures:
        if not picture.is_released:
            _move(picture, SHOWN)


def withdraw(pictures: Iterable[Picture]) -> None:
    """Hide these again: the old addresses answer nothing any more."""
    for picture in pictures:
        if picture.is_released:
            _move(picture, HIDDEN)


def _move(picture: Picture, folder: str) -> None:
    """Write both files under new names; the old ones go once the change is certain."""
    stem = f"{folder}/{picture._meta.app_label}/{secrets.token_hex(16)}"
    for name, tail in zip(_FILES, ("", "-s"), strict=True):
        old = getattr(picture, name).name
        with default_storage.open(old) as content:
            new = default_storage.save(f"{stem}{tail}{PurePosixPath(old).suffix}", content)
        # Straight into the instance: assigning would have Django measure the picture again.
        getattr(picture, name).name = new
        transaction.on_commit(partial(default_storage.delete, old))
    type(picture)._default_manager.filter(pk=picture.pk).update(
        **{name: getattr(picture, name).name for name in _FILES}
    )


def sent(file: Any) -> FileResponse:
    """A hidden picture for somebody who may see it; the caller has asked that."""
    try:
        content = default_storage.open(file.name)
    except (FileNotFoundError, ValueError) as problem:
        raise Http404("没有这张照片") from problem
    kind = _KINDS.get(PurePosixPath(file.name).suffix, "application/octet-stream")
    response = FileResponse(content, content_type=kind)
    response.headers["Content-Security-Policy"] = UPLOADED
    response.headers["Cache-Control"] = "private, no-store"
    return response
