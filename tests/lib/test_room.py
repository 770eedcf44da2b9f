"""A disk that is nearly full takes no more files, and says so at the field."""

import io
from collections import namedtuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bulletins import actions_parts
from deputies.roster.vocabulary import VOCABULARY
from liaison.lib import room
from liaison.lib.documents import PDF, take_document
from liaison.lib.images import PhotoError, prepare_photo
from liaison.lib.office import FileError
from liaison.lib.sheets import SheetError, read_tables
from progress import files
from progress.papers import filling

Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def full(monkeypatch):
    """One byte less than uploads need."""
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: Disk(0, 0, room.LEAST_FOR_UPLOADS - 1))


def pdf():
    return SimpleUploadedFile("a.pdf", b"%PDF-1.4")


@pytest.mark.parametrize(
    ("take", "refusal"),
    [
        (lambda: prepare_photo(b"\xff\xd8\xff"), PhotoError),
        (lambda: take_document(pdf(), (PDF,)), FileError),
        (lambda: read_tables(io.BytesIO("姓名,层级\n".encode()), VOCABULARY), SheetError),
        (lambda: files.prepare(pdf()), files.FileError),
        (lambda: filling.check(b"PK"), filling.TemplateFaultError),
        (lambda: actions_parts._attachment(None, pdf(), ""), actions_parts.ValidationError),
    ],
    ids=["photo", "document", "sheet", "report", "template", "bulletin"],
)
def test_every_kind_of_file_is_refused(take, refusal):
    with pytest.raises(refusal, match="存储空间不足，请联系管理员"):
        take()


def test_with_one_more_byte_there_is_room(monkeypatch):
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: Disk(0, 0, room.LEAST_FOR_UPLOADS))
    assert room.has_room()
