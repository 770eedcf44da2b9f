"""Where archives lie, which of them are kept, and when the last one was proved."""

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

KEEP = (24, 30, 12)
"""Hours, days and months of which one archive each is kept (trust.md R36)."""
STALE = timedelta(hours=26)
_NAME = re.compile(r"liaison-(\d{8}T\d{6}Z)\.tar")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Last:
    """The newest backup that was proved."""

    at: datetime
    path: str
    size: int
    remarks: list[str]

    @property
    def age(self) -> timedelta:
        """How long ago."""
        return timezone.now() - self.at

    @property
    def is_stale(self) -> bool:
        """Whether somebody has to look."""
        return self.age > STALE


def name_at(moment: datetime) -> str:
    """The archive's name; UTC, so that names sort and no hour comes twice."""
    return f"liaison-{moment.strftime(_STAMP)}.tar"


def archives(folder: Path) -> dict[str, datetime]:
    """Every archive of a folder with its moment, the newest first."""
    found = {
        path.name: match[1] for path in folder.glob("liaison-*.tar") if (match := _NAME.fullmatch(path.name))
    }
    read = {name: datetime.strptime(f"{stamp}+0000", f"{_STAMP}%z") for name, stamp in found.items()}
    return dict(sorted(read.items(), key=lambda pair: pair[1], reverse=True))


def kept(moments: Iterable[datetime], hours: int, days: int, months: int) -> set[datetime]:
    """The newest of each of the last so many hours, days and months that have any; the newest always."""
    newest_first = sorted(moments, reverse=True)
    local = timezone.localtime
    wanted = set(newest_first[:1])
    for count, span in (
        (hours, lambda moment: moment.strftime("%Y%m%d%H")),
        (days, lambda moment: local(moment).date()),
        (months, lambda moment: local(moment).strftime("%Y%m")),
    ):
        wanted |= _newest_of_each(newest_first, count, span)
    return wanted


def _newest_of_each(
    newest_first: list[datetime], count: int, span: Callable[[datetime], object]
) -> set[datetime]:
    firsts: dict[object, datetime] = {}
    for moment in newest_first:
        firsts.setdefault(span(moment), moment)
    return set(list(firsts.values())[:count])


def prune(folder: Path, keep: tuple[int, int, int] = KEEP) -> list[str]:
    """Remove what need not be kept; answers the names."""
    found = archives(folder)
    wanted = kept(found.values(), *keep)
    gone = [name for name, moment in found.items() if moment not in wanted]
    for name in gone:
        (folder / name).unlink()
        (folder / f"{name}.sha256").unlink(missing_ok=True)
    return gone


def _note() -> Path:
    return settings.VAR_DIR / "last_backup.json"


def remember(last: Last) -> None:
    """Note the newest proved backup; whole or not at all."""
    said = {"at": last.at.isoformat(), "path": last.path, "size": last.size, "remarks": last.remarks}
    coming = _note().with_suffix(".coming")
    coming.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    os.replace(coming, _note())


def last() -> Last | None:
    """The newest proved backup; None when there never was one."""
    try:
        said = json.loads(_note().read_text(encoding="utf-8"))
        return Last(datetime.fromisoformat(said["at"]), said["path"], said["size"], said["remarks"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
