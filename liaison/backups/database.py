"""What differs between SQLite and PostgreSQL when a database is copied, proved and put back.

`Copy` is what a snapshot knows of itself. Both engines offer the same five verbs:
`snapshot`, `scratch` (the copy opened somewhere else), `is_empty`, `load`, `set_aside`.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction

from liaison.backups.cluster import lent
from liaison.lib.archive import CHUNK, ArchiveError

SCRATCH = "backup_scratch"
ASIDE = "before_restore_"
"""Schemas of this name hold what a restore replaced; a backup leaves them out."""


@dataclass(frozen=True)
class Copy:
    """A snapshot of the database: where, what engine made it, and how many rows it holds."""

    path: Path
    name: str
    facts: dict[str, Any]


def engine() -> "Sqlite | Postgres":
    """The one that is configured."""
    return Sqlite() if connection.vendor == "sqlite" else Postgres()


def row_counts(through: Any) -> dict[str, int]:
    """Rows of every table, whoever made it."""
    with through.cursor() as cursor:
        counts = {}
        for table in sorted(through.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {through.ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
        return counts


def applied(through: Any) -> list[list[str]]:
    """The migrations that this database has seen."""
    with through.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return sorted([app, name] for app, name in cursor.fetchall())


@contextmanager
def _opened(settings: dict[str, Any]) -> Iterator[Any]:
    """A second database under the name SCRATCH, closed and forgotten afterwards."""
    options = {key: value for key, value in connection.settings_dict["OPTIONS"].items() if key != "pool"}
    connections.settings[SCRATCH] = {
        **connection.settings_dict,
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        **settings,
    }
    try:
        yield connections[SCRATCH]
    finally:
        connections[SCRATCH].close()
        del connections[SCRATCH]
        del connections.settings[SCRATCH]


class Sqlite:
    """One file, copied by SQLite's own backup while others write."""

    kind, member = "sqlite", "database.sqlite3.gz"

    def snapshot(self, folder: Path) -> Copy:
        """The database at one moment. `cp` would lose what is in the write-ahead log."""
        plain, packed = folder / "database.sqlite3", folder / self.member
        connection.ensure_connection()
        copy = sqlite3.connect(plain)
        try:
            connection.connection.backup(copy)
        finally:
            copy.close()
        with _opened({"NAME": str(plain)}) as through:
            facts = {"rows": row_counts(through), "migrations": applied(through)}
        with plain.open("rb") as source, gzip.open(packed, "wb", compresslevel=3) as target:
            shutil.copyfileobj(source, target, CHUNK)
        facts |= {
            "engine": self.kind,
            "version": sqlite3.sqlite_version_info[0],
            "bytes": plain.stat().st_size,
        }
        plain.unlink()
        return Copy(packed, self.member, facts)

    @contextmanager
    def scratch(self, packed: Path, facts: dict[str, Any]) -> Iterator[Any]:
        """The copy, opened beside `packed`; SQLite has looked through all of it."""
        plain = packed.with_suffix(".scratch")
        try:
            _unpacked(packed, plain, facts["bytes"])
            with _opened({"NAME": str(plain)}) as through:
                _sound(through)
                yield through
        finally:
            for path in plain.parent.glob(f"{plain.name}*"):
                path.unlink()

    def size(self) -> int:
        """Bytes on the disk."""
        path = Path(str(connection.settings_dict["NAME"]))
        return path.stat().st_size if path.is_file() else 0

    def is_empty(self) -> bool:
        """Whether nothing was ever put in."""
        return not connection.introspection.table_names()

    def busy(self) -> int:
        """Others at work: a file cannot tell."""
        return 0

    def load(self, packed: Path, facts: dict[str, Any]) -> None:
        """Put the copy where the settings say; what was there has been set aside."""
        place = Path(str(connection.settings_dict["NAME"]))
        coming = place.with_name(f"{place.name}.coming")
        connections.close_all()
        coming.unlink(missing_ok=True)
        _unpacked(packed, coming, facts["bytes"])
        for path in self._files():
            path.unlink()
        coming.rename(place)

    def set_aside(self, folder: Path) -> str:
        """Move the files away; answers where they are."""
        connections.close_all()
        for path in self._files():
            path.rename(folder / path.name)
        return str(folder)

    def take_back(self, folder: Path) -> None:
        """Undo `set_aside`."""
        connections.close_all()
        place = Path(str(connection.settings_dict["NAME"]))
        for path in [*self._files(), place.with_name(f"{place.name}.coming")]:
            path.unlink(missing_ok=True)
        for path in folder.glob(f"{place.name}*"):
            path.rename(place.parent / path.name)

    def forget(self, folder: Path) -> None:
        """Nothing was in what `set_aside` moved."""

    def fault(self, facts: dict[str, Any]) -> str:
        """Why this server could not take the copy; empty where it can."""
        return ""

    def _files(self) -> list[Path]:
        place = Path(str(connection.settings_dict["NAME"]))
        return [path for tail in ("", "-wal", "-shm") if (path := Path(f"{place}{tail}")).exists()]


