"""Decisions about the photos and files of an issue: atomic, under the lock of their issue, on the trail."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Max

from bulletins.actions import WITHDRAW_FIRST, PlantedError
from bulletins.models import Attachment, Bulletin, BulletinPhoto, State
from bulletins.scan import planted_in_file
from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.images import PhotoError, prepare_photo
from liaison.lib.office import MOST_BYTES, FileError, kind_of
from liaison.lib.room import NO_ROOM, has_room
from liaison.lib.text import tidy

MOST_PHOTOS = 20
MOST_FILES = 10


@transaction.atomic
def add_photos(bulletin: Bulletin, uploads: Sequence[UploadedFile], *, by: User | None) -> int:
    """Attach re-encoded, stripped copies of all `uploads` or of none; returns how many.

    Raises ValidationError that names each file with what is wrong with it.
    """
    bulletin = _locked(bulletin)
    if bulletin.photos.count() + len(uploads) > MOST_PHOTOS:
        raise ValidationError(f"照片最多 {MOST_PHOTOS} 张")
    position, wrong = _after(bulletin.photos), []
    for upload in uploads:
        try:
            _keep_photo(bulletin, upload, position)
        except PhotoError as problem:
            wrong.append(f"{str(upload.name)[:60]}：{problem}")
        position += 1
    if wrong:
        raise ValidationError(wrong)
    _touch(bulletin, by)
    record(by, "添加摄影作品", bulletin, count=len(uploads))
    return len(uploads)


def _keep_photo(bulletin: Bulletin, upload: UploadedFile, position: int) -> None:
    photo = BulletinPhoto(bulletin=bulletin, position=position)
    photo.take(prepare_photo(upload))
    photo.save()


@transaction.atomic
def describe_photo(photo: BulletinPhoto, words: dict[str, str], *, by: User | None) -> None:
    """Put the words to a photo; ValidationError where they hold a person's number."""
    bulletin = _locked(photo.bulletin)
    for name in ("alt", "caption", "credit"):
        setattr(photo, name, words[name])
    photo.full_clean(exclude=["image", "thumbnail", "bulletin"])
    photo.save(update_fields=["alt", "caption", "credit"])
    _touch(bulletin, by)
    record(by, "修改摄影作品", bulletin, photo=str(photo))


@transaction.atomic
def make_cover(photo: BulletinPhoto, *, by: User | None) -> None:
    """Put the photo first: the first one is the cover."""
    bulletin = _locked(photo.bulletin)
    bulletin.photos.exclude(pk=photo.pk).update(position=F("position") + 1)
    bulletin.photos.filter(pk=photo.pk).update(position=0)
    _touch(bulletin, by)
    record(by, "设为封面", bulletin, photo=str(photo))


@transaction.atomic
def remove_photo(photo: BulletinPhoto, *, by: User | None) -> None:
    """Take the photo away, with its files."""
    bulletin, told = _locked(photo.bulletin), str(photo)
    for stored in (photo.image.name, photo.thumbnail.name):
        transaction.on_commit(partial(default_storage.delete, str(stored)))
    photo.delete()
    _touch(bulletin, by)
    record(by, "删除摄影作品", bulletin, photo=told)


@transaction.atomic
def add_attachment(bulletin: Bulletin, upload: UploadedFile, title: str, *, by: User | None) -> Attachment:
    """Attach a file under `title`, or under its own name.

    Raises ValidationError where it is no file to hand out, or (once the issue is
    released) where a person's number stands in it.
    """
    bulletin = _locked(bulletin)
    if bulletin.attachments.count() >= MOST_FILES:
        raise ValidationError(f"附件最多 {MOST_FILES} 个")
    attachment = _attachment(bulletin, upload, title)
    attachment.full_clean(exclude=["file", "bulletin"])
    attachment.save()
    found = planted_in_file(attachment) if bulletin.state == State.RELEASED else []
    if found:
        default_storage.delete(str(attachment.file.name))
        raise PlantedError(found)
    _touch(bulletin, by)
    record(by, "添加附件", bulletin, title=attachment.title, kind=attachment.kind, size=attachment.size)
    return attachment


def _attachment(bulletin: Bulletin, upload: UploadedFile, title: str) -> Attachment:
    if not has_room():
        raise ValidationError({"file": NO_ROOM})
    content = upload.read(MOST_BYTES + 1)
    name = str(upload.name)
    try:
        kind = kind_of(content, name)
    except FileError as problem:
        raise ValidationError({"file": str(problem)}) from problem
    # A name with a slash or a quote would be cut by the browser that saves it.
    title = tidy(title or name.rpartition(".")[0] or name).replace("/", "／").replace('"', "”")
    return Attachment(
        bulletin=bulletin,
        title=title[:80],
        kind=kind,
        size=len(content),
        position=_after(bulletin.attachments),
        file=ContentFile(content, "file"),
    )


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User | None) -> None:
    """Take the file away."""
    bulletin = _locked(attachment.bulletin)
    transaction.on_commit(partial(default_storage.delete, str(attachment.file.name)))
    attachment.delete()
    _touch(bulletin, by)
    record(by, "删除附件", bulletin, title=attachment.title)


def _after(parts: Any) -> int:
    """The position after the last."""
    last = parts.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _locked(bulletin: Bulletin) -> Bulletin:
    """The issue, ready to be changed; ValidationError where two people must look first."""
    rows = Bulletin.objects.select_for_update(of=("self",)).select_related("series")
    bulletin = rows.get(pk=bulletin.pk)
    if bulletin.series.needs_review and bulletin.state == State.RELEASED:
        raise ValidationError(WITHDRAW_FIRST)
    return bulletin


def _touch(bulletin: Bulletin, by: User | None) -> None:
    """Parts count as a change of the issue: the review mark goes, a second editor is told."""
    bulletin.edited_by, bulletin.reviewer = by, None
    bulletin.save()
