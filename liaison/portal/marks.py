"""Emblem and registration mark: pictures that an office was given, checked and written anew."""

import io
import secrets

from django.core.files.base import ContentFile
from PIL import Image

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4_000_000
FORMATS = {"PNG": "png", "JPEG": "jpg"}


class MarkError(ValueError):
    """A file that cannot be shown as a mark; the message says why."""


def prepare_mark(content: bytes) -> ContentFile:
    """The picture without metadata, in its own format, under a random name."""
    if len(content) > MOST_BYTES:
        raise MarkError("图片不能超过 2 MB")
    try:
        picture = Image.open(io.BytesIO(content), formats=tuple(FORMATS))
    except Exception as problem:  # whatever is no picture of these kinds
        raise MarkError("只支持 PNG、JPG 图片") from problem
    if picture.width * picture.height > MOST_PIXELS:
        raise MarkError("图片像素过大（上限 400 万）")
    return ContentFile(_written_anew(picture), f"{secrets.token_hex(16)}.{FORMATS[picture.format]}")


def _written_anew(picture: Image.Image) -> bytes:
    kind = picture.format
    stream = io.BytesIO()
    try:
        plain = picture.convert("RGBA" if kind == "PNG" else "RGB")
        plain.info.clear()
        plain.save(stream, kind)
    except Exception as problem:  # a broken picture can raise anything inside a decoder
        raise MarkError("图片无法识别或已损坏，请重新选择") from problem
    return stream.getvalue()
