"""An archive is read to its end before anything of it is believed."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from liaison.lib import archive
from liaison.lib.archive import ArchiveError, Writer, check, unpack


def written(path: Path, **files: bytes) -> Path:
    """A good archive of a few files."""
    with path.open("wb") as stream:
        writer = Writer(stream)
        for name, content in files.items():
            source = path.with_name("source")
            source.write_bytes(content)
            writer.add(f"media/{name}.jpg", source)
        writer.close({"engine": "sqlite"})
    return path


@pytest.fixture
def good(tmp_path):
    return written(tmp_path / "good.tar", one=b"1" * 700, two=b"2" * 50_000, three=b"")


def hostile(path: Path, *members: tarfile.TarInfo) -> Path:
    """An archive whose list agrees with what somebody put in."""
    with tarfile.open(path, "w") as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(b"x" * member.size))
    return path


def named(name: str, kind: bytes = tarfile.REGTYPE, size: int = 1) -> tarfile.TarInfo:
    """One member of an archive, made by hand."""
    member = tarfile.TarInfo(name)
    member.type, member.size, member.linkname = kind, size if kind == tarfile.REGTYPE else 0, "/etc/passwd"
    return member


def test_what_was_put_in_comes_out(good, tmp_path):
    contents = check(good)
    assert contents.facts["engine"] == "sqlite"
    unpack(good, contents, lambda name: tmp_path / "out" / name)
    assert (tmp_path / "out/media/two.jpg").read_bytes() == b"2" * 50_000
    assert sorted(path.name for path in (tmp_path / "out/media").iterdir()) == [
        "one.jpg",
        "three.jpg",
        "two.jpg",
    ]


def test_a_file_that_went_meanwhile_is_left_out(tmp_path):
    with (tmp_path / "a.tar").open("wb") as stream:
        writer = Writer(stream)
        assert not writer.add("media/gone.jpg", tmp_path / "gone")
        writer.close({})
    assert check(tmp_path / "a.tar").files == {}


def test_cut_anywhere_it_is_refused(good, tmp_path):
    whole = good.read_bytes()
    for length in [0, 1, 511, 512, 1024, 10_240, len(whole) // 2, len(whole) - 10_240, len(whole) - 1]:
        (tmp_path / "cut.tar").write_bytes(whole[:length])
        with pytest.raises(ArchiveError):
            check(tmp_path / "cut.tar")


def test_a_changed_byte_of_any_content_or_name_is_noticed(good, tmp_path):
    whole = good.read_bytes()
    places = [whole.index(word) for word in (b"111", b"222", b"one.jpg", b'"engine"', b"sha256")]
    with tarfile.open(good) as tar:
        places += [member.offset for member in tar.getmembers()]
    for place in places:
        (tmp_path / "bad.tar").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ArchiveError):
            check(tmp_path / "bad.tar")


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "media/../../evil",
        "media//evil",
        "./evil",
        "a\\b",
        "a\x00b",
        "a\nb",
        "x" * 600,
    ],
)
def test_a_name_that_leads_elsewhere_is_not_safe(name):
    assert not archive.is_safe(name)


@pytest.mark.parametrize(
    "member",
    [
        named("../evil"),
        named("/etc/evil"),
        named("media/link", tarfile.SYMTYPE),
        named("media/hard", tarfile.LNKTYPE),
        named("media/device", tarfile.CHRTYPE),
        named("media/folder", tarfile.DIRTYPE),
        named("media/sparse", tarfile.GNUTYPE_SPARSE),
    ],
    ids=lambda member: member.name,
)
def test_links_devices_and_paths_that_lead_out_are_refused(member, tmp_path):
    with pytest.raises(ArchiveError):
        check(hostile(tmp_path / "evil.tar", member))


def test_two_files_of_one_name_are_refused(tmp_path):
    with pytest.raises(ArchiveError, match="两个同名文件"):
        check(hostile(tmp_path / "twice.tar", named("media/a"), named("media/a")))


@pytest.mark.parametrize("format_", [0, 2, "1", None])
def test_another_format_is_refused_by_its_number(good, tmp_path, monkeypatch, format_):
    monkeypatch.setattr(archive, "FORMAT", format_)
    other = written(tmp_path / "other.tar", one=b"1")
    monkeypatch.undo()
    with pytest.raises(ArchiveError, match="这个版本只认 1"):
        check(other)


def test_a_list_that_nobody_can_read_is_refused(tmp_path):
    for text in [
        "",
        "[]",
        "{",
        json.dumps({"format": 1}),
        json.dumps({"format": 1, "files": {"a": [1]}}),
        "[" * 5000,
    ]:
        with (tmp_path / "odd.tar").open("wb") as stream:
            writer = Writer(stream)
            writer.add_text(archive.MANIFEST, text)
            writer.add_text(archive.SEAL, writer.files[archive.MANIFEST].sha256)
            writer.tar.close()
        with pytest.raises(ArchiveError, match="读不懂"):
            check(tmp_path / "odd.tar")


def test_something_else_is_no_archive(tmp_path):
    (tmp_path / "photo.tar").write_bytes(b"\xff\xd8\xff" * 10_240)
    with pytest.raises(ArchiveError, match="不是备份文件"):
        check(tmp_path / "photo.tar")
    with pytest.raises(ArchiveError, match="读不了"):
        check(tmp_path / "nothing.tar")


def test_a_file_that_changes_between_check_and_unpacking_is_noticed(good, tmp_path):
    contents = check(good)
    whole = good.read_bytes()
    good.write_bytes(whole.replace(b"1" * 700, b"7" * 700))
    with pytest.raises(ArchiveError, match="变了"):
        unpack(good, contents, lambda name: tmp_path / "out" / name)
