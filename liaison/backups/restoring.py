"""Put an archive back: checked and tried elsewhere first, the old data kept aside.

Nothing is touched before the archive has been read to its end, its database has been
restored into a scratch place and counted, and there is room for it.
"""

import shutil
import tempfile
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from liaison.backups import media
from liaison.backups.database import engine
from liaison.backups.taking import SPARE, compare, fingerprints, prove, take_out
from liaison.lib.archive import ArchiveError, Contents, unpack
from liaison.lib.storage import is_on_disk


class RestoreError(RuntimeError):
    """Nothing was restored and nothing was changed; the message says why."""


@dataclass(frozen=True)
class Restored:
    """What is there now, and where the old data are."""

    made_at: str
    rows: int
    files: int
    aside: str
    remarks: list[str]


def restore(path: Path, *, replace: bool = False) -> Restored:
    """Bring database and uploads back to what they were. Raises ArchiveError or RestoreError."""
    _check_seal(path)
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=settings.VAR_DIR) as folder:
        contents, missing, broken = prove(path, Path(folder))
        _check_fit(contents.facts)
        _check_place(contents, replace)
        packed = take_out(path, contents, Path(folder) / "packed")
        aside = _exchange(path, contents, packed)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    facts = contents.facts
    remarks = [f"备份里缺 {len(missing)} 个文件，例如 {missing[0]}"] if missing else []
    remarks += [f"第 {broken} 条操作记录被改动或缺失"] if broken else []
    remarks += _store_remarks(contents)
    remarks += _key_remarks(facts)
    files = sum(name.startswith(f"{media.FOLDER}/") for name in contents.files)
    return Restored(facts["made_at"], sum(facts["rows"].values()), files, aside, remarks)


def _check_seal(path: Path) -> None:
    """The hash that lies beside the archive, where it was copied along."""
    seal = path.with_name(f"{path.name}.sha256")
    if not path.is_file():
        raise ArchiveError(f"没有这个文件：{path}")
    if not seal.is_file():
        return
    with path.open("rb") as content:
        if file_digest(content, "sha256").hexdigest() != seal.read_text("ascii", "replace").split(" ")[0]:
            raise ArchiveError("备份文件和旁边的 .sha256 不符（被截断或改动）")


def _check_fit(facts: dict[str, Any]) -> None:
    """Whether this version and this server can take it."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = [f"{app} {name}" for app, name in facts["migrations"] if (app, name) not in known]
    if newer:
        raise ArchiveError(f"备份来自更新的版本（{newer[0]}），请先更新程序")
    if fault := engine().fault(facts):
        raise ArchiveError(fault)


def _check_place(contents: Contents, replace: bool) -> None:
    """Empty, or to be replaced; nobody at work; room enough."""
    kind = engine()
    has_files = any(True for _ in media.on_disk())
    if not replace and (has_files or not kind.is_empty()):
        raise RestoreError("这里已经有数据。要换掉它（旧数据会另存），加上 --replace")
    if others := kind.busy():
        raise RestoreError(f"还有 {others} 个连接在用数据库，请先停下网站和定时任务")
    needed = contents.facts["bytes"] + sum(entry.size for entry in contents.files.values()) + SPARE
    if shutil.disk_usage(settings.VAR_DIR).free < needed:
        raise RestoreError(f"磁盘空间不足，还需要约 {needed // 1024**2} MB")


def _exchange(path: Path, contents: Contents, packed: Path) -> str:
    """Old out, new in; on any trouble old in again."""
    root, kind = Path(settings.MEDIA_ROOT), engine()
    root.mkdir(parents=True, exist_ok=True)
    aside = root.parent / f"before-restore-{timezone.now():%Y%m%dT%H%M%SZ}"
    is_empty = kind.is_empty() and not any(root.iterdir())
    (aside / media.FOLDER).mkdir(parents=True, mode=0o700)
    where = _set_aside(aside, root)
    try:
        kind.load(packed, contents.facts)
        compare(connection, contents.facts)
        unpack(path, contents, lambda name: root / name[6:] if name.startswith("media/") else None)
        if not is_on_disk():
            media.hand_over()
    except BaseException:
        _take_back(aside, root)
        raise
    if is_empty:
        kind.forget(aside)
        shutil.rmtree(aside)
        return ""
    return f"{aside}；{where}" if where != str(aside) else where


def _set_aside(aside: Path, root: Path) -> str:
    where = engine().set_aside(aside)
    for child in list(root.iterdir()):
        shutil.move(child, aside / media.FOLDER / child.name)
    return where


def _take_back(aside: Path, root: Path) -> None:
    for child in list(root.iterdir()):
        shutil.rmtree(child) if child.is_dir() else child.unlink()
    for child in list((aside / media.FOLDER).iterdir()):
        shutil.move(child, root / child.name)
    engine().take_back(aside)
    shutil.rmtree(aside)


def _store_remarks(contents: Contents) -> list[str]:
    """A store keeps what it had; on a disk the old files have been set aside."""
    others = sum(name not in contents.files for name in media.kept())
    return [f"存储里另有 {others} 个文件不在这份备份里，没有动它们"] if others else []


def _key_remarks(facts: dict[str, Any]) -> list[str]:
    if set(facts["contact_keys"]) <= set(fingerprints()):
        return []
    return ["这里的 CONTACT_KEYS 和备份时的不同：群众的姓名和电话打不开，请换上原来的密钥"]