def _unpacked(packed: Path, plain: Path, size: int) -> None:
    """Decompress, never more than the list of the archive says."""
    written = 0
    try:
        with gzip.open(packed, "rb") as source, plain.open("xb") as target:
            while chunk := source.read(CHUNK):
                written += len(chunk)
                if written > size:
                    raise ArchiveError("备份里的数据库比清单说的大")
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except (EOFError, gzip.BadGzipFile) as problem:
        raise ArchiveError("备份里的数据库打不开") from problem
    if written != size:
        raise ArchiveError("备份里的数据库比清单说的小")


def _sound(through: Any) -> None:
    try:
        with through.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = [row[0] for row in cursor.fetchmany(3)]
    except Exception as problem:
        raise ArchiveError("备份里的数据库打不开") from problem
    if said != ["ok"]:
        raise ArchiveError(f"备份里的数据库有损坏：{said[0]}")


class Postgres:
    """pg_dump at one exported snapshot; proved in a database of its own."""

    kind, member = "postgresql", "database.dump"

    def snapshot(self, folder: Path) -> Copy:
        """Rows are counted in the very snapshot that is dumped."""
        path, through = folder / self.member, connection.copy()
        try:
            through.set_autocommit(False)
            with through.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                moment = cursor.fetchone()[0]
            facts = {"rows": row_counts(through), "migrations": applied(through)}
            how = ("-Fc", "--no-owner", "--no-acl", "--exclude-schema", f"{ASIDE}*")
            _client("pg_dump", connection.settings_dict, *how, "--snapshot", moment, "-f", str(path))
        finally:
            through.rollback()
            through.close()
        facts |= {"engine": self.kind, "version": _major(), "bytes": self.size()}
        return Copy(path, self.member, facts)

    @contextmanager
    def scratch(self, dump: Path, facts: dict[str, Any]) -> Iterator[Any]:
        """The copy, restored into a database that is dropped again."""
        with _room() as settings:
            _restore(dump, {**connection.settings_dict, **settings})
            with _opened(settings) as through:
                yield through

    def size(self) -> int:
        """Bytes on the server's disk."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])

    def is_empty(self) -> bool:
        """Whether the schema holds no table."""
        return not connection.introspection.table_names()

    def busy(self) -> int:
        """How many others are connected."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            return int(cursor.fetchone()[0])

    def load(self, dump: Path, facts: dict[str, Any]) -> None:
        """All or nothing, in one transaction."""
        connections.close_all()
        _restore(dump, connection.settings_dict)

    def set_aside(self, folder: Path) -> str:
        """The old tables stay in the same database under another schema; answers its name."""
        name = _schema(folder)
        self._run(f"ALTER SCHEMA public RENAME TO {name}", "CREATE SCHEMA public")
        return f"数据库模式 {name}"

    def take_back(self, folder: Path) -> None:
        """Undo `set_aside`."""
        self._run("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {_schema(folder)} RENAME TO public")

    def forget(self, folder: Path) -> None:
        """Nothing was in what `set_aside` moved."""
        self._run(f"DROP SCHEMA {_schema(folder)} CASCADE")

    def fault(self, facts: dict[str, Any]) -> str:
        """Why this server could not take the copy; empty where it can."""
        there, here = int(facts["version"]), _major()
        return f"备份来自 PostgreSQL {there}，这里是 {here}，请先升级" if there > here else ""

    @staticmethod
    def _run(*statements: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _schema(folder: Path) -> str:
    """The schema that belongs to a folder of things set aside."""
    return f"{ASIDE}{folder.name.rpartition('-')[2].lower()}"


def _major() -> int:
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000


@contextmanager
def _room() -> Iterator[dict[str, Any]]:
    """An empty database: on the same server where the role may make one, else on a server lent for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        may_create = cursor.fetchone()[0]
    if not may_create:
        with lent() as cluster:
            yield {
                "HOST": str(cluster.folder),
                "PORT": "",
                "USER": "postgres",
                "PASSWORD": "",
                "NAME": "postgres",
            }
        return
    name = f"{connection.settings_dict['NAME']}_proof_{os.getpid()}"[-63:]
    quoted = connection.ops.quote_name(name)
    with _no_transaction() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield {"NAME": name}
    finally:
        with _no_transaction() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


@contextmanager
def _no_transaction() -> Iterator[Any]:
    """Databases are made and dropped outside any transaction."""
    through = connection.copy()
    try:
        with through.cursor() as cursor:
            yield cursor
    finally:
        through.close()


def _restore(dump: Path, settings: dict[str, Any]) -> None:
    """pg_restore in one transaction. Raises ArchiveError with its own words."""
    _client("pg_restore", settings, "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
            "-d", str(settings["NAME"]), file=dump)  # fmt: skip


def _client(program: str, settings: dict[str, Any], *arguments: str, file: Path | None = None) -> None:
    """Run a client of the distribution against one database; the password goes by environment."""
    if shutil.which(program) is None:
        raise FileNotFoundError(f"没有找到 {program}：apt-get install postgresql-client")
    where, env = connection.client.settings_to_cmd_args_env(
        {**settings, "OPTIONS": _without_pool(settings)}, []
    )
    name = [] if file else [str(settings["NAME"])]
    command = [program, *where[1:-1], *arguments, *([str(file)] if file else name)]
    done = subprocess.run(  # noqa: S603 -- our own words only
        command, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise ArchiveError(f"{program} 没有完成：{done.stderr.strip()[-500:]}")


def _without_pool(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in settings.get("OPTIONS", {}).items() if key != "pool"}
