"""Is this site whole and safe to write to? For monitoring, and after a restore (trust.md R36, R37)."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from liaison.audit.models import ChainHead, Event
from liaison.backups import lines, media, shelf
from liaison.lib.room import has_room

HOUR = 3600
POSTGRES = ("fsync", "synchronous_commit", "full_page_writes")
"""Any of them off, and a power cut may take what was acknowledged."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `words` say what is wrong, or what was seen."""

    name: str
    is_well: bool
    words: str


def examine(*, newest_files: int = 0) -> Iterator[Finding]:
    """Every check in turn; without the database only those that need none follow.

    `newest_files` bounds how many files of each kind are looked for; 0 looks for all.
    """
    for name, look in IN_DATABASE.items():
        try:
            yield _found(name, look)
        except DatabaseError as problem:
            yield Finding(name, False, f"数据库没有应答：{problem}".strip().splitlines()[0])
            break
    else:
        yield _found("上传的文件", lambda: _files(newest_files))
    yield _found("出本机的线路", _lines)
    yield _found("网站的证书", lambda: lines.certificate(settings.PUBLIC_ORIGIN))
    yield _found("磁盘", _disk)
    yield _found("备份", _backup)


def _found(name: str, look: Callable[[], tuple[bool, str]]) -> Finding:
    return Finding(name, *look())


def _database() -> tuple[bool, str]:
    """Writes a row and takes it back."""
    with transaction.atomic():
        ChainHead.objects.filter(pk=0).delete()
        ChainHead.objects.create(pk=0, last_hash="", length=0)
        transaction.set_rollback(True)
    return True, "能读能写"


def _migrations() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return (
        not pending,
        f"有 {len(pending)} 个迁移没有运行，运行 manage.py migrate" if pending else "和程序一致",
    )


def _chain() -> tuple[bool, str]:
    broken = Event.objects.first_broken()
    return (
        broken is None,
        f"从第 {broken} 条起被改动或缺失" if broken else f"{Event.objects.count()} 条，完整",
    )


def _durability() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            is_full = cursor.fetchone()[0] >= 2
            return is_full, "每次提交都落盘" if is_full else "synchronous 不是 FULL，断电会丢已确认的写入"
        off = []
        for name in POSTGRES:
            cursor.execute(f"SHOW {name}")
            off += [name] if cursor.fetchone()[0] == "off" else []
    return not off, f"{'、'.join(off)} 是关的，断电会丢已确认的写入" if off else "每次提交都落盘"


def _lines() -> tuple[bool, str]:
    wrong = list(lines.to_seal())
    return not wrong, "；".join(wrong) or "在本机，或者加密并核对证书"


def _files(newest: int) -> tuple[bool, str]:
    count, missing = media.absent(newest)
    if missing:
        return False, f"{len(missing)} 个找不到，例如 {missing[0]}"
    return True, f"看了 {count} 个，都在"


def _disk() -> tuple[bool, str]:
    free = shutil.disk_usage(settings.VAR_DIR).free
    return has_room(), f"剩余 {free / 1024**3:.1f} GB"


def _backup() -> tuple[bool, str]:
    last = shelf.last()
    if last is None:
        return False, "还没有备份过，运行 manage.py backup"
    hours = int(last.age.total_seconds() // HOUR)
    return not last.is_stale, f"最近一次验证过的备份在 {hours} 小时前"


IN_DATABASE = {"数据库": _database, "表结构": _migrations, "操作记录": _chain, "写入保障": _durability}
