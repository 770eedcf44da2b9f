"""Where uploads lie: on this machine's disk, flushed before anybody is told that they are kept."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, storages


def is_on_disk() -> bool:
    """Whether uploads lie on a disk of this machine, rather than in a store that all machines share."""
    return isinstance(storages["default"], FileSystemStorage)


class FlushedFileSystemStorage(FileSystemStorage):
    """Django's own, and a file is on the disk, not only in its cache, when `save` returns.

    The row that names the file is flushed by the database; without this the power could go
    between the two and leave a record of a photo that is not there (trust.md, durability).
    """

    def _save(self, name: str, content: Any) -> str:
        kept: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
        path = Path(self.path(kept))
        _flush(path)
        _flush(path.parent)
        return kept


def _flush(path: Path) -> None:
    """Ask the system to write a file, or the names in a folder, to the disk now."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders and writes their names with the file
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
