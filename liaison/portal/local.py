"""What `dev.py run` prepares on this machine: database, divisions, demo data, static files.

    python -m liaison.portal.local [--fresh]

Each step remembers in `dev-stamp.json` for which files and which database it last
ran, so a start where nothing has changed does not even load Django's apps.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

STAMP = "dev-stamp.json"
DATABASE = "liaison.sqlite3"
# All that a start makes in the data folder, and so all that --fresh may delete there.
OURS = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "build", "media", "static", STAMP)


@dataclass(frozen=True)
class Step:
    """Something to prepare, and the files that make it worth preparing again."""

    name: str
    says: str
    watches: tuple[str, ...]
    does: Callable[[], None]


def call(command: str, *arguments: str, **options: Any) -> None:
    """One management command."""
    call_command(command, *arguments, **options)


def prepare_database() -> None:
    """Bring the tables to the present migrations, the cache table included."""
    call("migrate", interactive=False, verbosity=0)
    call("createcachetable")


def load_demo() -> None:
    """Fill the database with the demo city, unless somebody has put anything there."""
    models = [apps.get_model(name) for name in ("stations.Station", "accounts.User")]
    if not any(model._default_manager.exists() for model in models):
        call("load_demo")


STEPS = (
    Step(
        "database",
        "准备数据库",
        ("liaison/*/migrations/*.py", "*/migrations/*.py", "liaison/settings.py", "requirements.txt"),
        prepare_database,
    ),
    Step(
        "divisions",
        "读入行政区划",
        ("liaison/divisions/data/*", "liaison/divisions/management/commands/*.py"),
        lambda: call("load_divisions"),
    ),
    Step("demo", "生成演示数据", (), load_demo),
    Step(
        "static",
        "整理样式与脚本",
        ("static/**/*", "liaison/*/static/**/*", "*/static/**/*", "liaison/ui/**/*", "requirements.txt"),
        lambda: call("collectstatic", interactive=False, verbosity=0),
    ),
)


def fingerprint(root: Path, var: Path, patterns: Iterable[str]) -> str:
    """Changes when any of the files does: by name, size and time, not by content.

    What a start itself puts into the data folder does not count.
    """
    seen = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        if path.is_file() and path.suffix != ".pyc" and not path.is_relative_to(var):
            state = path.stat()
            seen.update(f"{path}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def identity(database: dict[str, Any]) -> str:
    """Which database file the stamps speak of; empty for a server, whose state no file can tell."""
    path = Path(str(database["NAME"]))
    return f"{path}:{path.stat().st_ino}" if path.is_file() else ""


def remembered(stamp: Path, database: dict[str, Any]) -> dict[str, str]:
    """What was prepared before, if it was prepared for this very database file."""
    try:
        done: dict[str, str] = json.loads(stamp.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    known = identity(database)
    return done if known and done.get("identity") == known else {}


def prepare(root: Path, var: Path, database: dict[str, Any]) -> None:
    """Carry out the steps whose files or database have changed since they last ran."""
    stamp = var / STAMP
    done = remembered(stamp, database)
    marks = {step: fingerprint(root, var, step.watches) for step in STEPS}
    due = [(step, mark) for step, mark in marks.items() if done.get(step.name) != mark]
    if due:
        django.setup()
    for step, mark in due:
        say(f"{step.says} …")
        step.does()
        done.update({step.name: mark, "identity": identity(database)})
        stamp.write_text(json.dumps(done))


def empty(root: Path, var: Path, database: dict[str, Any]) -> None:
    """Delete what a start made in the data folder, and nothing else that may lie there."""
    if Path(str(database["NAME"])) != var / DATABASE:
        sys.exit("DATABASE_URL 指向别的数据库，--fresh 不会清空它；请去掉 DATABASE_URL 后再试。")
    found = [path for name in OURS if (path := var / name).exists() or path.is_symlink()]
    if var != root / "var" and found and not (var / STAMP).exists():
        sys.exit(f"{var} 里的数据不是 dev.py run 建立的，--fresh 不会删除它。")
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def say(sentence: str) -> None:
    """Tell whoever watches the terminal."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    """Read the settings, empty the data if asked, prepare what is due."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
    try:
        from liaison import settings
    except OSError as error:
        sys.exit(f"数据目录不能用：{error}。用 LIAISON_VAR 换一个可写的目录。")
    except ImproperlyConfigured as error:
        sys.exit(f"设置有误：{error}。可用的设置都列在 .env.example。")
    if settings.PRODUCTION:
        sys.exit("dev.py run 只用于本机演示和开发（LIAISON_ENV=local）；正式上线见 docs/deploy.md。")
    place = (settings.BASE_DIR, settings.VAR_DIR, settings.DATABASES["default"])
    if "--fresh" in arguments:
        empty(*place)
    try:
        prepare(*place)
    except (CommandError, DatabaseError) as error:
        sys.exit(f"没有准备好：{error}")


if __name__ == "__main__":
    main(sys.argv[1:])
