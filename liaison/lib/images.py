"""Photos from phones: turned upright, stripped of where and when, made small."""

import io
import secrets
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE, THUMBNAIL_SIDE = 1600, 480
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoError(ValueError):
    """The upload is no photo that we take; the message says why, for the person."""


@dataclass(frozen=True)
class Prepared:
    """A photo ready to be stored, with its thumbnail; sizes in pixels."""

    image: ContentFile
    thumbnail: ContentFile
    width: int
    height: int


def prepare_photo(upload: IO[bytes]) -> Prepared:
    """Re-encode `upload` without any of its metadata. Raises PhotoError."""
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PhotoError("照片不能超过 10 MB")
    picture = _decode(data)
    name = secrets.token_hex(16)
    image = _encode(picture, LONGEST_SIDE, f"{name}.webp")
    thumbnail = _encode(picture, THUMBNAIL_SIDE, f"{name}-s.webp")
    width, height = _fitted(picture.size, LONGEST_SIDE)
    return Prepared(image, thumbnail, width, height)


def _decode(data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data))
        if picture.format not in FORMATS:
            raise PhotoError("只支持 JPG、PNG、WEBP 照片")
        if picture.width * picture.height > MAX_PIXELS:
            raise PhotoError("照片像素过大（上限4000万）")
        picture.load()
        return ImageOps.exif_transpose(picture).convert("RGB")
    except Image.DecompressionBombError as error:
        raise PhotoError("照片像素过大（上限4000万）") from error
    except UnidentifiedImageError as error:
        raise PhotoError("只支持 JPG、PNG、WEBP 照片") from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, PhotoError):
            raise
        raise PhotoError("照片无法识别或已损坏，请重新选择") from error


def _fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    copy = Image.new("1", size)
    copy.thumbnail((side, side))
    return copy.size


def _encode(picture: Image.Image, side: int, name: str) -> ContentFile:
    copy = picture.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=82, method=4)
    return ContentFile(out.getvalue(), name)
