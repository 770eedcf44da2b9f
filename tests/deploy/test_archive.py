"""The write-ahead log kept elsewhere, as docs/deploy.md says: a lost machine takes almost nothing along."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from liaison.backups.cluster import Cluster
from tests.servers import free_port

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("deploy")]
PATIENCE = 60
GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "deploy.md"


def from_guide(name: str, archive: Path) -> str:
    """The value of a PostgreSQL setting as the guide has it, with our folder in place of the guide's."""
    lines = [line.strip() for line in GUIDE.read_text(encoding="utf-8").splitlines()]
    found = next(line for line in lines if line.startswith(f"{name} = "))
    return found.partition(" = ")[2].strip("'").replace("/srv/archive", str(archive))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder that the database's own user may enter and write to."""
    for parent in (tmp_path, *tmp_path.parents[:3]):
        parent.chmod(0o755)
    (tmp_path / "archive").mkdir(mode=0o777)
    (tmp_path / "archive").chmod(0o777)
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)


def cluster(folder: Path, *options: str) -> Cluster:
    """A database in this folder, with fsync on."""
    return Cluster(folder, port=free_port(), options=("listen_addresses=127.0.0.1", *options))


def rows(database: Cluster, statement: str) -> list[tuple[object, ...]]:
    """What a statement answers."""
    with psycopg.connect(
        f"postgresql://postgres@127.0.0.1:{database.port}/postgres", autocommit=True
    ) as line:
        done = line.execute(statement)
        return done.fetchall() if done.description else []


def wait_until_whole(database: Cluster) -> None:
    """It answers readers as soon as it is consistent, while the archive is still being read."""
    end = time.monotonic() + PATIENCE
    while rows(database, "SELECT pg_is_in_recovery()") == [(True,)]:
        assert time.monotonic() < end, "the archive is not read to its end"
        time.sleep(0.1)


def set_up(database: Cluster, archive: Path) -> None:
    """Turn archiving on with the guide's own lines."""
    lines = [
        f"{name} = '{from_guide(name, archive)}'"
        for name in ("archive_mode", "archive_command", "archive_timeout")
    ]
    conf = database.data / "postgresql.auto.conf"
    conf.write_text("\n".join(lines) + "\n")
    if os.geteuid() == 0:
        shutil.chown(conf, "postgres")


def test_a_machine_that_is_gone_comes_back_from_base_backup_and_archive(place: Path) -> None:
    archive, lost = place / "archive", cluster(place / "lost")
    lost.create()
    set_up(lost, archive)
    lost.start()
    try:
        rows(lost, "CREATE TABLE letter (n int)")
        rows(lost, "INSERT INTO letter SELECT generate_series(1, 1000)")
        found = cluster(place / "found")
        found.make_folder()
        found.run(
            *("pg_basebackup", "-D", str(found.data), "-X", "none", "-c", "fast"),
            *("-h", "127.0.0.1", "-p", str(lost.port), "-U", "postgres"),
        )
        rows(lost, "INSERT INTO letter SELECT generate_series(1001, 5000)")
        rows(lost, "SELECT pg_switch_wal()")
        rows(lost, "INSERT INTO letter VALUES (5001)")
    finally:
        lost.stop("fast")  # hands the last segment over, as archive_timeout does within a minute
    shutil.rmtree(lost.data)
    restore = from_guide("restore_command", archive)
    (found.data / "postgresql.auto.conf").write_text(f"restore_command = '{restore}'\n")
    subprocess.run(["touch", str(found.data / "recovery.signal")], check=True)
    if os.geteuid() == 0:
        for name in ("postgresql.auto.conf", "recovery.signal"):
            shutil.chown(found.data / name, "postgres")
    found.start()
    try:
        wait_until_whole(found)
        assert rows(found, "SELECT count(*), max(n) FROM letter") == [(5001, 5001)]
    finally:
        found.stop("immediate")
