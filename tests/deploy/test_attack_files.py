"""Files made to do harm, sent to a real worker: each refused or made harmless, and the worker stays small."""

import io
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image

from tests import make
from tests.lib.workbooks import member, saved, with_member, xlsx
from tests.opinions import making
from tests.servers import TOKEN, Server, Shared, served, signed_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="内存从 /proc 里读"),
]
MOST_MEGABYTES = 400
GPS = 0x8825
ROWS = [["联络站名称", "所在乡镇（街道）", "详细地址"], ["孟庄镇人大代表联络站", "孟庄镇", "便民服务中心"]]
SHEET = "xl/worksheets/sheet1.xml"


def jpeg(size: tuple[int, int] = (320, 240), **more: object) -> bytes:
    """A photo."""
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, "JPEG", **more)
    return out.getvalue()


def located() -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "secret-phone"
    return jpeg(exif=exif)


def huge_png() -> bytes:
    """50,000 × 50,000 pixels in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def outside_entity() -> bytes:
    """A workbook that asks the reader for a file of the server."""
    body = member(xlsx(ROWS), SHEET)
    attack = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return with_member(
        xlsx(ROWS), SHEET, attack + body.split(b"?>", 1)[-1].replace(b"<v>0</v>", b"<v>&a;</v>")
    )


def farthest_corner() -> bytes:
    """A workbook of five kilobytes that takes gigabytes in a careless reader."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    return saved(book)


PHOTOS = {
    "a page in a photo's coat": (jpeg() + b"<html><script>alert(1)</script>", ""),
    "a drawing with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "只支持 JPG、PNG、WEBP 照片",
    ),
    "too many pixels": (huge_png(), "照片像素过大"),
    "a photo with its place": (located(), ""),
    "too large": (jpeg() + bytes(11 * 1024 * 1024), "照片不能超过 10 MB"),
    "200 MB": (bytes(200 * 1024 * 1024), "照片不能超过 10 MB"),
    "broken": (jpeg()[:300], "照片无法识别或已损坏"),
}
SHEETS = {
    "a bomb": (with_member(xlsx(ROWS), "xl/media/a.bin", bytes(300 * 1024 * 1024)), "文件解压后过大"),
    "an outside entity": (outside_entity(), "无法读取该文件，请另存为 .xlsx 后重试"),
    "macros": (with_member(xlsx(ROWS), "xl/vbaProject.bin", b"x"), "含有宏"),
    "too large": (bytes([65]) * (30 * 1024 * 1024), "文件不能超过"),
}
DOORS = ("/work/imports/", "/work/imports/rosters/")


@pytest.fixture
def server(cast, tmp_path, settings) -> Iterator[Server]:
    """One worker, with a station that takes letters; `officer` and `letters` say how to reach it."""
    station = make.station(cast.mengzhuang)
    officer, shared = signed_in(cast.huixian_officer), Shared(tmp_path)
    with served(shared, tmp_path, workers=1) as found:
        found.officer, found.letters = officer, f"/opinions/new/?station={station.code}"
        found.media, found.shared = tmp_path / "media", shared
        yield found


def peak(server: Server) -> float:
    """The most memory that the worker ever held, in megabytes."""
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    lines = [line for child in children for line in Path(f"/proc/{child}/status").read_text().splitlines()]
    return max(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def test_a_worker_takes_every_attack_file_and_stays_small(server: Server) -> None:
    visitor = {"csrftoken": TOKEN}
    for name, (content, words) in PHOTOS.items():
        status, page = server.upload(visitor, server.letters, making.typed(), ("photos", "p.jpg", content))
        assert status == (200 if words else 302), name
        assert words in page, name
    for door in DOORS:
        for name, (content, words) in SHEETS.items():
            status, page = server.upload(server.officer, door, {}, ("file", "台账.xlsx", content))
            assert (status, words in page) == (200, True), (door, name)
        status, _ = server.upload(server.officer, door, {}, ("file", "台账.xlsx", farthest_corner()))
        assert status in (200, 302), door
    assert peak(server) < MOST_MEGABYTES
    assert_only_clean_photos_are_kept(server)
    status, _ = server.upload(visitor, server.letters, making.typed(), ("photos", "p.jpg", jpeg()))
    assert status == 302
    status, _ = server.upload(server.officer, DOORS[0], {}, ("file", "台账.xlsx", xlsx(ROWS)))
    assert status == 302


def assert_only_clean_photos_are_kept(server: Server) -> None:
    """The two that could be read, encoded anew: no page behind the picture, no place, no phone."""
    assert server.shared.ask("SELECT count(*) FROM opinions_opinionphoto") == [(2,)]
    kept = [path for path in server.media.rglob("*") if path.is_file()]
    assert len(kept) == 4
    assert {path.suffix for path in kept} == {".webp"}
    for path in kept:
        assert b"script" not in path.read_bytes()
        assert not Image.open(path).getexif()
