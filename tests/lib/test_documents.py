"""Attached files are told apart by what is in them, and none carries the number of a person."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liaison.lib import documents, office
from liaison.lib.documents import JPEG, PDF, PNG, WORD, take_document
from liaison.lib.office import FileError
from tests import make
from tests.campaigns import making


def test_a_pdf_and_a_word_file_are_known_by_their_content():
    assert take_document(making.pdf("随便.txt"), (PDF, WORD)) == PDF
    assert take_document(making.word(name="随便.zip"), (PDF, WORD)) == WORD


def test_the_name_is_replaced_by_one_that_nobody_can_guess():
    upload = making.pdf("市人大 内部名单.pdf")
    take_document(upload, (PDF,))
    assert len(upload.name) == 32 + len(".pdf")


@pytest.mark.parametrize(("kind", "expected"), [("JPEG", JPEG), ("PNG", PNG)])
def test_photos_are_taken_where_they_are_wanted(kind, expected):
    assert take_document(make.photo_file(kind=kind), (PDF, JPEG, PNG)) == expected
    with pytest.raises(FileError, match="只支持 PDF、Word 文件"):
        take_document(make.photo_file(kind=kind), (PDF, WORD))


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ\x90", b"PK\x03\x04broken", b"\x00" * 20])
def test_anything_else_is_refused(content):
    with pytest.raises(FileError):
        take_document(SimpleUploadedFile("方案.docx", content), (PDF, WORD))


def test_a_word_file_with_the_number_of_a_person_is_refused():
    with pytest.raises(FileError, match=r"138\*\*\*\*5678"):
        take_document(making.word("联系人 13812345678"), (WORD,))


def test_a_word_file_with_macros_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>方案</w:t>")
        archive.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(FileError):
        take_document(SimpleUploadedFile("方案.docx", out.getvalue()), (WORD,))


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(office, "MOST_UNPACKED", 1000)
    with pytest.raises(FileError, match="无法识别或已损坏"):
        take_document(making.word("长" * 2000), (WORD,))


def test_more_than_ten_megabytes_are_refused(monkeypatch):
    monkeypatch.setattr(documents, "MOST_BYTES", 10)
    with pytest.raises(FileError, match="不能超过 10 MB"):
        take_document(making.pdf(), (PDF,))
