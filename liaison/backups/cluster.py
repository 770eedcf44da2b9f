"""A PostgreSQL of one's own for a few minutes: to prove a backup without touching the real server."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = "/usr/lib/postgresql"
HASTE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""What a cluster that is thrown away may do without."""


class Cluster:
    """A server in a folder; reached through a socket in that folder, and by port where one is given."""

    def __init__(self, folder: Path, *, port: int = 5432, options: tuple[str, ...] = ()) -> None:
        self.folder, self.port, self.options = folder, port, options
        self.data, self.log = folder / "data", folder / "log"

    def create(self) -> None:
        """Lay the cluster out, with checksums."""
        self.make_folder()
        self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-k", "-E", "UTF8",
                 "--locale=C.UTF-8")  # fmt: skip

    def make_folder(self) -> None:
        """An empty folder that the server's user may write into."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)

    def start(self) -> None:
        """Serve; returns once it answers."""
        told = (f"port={self.port}", f"unix_socket_directories={self.folder}", *self.options)
        if not any(option.startswith("listen_addresses") for option in told):
            told += ("listen_addresses=",)
        words = " ".join(f"-c {option}" for option in told)
        self.run("pg_ctl", "start", "-D", str(self.data), "-w", "-s", "-l", str(self.log), "-o", words)

    def stop(self, mode: str = "fast") -> None:
        """End the server; it is no fault if it has ended already."""
        self.run("pg_ctl", "stop", "-D", str(self.data), "-m", mode, "-s", must=False)

    def run(self, program: str, *arguments: str, must: bool = True) -> str:
        """One of the server's own programs, as a user whom PostgreSQL accepts."""
        command = [str(programs() / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(  # noqa: S603 -- our own words only
            command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if must and done.returncode:
            raise OSError(f"{program}：{done.stderr.strip()[-500:]}")
        return done.stdout


def programs() -> Path:
    """Where the server's programs of this machine are. Raises FileNotFoundError where there is none."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else sorted(Path(PLACES).glob("*/bin"), key=_version)
    if not found:
        raise FileNotFoundError("没有找到 PostgreSQL 的服务程序（initdb）")
    return found[-1]


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


@contextmanager
def lent(*, port: int = 5432, options: tuple[str, ...] = HASTE) -> Iterator[Cluster]:
    """A running cluster in a temporary folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="liaison-postgres-"))
    cluster = Cluster(folder, port=port, options=options)
    try:
        cluster.create()
        cluster.start()
        yield cluster
    finally:
        cluster.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
