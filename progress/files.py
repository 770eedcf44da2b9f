"""Files that support a report: photos are written anew, PDFs are kept as they are; nothing else."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from liaison.lib.images import MOST_BYTES, PhotoError, prepare_evidence
from liaison.lib.room import NO_ROOM, has_room
from liaison.lib.text import tidy
from progress.models import MonthlyReport, ReportAttachment

MOST_FILES = 9
LONGEST_NAME = 100


class FileError(ValueError):
    """A file that cannot be kept; the message is for the person who chose it."""


@dataclass(frozen=True)
class Prepared:
    """A file ready to be stored, and the name it was given by its owner."""

    name: str
    content: ContentFile


def prepare(upload: Any) -> Prepared:
    """The photo or PDF; raises FileError when it is neither, or too large."""
    name = tidy(upload.name or "")[-LONGEST_NAME:] or "附件"
    if not has_room():
        raise FileError(NO_ROOM)
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise FileError(f"{name} 超过 10 MB。照片可关闭微信“原图”后再发")
    if content.startswith(b"%PDF-"):
        return Prepared(name, ContentFile(content, "file.pdf"))
    try:
        return Prepared(name, prepare_evidence(content))
    except PhotoError as problem:
        raise FileError(f"{name}：只支持 JPG、PNG、WEBP 照片和 PDF") from problem


@transaction.atomic
def attach(report: MonthlyReport, files: list[Prepared]) -> None:
    """Add files to an open report; raises ValidationError beyond nine."""
    if not files:
        return
    MonthlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.attachments.count() + len(files) > MOST_FILES:
        raise ValidationError(f"佐证材料最多 {MOST_FILES} 个，先移除几个再上传")
    for one in files:
        made = ReportAttachment(report=report, name=one.name, size=one.content.size)
        made.file.save(one.content.name, one.content, save=True)


def detach(report: MonthlyReport, key: str) -> None:
    """Take a file away from an open report; a key that names none does nothing."""
    if not report.is_open or not key.isascii() or not key.isdigit() or len(key) > 18:
        return
    for found in report.attachments.filter(pk=int(key)):
        storage, name = found.file.storage, found.file.name
        found.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
