"""Photos and files appear and go with their issue; what they are is read from their content."""

import pytest
from django.core.exceptions import ValidationError

from bulletins import actions, actions_parts
from bulletins.models import Attachment
from liaison.lib.office import MACROS, WRONG_TYPE, FileError, FileKind, kind_of, words_of
from tests import make
from tests.bulletins import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(topics):
    issue = making.bulletin(topics)
    making.photo(issue)
    making.attachment(issue)
    return issue


def addresses(issue) -> list[str]:
    photo, attachment = issue.photos.get(), issue.attachments.get()
    return [photo.image_url, photo.thumbnail_url, attachment.get_absolute_url()]


def statuses(client, issue) -> set[int]:
    return {client.get(address).status_code for address in addresses(issue)}


def test_parts_of_a_draft_are_not_there_for_the_world(client, draft):
    assert statuses(client, draft) == {404}


def test_parts_of_a_scheduled_issue_are_not_there_yet(client, topics):
    issue = making.released(topics, hours_ago=-1)
    making.photo(issue)
    making.attachment(issue)
    assert statuses(client, issue) == {404}


def test_parts_come_with_the_release_and_go_with_the_withdrawal(client, draft, cast):
    actions.publish(draft, by=cast.city_editor)
    assert statuses(client, draft) == {200}
    actions.withdraw(draft, "数据有误", by=cast.city_editor)
    assert statuses(client, draft) == {404}


def test_the_stored_files_lie_where_no_web_server_looks(client, draft, cast):
    actions.publish(draft, by=cast.city_editor)
    names = [draft.photos.get().image.name, draft.attachments.get().file.name]
    assert all(name.startswith("private/") for name in names)
    assert {client.get(f"/media/{name}").status_code for name in names} == {404}


@pytest.mark.parametrize(
    ("who", "status"), [("city_editor", 200), ("auditor", 200), ("huixian_officer", 404), ("keeper", 404)]
)
def test_before_the_release_only_the_citys_own_staff_see_them(client, draft, cast, who, status):
    client.force_login(getattr(cast, who))
    assert statuses(client, draft) == {status}
    assert all("no-store" in client.get(a).headers.get("Cache-Control", "no-store") for a in addresses(draft))


def test_a_file_is_always_saved_never_shown(client, draft, cast):
    actions.publish(draft, by=cast.city_editor)
    answer = client.get(addresses(draft)[2])
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=300"


def test_what_a_file_is_stands_in_its_content():
    assert kind_of(b"%PDF-1.7 ...", "方案.docx") == FileKind.PDF
    assert kind_of(making.docx(), "方案.pdf") == FileKind.DOCX
    assert kind_of(making.packed({"xl/workbook.xml": "<x/>"}), "表") == FileKind.XLSX
    assert kind_of(making.packed({"OFD.xml": "<x/>"}), "文.ofd") == FileKind.OFD


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90\x00", "方案.pdf", WRONG_TYPE),
        (b"<html><script>x()</script>", "方案.docx", WRONG_TYPE),
        (b"", "空.pdf", WRONG_TYPE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "程序.exe", WRONG_TYPE),
        (b"PK\x03\x04 broken", "坏.docx", "损坏"),
        (making.packed({"run.exe": "MZ"}), "包.zip", WRONG_TYPE),
        (making.packed({"word/document.xml": "", "word/vbaProject.bin": ""}), "宏.docm", MACROS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密.docx", "密码"),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024), "大.pdf", "10 MB"),
    ],
)
def test_what_is_no_file_to_hand_out_is_refused_with_its_reason(content, name, said):
    with pytest.raises(FileError, match=said):
        kind_of(content, name)


def test_cells_and_runs_are_read_whole():
    sheet = making.packed({
        "xl/workbook.xml": "<x/>",
        "xl/worksheets/sheet1.xml": "<row><c><v>13812345678</v></c><c><v>24</v></c></row>",
        "xl/sharedStrings.xml": "<sst><si><r><t>138</t></r>\n<r><t>1234&#x35;678</t></r></si></sst>",
    })  # fmt: skip
    assert words_of(sheet, FileKind.XLSX) == ["13812345678", "24", "138 12345678"]


def test_a_file_without_a_title_takes_its_own_name(topics, cast):
    issue = making.bulletin(topics)
    kept = actions_parts.add_attachment(
        issue, making.upload(making.docx(), "接待/登记表.docx"), "", by=cast.city_editor
    )
    assert (kept.title, kept.kind, kept.file_name) == ("登记表", "docx", "登记表.docx")


def test_one_bad_photo_among_several_stores_none_and_is_named(topics, cast):
    issue = making.bulletin(topics)
    bad = making.upload(b"<svg/>", "图.svg")
    with pytest.raises(ValidationError, match=r"图\.svg：只支持 JPG"):
        actions_parts.add_photos(issue, [make.photo_file(), bad], by=cast.city_editor)
    assert not issue.photos.exists()


def test_the_first_photo_is_the_cover_and_another_may_become_it(topics, cast):
    issue = making.bulletin(topics)
    actions_parts.add_photos(issue, [make.photo_file(), make.photo_file()], by=cast.city_editor)
    second = issue.photos.last()
    actions_parts.make_cover(second, by=cast.city_editor)
    assert issue.photos.first() == second


def test_a_removed_file_is_gone_from_the_disk(topics, cast, django_capture_on_commit_callbacks):
    kept = making.attachment(making.bulletin(topics))
    storage, name = kept.file.storage, kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        actions_parts.remove_attachment(kept, by=cast.city_editor)
    assert not storage.exists(name)
    assert not Attachment.objects.exists()
