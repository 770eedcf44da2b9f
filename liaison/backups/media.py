"""Uploaded files: those kept, on the disk or in a store, and those that rows of the database name."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, models

from liaison.lib.storage import is_on_disk

FOLDER = "media"


def on_disk() -> Iterator[tuple[str, Path]]:
    """Every file below the media folder, by its name in an archive; links are not followed."""
    root = Path(settings.MEDIA_ROOT)
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield f"{FOLDER}/{path.relative_to(root).as_posix()}", path


def kept() -> Iterator[str]:
    """Every uploaded file, by its name in an archive, wherever uploads lie here."""
    if is_on_disk():
        yield from (name for name, _ in on_disk())
    else:
        yield from (f"{FOLDER}/{name}" for name in default_storage.sizes())


def size() -> int:
    """Bytes of all of them."""
    if not is_on_disk():
        return sum(default_storage.sizes().values())
    total = 0
    for _, path in on_disk():
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # withdrawn while we looked
            continue
    return total


@contextmanager
def at_hand(name: str) -> Iterator[Path]:
    """An uploaded file to read: itself, or a copy of what the store has. Raises FileNotFoundError."""
    plain = name.removeprefix(f"{FOLDER}/")
    if is_on_disk():
        yield Path(settings.MEDIA_ROOT) / plain
        return
    with default_storage.open(plain) as content, NamedTemporaryFile() as copy:
        shutil.copyfileobj(content, copy)
        copy.flush()
        yield Path(copy.name)


def hand_over() -> None:
    """Move what was unpacked on this disk into the store.

    Nothing else in the store is touched: names are random and never used again, so two times do not collide.
    """
    there = default_storage.sizes()
    for name, path in list(on_disk()):
        plain = name.removeprefix(f"{FOLDER}/")
        if there.get(plain) != path.stat().st_size:
            default_storage.delete(plain)
            with path.open("rb") as content:
                default_storage.save(plain, File(content))
        path.unlink()


def absent(newest: int = 0) -> tuple[int, list[str]]:
    """How many files the rows name (see `named`), and which of them are not there."""
    names = list(named(newest=newest))
    if not is_on_disk():
        return len(names), [name for name in names if not default_storage.exists(name)]
    present = {name.removeprefix(f"{FOLDER}/") for name, _ in on_disk()}
    return len(names), [name for name in names if name not in present]


def named(using: str = DEFAULT_DB_ALIAS, newest: int = 0) -> Iterator[str]:
    """The files that rows name, of the `newest` rows of each kind or of all."""
    for model, field in _fields():
        rows = model._base_manager.using(using).exclude(**{field: ""}).exclude(**{field: None})
        rows = rows.order_by("-pk").values_list(field, flat=True)
        yield from (rows[:newest] if newest else rows.iterator(chunk_size=2000))


def _fields() -> Iterator[tuple[Any, str]]:
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield model, field.attname
