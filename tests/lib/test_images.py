"""A photo comes out upright, small and silent, or not at all."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from liaison.lib.images import PhotoError, prepare_evidence, prepare_photo

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def picture(kind="JPEG", size=(80, 60), mode="RGB", **options):
    """The bytes of a picture."""
    stream = io.BytesIO()
    Image.new(mode, size, options.pop("color", "red")).save(stream, kind, **options)
    return stream.getvalue()


def opened(file):
    """A prepared picture read back."""
    return Image.open(io.BytesIO(file.read()))


def refusal(content):
    """The sentence with which a file is refused."""
    with pytest.raises(PhotoError) as caught:
        prepare_photo(content)
    return str(caught.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds_of_photos_are_accepted(kind):
    photo = prepare_photo(io.BytesIO(picture(kind)))
    assert opened(photo.image).format == opened(photo.thumbnail).format == "WEBP"
    assert (photo.width, photo.height) == (80, 60)


def test_a_photo_for_papers_is_one_that_every_word_processor_reads():
    paper = prepare_evidence(picture("WEBP", size=(3000, 2000)))
    photo = opened(paper)
    assert (photo.format, photo.size) == ("JPEG", (1280, 853))
    assert paper.name.endswith(".jpg")


def test_a_large_photo_is_shrunk_and_gets_a_small_version():
    photo = prepare_photo(picture(size=(3000, 2000)))
    assert (photo.width, photo.height) == opened(photo.image).size == (1280, 853)
    assert opened(photo.thumbnail).size == (480, 320)


def test_a_small_photo_is_not_enlarged():
    assert opened(prepare_photo(picture(size=(50, 40))).thumbnail).size == (50, 40)


def test_a_photo_taken_sideways_is_turned():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    photo = prepare_photo(picture(exif=exif))
    assert (photo.width, photo.height) == (60, 80)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_tells_where_or_with_what_it_was_taken(kind):
    exif = Image.Exif()
    exif[MAKE] = "PhoneMaker"
    exif.get_ifd(GPS)[2] = (35.0, 18.0, 0.0)
    options = {"comment": "secret"} if kind == "JPEG" else {}
    photo = prepare_photo(picture(kind, exif=exif, **options))
    for file in (photo.image, photo.thumbnail, prepare_evidence(picture(kind, exif=exif, **options))):
        assert not opened(file).getexif()
        file.seek(0)
        content = file.read()
        assert b"PhoneMaker" not in content
        assert b"secret" not in content


def test_names_cannot_be_guessed():
    names = {prepare_photo(picture()).image.name for _ in range(3)}
    assert len(names) == 3
    assert all(len(name) == len("0" * 32 + ".webp") for name in names)


def test_what_is_transparent_becomes_white():
    photo = opened(prepare_photo(picture("PNG", mode="RGBA", color=(0, 0, 0, 0))).image)
    assert min(photo.convert("RGB").getpixel((5, 5))) > 250


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_unusual_colours_are_accepted(kind, mode):
    assert prepare_photo(picture(kind, mode=mode, color=1 if mode != "CMYK" else "red")).width == 80


@pytest.mark.parametrize(
    "content",
    [picture("GIF"), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"%PDF-1.7", b"MZ" * 50],
)
def test_other_kinds_are_refused(content):
    assert refusal(content) == "只支持 JPG、PNG、WEBP 照片"


def test_a_photo_in_apples_own_format_says_what_to_do():
    assert refusal(b"\x00\x00\x00\x18ftypheic" + bytes(40)).startswith("只支持 JPG、PNG、WEBP 照片。苹果手机")


def test_too_many_bytes_are_refused():
    assert refusal(picture() + bytes(10 * 1024 * 1024)) == "照片不能超过 10 MB"


@pytest.mark.parametrize("size", [(8000, 5001), (13_500, 13_500), (60_000, 60_000)])
def test_too_many_pixels_are_refused_from_the_header(size):
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    assert (
        refusal(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT") == "照片像素过大（上限4000万）"
    )


@pytest.mark.parametrize(
    "content", [b"", picture()[:300], b"\xff\xd8\xff" + bytes(50), b"RIFF\x00\x00\x00\x00WEBPVP8 "]
)
def test_a_broken_photo_is_called_broken(content):
    assert refusal(content) == "照片无法识别或已损坏，请重新选择"


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_a_damaged_photo_causes_nothing_but_a_sentence(kind, data):
    content = bytearray(picture(kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PhotoError):
        prepare_photo(bytes(content))
