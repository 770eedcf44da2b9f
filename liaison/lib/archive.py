"""One plain tar file with a list of its contents at the end, checked before anything is unpacked.

    writer.add(...) …      files as they come, hashed on the way, never held in memory
    manifest.json          what the archive is, and every file with size and SHA-256
    manifest.sha256        the hash of the list

An archive is somebody's file until it has been checked: `check` reads it from beginning to
end and names nothing, writes nothing, follows nothing.
"""

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
MOST_MANIFEST = 256 * 1024 * 1024
LONGEST_NAME = 500
CHUNK = 1024 * 1024
_PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE)


class ArchiveError(ValueError):
    """The archive is not whole, not ours, or not safe; the message is for whoever wants to restore it."""


@dataclass(frozen=True)
class Entry:
    """One file of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """A checked archive: what it says about itself, and its files by name."""

    facts: dict[str, Any]
    files: dict[str, Entry]


class HashingFile(io.RawIOBase):
    """Passes bytes on in one direction and hashes them."""

    def __init__(self, inner: IO[bytes]) -> None:
        super().__init__()
        self.inner, self.hash, self.size = inner, hashlib.sha256(), 0

    def read(self, size: int = -1, /) -> bytes:
        return self._seen(self.inner.read(size))

    def write(self, content: Any, /) -> int:
        return self.inner.write(self._seen(bytes(content)))

    def _seen(self, content: bytes) -> bytes:
        self.hash.update(content)
        self.size += len(content)
        return content


class Writer:
    """Writes an archive from front to back; `close` puts the list at its end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = HashingFile(stream)
        self.tar = tarfile.open(fileobj=self.stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.files: dict[str, Entry] = {}

    def add(self, name: str, path: Path) -> bool:
        """Take the file at `path` in; False when it has gone meanwhile."""
        try:
            content = path.open("rb")
        except FileNotFoundError:
            return False
        with content:
            self._write(name, content, os.fstat(content.fileno()).st_size)
        return True

    def add_text(self, name: str, text: str) -> None:
        """A small file made up on the spot."""
        content = text.encode()
        self._write(name, io.BytesIO(content), len(content))

    def close(self, facts: dict[str, Any]) -> str:
        """Write the list and end the archive; answers the SHA-256 of the whole file."""
        files = {name: [entry.size, entry.sha256] for name, entry in self.files.items()}
        text = json.dumps({"format": FORMAT, **facts, "files": files}, ensure_ascii=False, indent=1)
        self.add_text(MANIFEST, text)
        self.add_text(SEAL, self.files[MANIFEST].sha256)
        self.tar.close()
        return self.stream.hash.hexdigest()

    def _write(self, name: str, content: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(time.time())
        hashed = HashingFile(content)
        self.tar.addfile(member, hashed)
        # The list of members would grow with every photo of the city.
        self.tar.members = []  # type: ignore[attr-defined]
        self.files[name] = Entry(size, hashed.hash.hexdigest())


def check(path: Path) -> Contents:
    """Read the whole archive and compare it with its list. Raises ArchiveError, touches nothing."""
    found: dict[str, Entry] = {}
    kept: dict[str, bytes] = {}
    with _members(path) as members:
        for member, content in members:
            if member.name in found:
                raise ArchiveError(f"备份里有两个同名文件：{member.name}")
            found[member.name] = _read(member, content, kept)
    return _compared(found, kept)


def unpack(path: Path, contents: Contents, target: Callable[[str], Path | None]) -> None:
    """Write the files of a checked archive where `target` says; None leaves one out.

    Hashed once more while it is written: a file that changed since `check` is noticed.
    """
    with _members(path) as members:
        for member, content in members:
            place = target(member.name) if member.name in contents.files else None
            if place is None:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            hashed = HashingFile(content)
            with place.open("xb") as out:
                while chunk := hashed.read(CHUNK):
                    out.write(chunk)
                os.fsync(out.fileno())
            if Entry(hashed.size, hashed.hash.hexdigest()) != contents.files[member.name]:
                raise ArchiveError(f"备份文件在恢复时变了：{member.name}")


@contextmanager
def _members(path: Path) -> Iterator[Iterator[tuple[tarfile.TarInfo, IO[bytes]]]]:
    """The plain files of an archive one after another; anything else is refused."""
    try:
        if path.stat().st_size % tarfile.RECORDSIZE:
            raise ArchiveError("备份文件不完整（被截断或改动）")
        with tarfile.open(path, "r:") as tar:
            yield _plain(tar)
    except (tarfile.TarError, EOFError) as problem:
        raise ArchiveError("备份文件不完整，或者不是备份文件") from problem
    except OSError as problem:
        raise ArchiveError(f"读不了备份文件：{problem.strerror or problem}") from problem


def _plain(tar: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    while (member := tar.next()) is not None:
        tar.members = []  # type: ignore[attr-defined]
        if member.type not in _PLAIN or member.issparse():
            raise ArchiveError(f"备份里有不该有的东西（链接、目录或设备）：{member.name!r:.80}")
        if not is_safe(member.name):
            raise ArchiveError(f"备份里有不安全的文件名：{member.name!r:.80}")
        content = tar.extractfile(member)
        if content is None:
            raise ArchiveError(f"备份里有读不了的文件：{member.name!r:.80}")
        yield member, content


def is_safe(name: str) -> bool:
    """Whether a name stays inside the folder that it is unpacked into."""
    path = PurePosixPath(name)
    is_plain = name.isprintable() and "\\" not in name and len(name) <= LONGEST_NAME
    return is_plain and not path.is_absolute() and ".." not in path.parts and str(path) == name != "."


def _read(member: tarfile.TarInfo, content: IO[bytes], kept: dict[str, bytes]) -> Entry:
    hashed = HashingFile(content)
    if member.name in (MANIFEST, SEAL):
        if member.size > MOST_MANIFEST:
            raise ArchiveError("备份的清单过大")
        kept[member.name] = hashed.read()
    while hashed.read(CHUNK):
        pass
    if hashed.size != member.size:
        raise ArchiveError("备份文件不完整（被截断或改动）")
    return Entry(hashed.size, hashed.hash.hexdigest())


def _compared(found: dict[str, Entry], kept: dict[str, bytes]) -> Contents:
    """The list against what was read."""
    if MANIFEST not in kept or kept.get(SEAL, b"").decode("ascii", "replace") != found[MANIFEST].sha256:
        raise ArchiveError("备份没有清单，或者清单被改动")
    facts = _listed(kept[MANIFEST])
    files = {name: Entry(*entry) for name, entry in facts.pop("files").items()}
    there = {name: entry for name, entry in found.items() if name not in (MANIFEST, SEAL)}
    wrong = sorted(name for name in there.keys() | files.keys() if there.get(name) != files.get(name))
    if wrong:
        raise ArchiveError(f"备份里有 {len(wrong)} 个文件和清单不符，例如 {wrong[0]}")
    return Contents(facts, files)


def _listed(text: bytes) -> dict[str, Any]:
    """The list, of a format that this version reads."""
    try:
        facts = json.loads(text)
        number = facts["format"]
        _ = [Entry(int(size), str(digest)) for size, digest in facts["files"].values()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ArchiveError("备份的清单读不懂") from problem
    if number != FORMAT:
        raise ArchiveError(f"备份的格式是 {number!r:.20}，这个版本只认 {FORMAT}")
    return dict(facts)
