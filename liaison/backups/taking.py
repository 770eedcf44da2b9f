"""Make an archive while the site runs, and prove it before calling it one (trust.md R36)."""

import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from liaison.audit.models import Event
from liaison.backups import media, shelf
from liaison.backups.database import Copy, applied, engine, row_counts
from liaison.lib.archive import ArchiveError, Contents, Writer, check, unpack

SETTINGS = "settings.json"
SECRET = ("SECRET_KEY", "CONTACT_KEYS")
"""Never in an archive; whoever restores has them from elsewhere."""
SPARE = 256 * 1024 * 1024


class BackupError(RuntimeError):
    """No backup was made; the message says why."""


@dataclass(frozen=True)
class Taken:
    """A proved archive."""

    path: Path
    size: int
    rows: int
    files: int
    remarks: list[str]


def backup(folder: Path, keep: tuple[int, int, int] = shelf.KEEP) -> Taken:
    """Write, prove, keep and remember one archive. Raises BackupError or ArchiveError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        _check_room(folder)
        moment = timezone.now()
        path = folder / shelf.name_at(moment)
        if path.exists():
            raise BackupError("这一秒已经有一个备份，请稍后再试")
        with tempfile.TemporaryDirectory(prefix=".taking-", dir=folder) as scratch:
            taken = _made(path, Path(scratch), moment)
        shelf.prune(folder, keep)
        shelf.remember(shelf.Last(moment, str(path), taken.size, taken.remarks))
    return taken


def _made(path: Path, scratch: Path, moment: datetime) -> Taken:
    """Once more when a photo moved between the copy of the database and its own."""
    for _ in range(2):
        part = scratch / "archive"
        digest = _write(part, scratch, moment)
        contents, missing, broken = prove(part, scratch)
        if not missing:
            break
    remarks = [f"数据库里有 {len(missing)} 个文件找不到，例如 {missing[0]}"] if missing else []
    if broken:
        remarks.append(f"第 {broken} 条操作记录被改动或缺失")
    _settle(part, path, digest)
    size = path.stat().st_size
    return Taken(path, size, sum(contents.facts["rows"].values()), len(contents.files), remarks)


def _write(part: Path, scratch: Path, moment: datetime) -> str:
    """Files first, then the database, then the files that came meanwhile.

    A row's file is written before the row and removed after it; so every row of the copy finds its file.
    """
    part.unlink(missing_ok=True)
    with part.open("xb") as stream:
        os.chmod(part, 0o600)
        writer = Writer(stream)
        _take_media(writer)
        copy = engine().snapshot(scratch)
        writer.add(copy.name, copy.path)
        copy.path.unlink()
        _take_media(writer)
        writer.add_text(SETTINGS, json.dumps(told_settings(), ensure_ascii=False, indent=1))
        digest = writer.close(_facts(copy, moment))
        stream.flush()
        os.fsync(stream.fileno())
    return digest


def _take_media(writer: Writer) -> None:
    for name in media.kept():
        if name not in writer.files:
            with suppress(FileNotFoundError), media.at_hand(name) as path:
                writer.add(name, path)


def _facts(copy: Copy, moment: datetime) -> dict[str, Any]:
    return {"made_at": moment.isoformat(), "contact_keys": fingerprints(), **copy.facts}


def prove(path: Path, scratch: Path) -> tuple[Contents, list[str], int | None]:
    """Read the archive back and restore its database into a scratch place.

    Answers its contents, the files that rows name and the archive lacks, and the first
    broken event of the trail. Raises ArchiveError when the copy is not what it says.
    """
    contents = check(path)
    packed = scratch / "packed"
    packed.unlink(missing_ok=True)
    packed = take_out(path, contents, packed)
    with engine().scratch(packed, contents.facts) as through:
        compare(through, contents.facts)
        wanted = media.named(through.alias)
        missing = [name for name in wanted if f"{media.FOLDER}/{name}" not in contents.files]
        broken = Event.objects.using(through.alias).first_broken()
    packed.unlink()
    return contents, missing, broken


def take_out(path: Path, contents: Contents, place: Path) -> Path:
    """The database of the archive, still packed, written to `place`."""
    member = engine().member
    if member not in contents.files:
        raise ArchiveError("备份里没有这种数据库的数据")
    unpack(path, contents, lambda name: place if name == member else None)
    return place


def compare(through: Any, facts: dict[str, Any]) -> None:
    """Whether a restored database holds what the list says. Raises ArchiveError."""
    there, told = row_counts(through), facts["rows"]
    wrong = sorted(table for table in there.keys() | told.keys() if there.get(table) != told.get(table))
    if wrong:
        raise ArchiveError(f"恢复出的 {wrong[0]} 有 {there.get(wrong[0])} 行，应为 {told.get(wrong[0])} 行")
    if applied(through) != facts["migrations"]:
        raise ArchiveError("恢复出的数据库版本和清单不符")


def _settle(part: Path, path: Path, digest: str) -> None:
    """Give the proved archive its name, and the hash of the whole beside it."""
    seal = path.with_name(f"{path.name}.sha256")
    seal.write_text(f"{digest}  {path.name}\n", encoding="ascii")
    os.replace(part, path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time; what a killed one left behind is cleared."""
    with (folder / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise BackupError("另一个备份正在进行") from problem
        for left in folder.glob(".taking-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _check_room(folder: Path) -> None:
    needed = media.size() + 3 * engine().size() + SPARE
    if shutil.disk_usage(folder).free < needed:
        raise BackupError(f"存放备份的磁盘空间不足，还需要约 {needed // 1024**2} MB")


def told_settings() -> dict[str, str]:
    """What the environment says, keys and passwords left out."""
    example = (settings.BASE_DIR / ".env.example").read_text(encoding="utf-8")
    names = re.findall(r"^#?\s?([A-Z_]+)=", example, re.MULTILINE)
    found = {name: os.environ[name] for name in names if name in os.environ and name not in SECRET}
    return {name: re.sub(r"(?<=//)([^/@\s]*)@", "…@", value) for name, value in sorted(found.items())}


def fingerprints() -> list[str]:
    """Of the keys that seal contacts: enough to tell whether the right one is there, not to find it."""
    return [sha256(b"liaison contact key " + key.encode()).hexdigest()[:16] for key in settings.CONTACT_KEYS]
