"""Photos from phones and cameras, made fit to be shown to everybody.

The original is never kept: what is stored was decoded and written anew, so
nothing but the picture itself can be in it — no place, no camera, no script.
Pages get WebP; what goes into papers stays JPEG, which every office's programs open.
"""

import io
import secrets
import warnings
from dataclasses import dataclass
from typing import Protocol

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

from liaison.lib.room import NO_ROOM, has_room

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1280
"""Twice the widest place for a photo on any page, and more than a phone's screen is wide."""
THUMBNAIL_SIDE = 480
_WEBP = {"quality": 78, "method": 4}
"""As true to the picture as JPEG at 82, in two thirds of the bytes (docs/speed.md)."""
_JPEG = {"quality": 82, "optimize": True, "progressive": True}
_FORMATS = ("JPEG", "PNG", "WEBP")
_SHORTEST_HEADER = 12

WRONG_TYPE = "只支持 JPG、PNG、WEBP 照片"
WRONG_TYPE_HEIC = WRONG_TYPE + "。苹果手机请在“设置—相机—格式”中选“兼容性最佳”后重拍，或截图后上传"
TOO_LARGE = "照片不能超过 10 MB"
TOO_MANY_PIXELS = "照片像素过大（上限4000万）"
BROKEN = "照片无法识别或已损坏，请重新选择"


class PhotoError(ValueError):
    """A file that cannot become a photo; the message is for the person who chose it."""


class Upload(Protocol):
    """An opened file."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Prepared:
    """A photo and its small version, ready to be stored; `width` and `height` are the photo's."""

    image: ContentFile
    thumbnail: ContentFile
    width: int
    height: int


def prepare_photo(upload: "bytes | Upload") -> Prepared:
    """A photo for pages: upright, at most 1280 px long, without any metadata; PhotoError if it is none."""
    photo = _read(upload)
    small = photo.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    name = secrets.token_hex(16)
    image = _written(photo, f"{name}.webp", _WEBP)
    return Prepared(image, _written(small, f"{name}-s.webp", _WEBP), *photo.size)


def prepare_evidence(upload: "bytes | Upload") -> ContentFile:
    """A photo for papers, as a JPEG: offices put it into Word and WPS; PhotoError if it is none."""
    return _written(_read(upload), f"{secrets.token_hex(16)}.jpg", _JPEG)


def _read(upload: "bytes | Upload") -> Image.Image:
    """The pixels of what somebody chose; PhotoError says what is wrong with it."""
    if not has_room():
        raise PhotoError(NO_ROOM)
    content = upload if isinstance(upload, bytes) else upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PhotoError(TOO_LARGE)
    _check_type(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _decoded(content)
    except PhotoError:
        raise
    except Image.DecompressionBombError as problem:
        raise PhotoError(TOO_MANY_PIXELS) from problem
    except Exception as problem:  # a broken picture can raise anything inside a decoder
        raise PhotoError(BROKEN) from problem


def _check_type(content: bytes) -> None:
    """Refuses by content what is none of the three types."""
    if not content:
        raise PhotoError(BROKEN)
    is_known = (
        content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (content.startswith(b"RIFF") and content[8:_SHORTEST_HEADER] == b"WEBP")
    )  # fmt: skip
    if is_known:
        return
    is_heic = content[4:8] == b"ftyp" and content[8:11] in {b"hei", b"hev", b"mif", b"msf"}
    raise PhotoError(WRONG_TYPE_HEIC if is_heic else WRONG_TYPE)


def _decoded(content: bytes) -> Image.Image:
    """The pixels: size checked from the header first, upright, in sRGB, on white."""
    opened = Image.open(io.BytesIO(content), formats=_FORMATS)
    if opened.width * opened.height > MOST_PIXELS:
        raise PhotoError(TOO_MANY_PIXELS)
    # Shrinking before anything else lets the JPEG decoder skip most of its work.
    opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _flat(_in_srgb(ImageOps.exif_transpose(opened)))


def _in_srgb(photo: Image.Image) -> Image.Image:
    """Colours as every screen shows them: the profile is applied, for it will not be kept."""
    profile = photo.info.get("icc_profile")
    if not profile or photo.mode not in {"RGB", "CMYK"}:
        return photo
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(photo, source, target, outputMode="RGB") or photo
    except (ImageCms.PyCMSError, OSError, ValueError):
        return photo


def _flat(photo: Image.Image) -> Image.Image:
    """Plain RGB without anything beside the pixels; what is transparent becomes white."""
    if photo.has_transparency_data:
        layered = photo.convert("RGBA")
        flat = Image.new("RGB", photo.size, "white")
        flat.paste(layered, mask=layered.getchannel("A"))
        return flat
    flat = photo.convert("RGB")
    flat.info.clear()
    return flat


def _written(photo: Image.Image, name: str, options: dict[str, int]) -> ContentFile:
    """The picture written anew, in the format that the name tells."""
    stream = io.BytesIO()
    photo.save(stream, "JPEG" if name.endswith(".jpg") else "WEBP", **options)
    return ContentFile(stream.getvalue(), name)
