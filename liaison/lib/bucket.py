"""Uploads in a store of the S3 kind, for a site on more than one machine (docs/scale.md).

Needs `requirements-scale.txt`. Readers still ask this site (`/media/…`): what is private stays
behind the program, and no page names another host.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from liaison.lib.away import AwayError

IN_MEMORY = 1024 * 1024
NOT_THERE = ("NoSuchKey", "NoSuchObject")
PART = 10 * 1024 * 1024


class BucketStorage(Storage):
    """One bucket; `endpoint` is the address of the store, such as `https://s3.example.gov.cn`.

    What the store acknowledged is kept by the store. Raises AwayError when it does not answer.
    """

    def __init__(self, *, endpoint: str, bucket: str, key: str, secret: str, region: str = "") -> None:
        self.endpoint, self.bucket, self.region = urlsplit(endpoint), bucket, region
        self.key, self.secret = key, secret

    @cached_property
    def client(self) -> Minio:
        """One for each process, with connections of its own; gives up soon, for a person waits."""
        return Minio(
            self.endpoint.netloc,
            access_key=self.key,
            secret_key=self.secret,
            region=self.region or None,
            secure=self.endpoint.scheme == "https",
            http_client=PoolManager(
                timeout=Timeout(connect=2, read=20), retries=Retry(1, backoff_factor=0.2), maxsize=16
            ),
        )

    def exists(self, name: str) -> bool:
        """Whether the store has a file of this name."""
        return self._facts(name) is not None

    def size(self, name: str) -> int:
        """Bytes. Raises FileNotFoundError."""
        facts = self._facts(name)
        if facts is None:
            raise FileNotFoundError(name)
        return int(facts.size)

    def sizes(self) -> dict[str, int]:
        """The bytes of every file in the store, by name."""
        with _answering():
            found = list(self.client.list_objects(self.bucket, recursive=True))
        return {one.object_name: one.size for one in found if not one.is_dir}

    def url(self, name: str | None) -> str:
        """The site's own address of a file; nginx or the program fetches it from the store."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def delete(self, name: str) -> None:
        """Gone; it is no fault if it was gone before."""
        with _answering():
            self.client.remove_object(self.bucket, name)

    def _open(self, name: str, mode: str = "rb") -> File:
        """A copy to read. Raises FileNotFoundError."""
        if "w" in mode:
            raise ValueError("a stored file is never written to again")
        if not self.exists(name):  # stores word the refusal of a GET in more ways than the client knows
            raise FileNotFoundError(name)
        copy = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- whoever opened it closes it
        with _answering(name):
            answer = self.client.get_object(self.bucket, name)
            try:
                for piece in answer.stream(64 * 1024):
                    copy.write(piece)
            finally:
                answer.close()
                answer.release_conn()
        copy.seek(0)
        return File(copy, name)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        with _answering():
            self.client.put_object(self.bucket, name, content, content.size, part_size=PART)
        return name

    def _facts(self, name: str) -> Any:
        try:
            with _answering(name):
                return self.client.stat_object(self.bucket, name)
        except FileNotFoundError:
            return None


@contextmanager
def _answering(name: str = "") -> Iterator[None]:
    """A file that is not there is FileNotFoundError; anything else that went wrong is AwayError."""
    try:
        yield
    except S3Error as problem:
        if problem.code in NOT_THERE:
            raise FileNotFoundError(name) from problem
        raise AwayError(f"the store refused: {problem.code}") from problem
    except (MinioException, HTTPError) as problem:
        raise AwayError("the store does not answer") from problem
