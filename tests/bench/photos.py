"""What a photo weighs as JPEG, WebP and AVIF, how true it stays, and what writing it costs.

    .venv/bin/python -m tests.bench.photos [photo …]

Without photos the demo city's drawings are taken; drawings pack far better than photos do.
"""

import io
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

SIDES = (1600, 1280, 480)
WAYS = {
    "JPEG 82": ("JPEG", {"quality": 82, "optimize": True, "progressive": True}),
    "WebP 78": ("WEBP", {"quality": 78, "method": 4}),
    "AVIF 60": ("AVIF", {"quality": 60, "speed": 6}),
    "AVIF 65, fast": ("AVIF", {"quality": 65, "speed": 9}),
}


@dataclass
class Written:
    """One picture written in one way."""

    bytes: int
    decibels: float
    milliseconds: float


def written(picture: Image.Image, way: str) -> Written:
    """Size, peak signal-to-noise ratio and processor time."""
    kind, options = WAYS[way]
    stream = io.BytesIO()
    begun = time.process_time()
    picture.save(stream, kind, **options)
    spent = time.process_time() - begun
    with Image.open(stream) as again:
        off = ImageStat.Stat(ImageChops.difference(picture, again.convert("RGB"))).sum2
    error = sum(off) / (3 * picture.width * picture.height)
    return Written(stream.tell(), 10 * math.log10(255**2 / max(error, 0.01)), spent * 1000)


def rows(pictures: list[Image.Image]) -> Iterator[str]:
    """A line for each size and way: means over all pictures."""
    for side in SIDES:
        for way in WAYS:
            found = [written(fitted(picture, side), way) for picture in pictures]
            mean = [sum(getattr(one, name) for one in found) / len(found) for name in Written.__annotations__]
            yield f"| {side} | {way} | {mean[0] / 1000:.1f} | {mean[1]:.1f} | {mean[2]:.0f} |"


def fitted(picture: Image.Image, side: int) -> Image.Image:
    """At most that long; a small picture is not enlarged."""
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def main(paths: list[str]) -> None:
    """A table in Markdown."""
    chosen = paths or sorted(map(str, Path("stations/demo/photos").glob("*.webp")))
    pictures = [Image.open(path).convert("RGB") for path in chosen]
    heads = ("| longest side | way | KB | PSNR | CPU ms |", "| --- | --- | --- | --- | --- |")
    for line in (*heads, *rows(pictures)):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
