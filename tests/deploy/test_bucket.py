"""Uploads in a real store of the S3 kind: kept there, handed out by this site, and never lost in silence."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

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
from tests.stores import Store, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Iterator[Store]:
    """A store which the site uses."""
    with running(tmp_path) as store:
        settings.STORAGES = settings.STORAGES | {
            "default": {"BACKEND": "liaison.lib.bucket.BucketStorage", "OPTIONS": store.options}
        }
        yield store


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
    assert answer["Content-Type"] == "image/webp"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer)[8:12] == b"WEBP"
    assert client.get("/media/pictures/nothing.jpg").status_code == 404
    assert client.get("/media/pictures/../private/x.jpg").status_code == 404


def test_what_a_citizen_sends_is_there_and_only_for_staff(client: Client, store: Any, cast: Any) -> None:
    station = make.station(cast.mengzhuang)
    assert making.send(client, station, photos=[make.photo_file()]).status_code == 302
    photo = Opinion.objects.get().photos.get()
    assert client.get(photo.image.url).status_code == 404
    client.force_login(cast.huixian_officer)
    answer = client.get(f"/work/opinions/{photo.opinion_id}/photos/{photo.pk}/")
    assert b"".join(answer)[8:12] == b"WEBP"


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
    store.stop()
    answer = making.send(client, station, photos=[make.photo_file()])
    assert answer.status_code == 503
    assert making.SAID in answer.text
    assert not Opinion.objects.exists()
    assert client.get("/media/pictures/x.jpg").status_code == 503
