"""Pictures stay hidden until their record is public, and hide again when it is withdrawn."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from PIL import Image

from activities.models import Activity, ActivityPhoto
from liaison.lib.images import prepare_photo
from liaison.lib.pictures import release, sent, withdraw
from tests import make


@pytest.fixture
def photo(cast) -> ActivityPhoto:
    station = make.station(cast.mengzhuang)
    activity = Activity.objects.create(station=station, kind="study", title="学习", day=date(2026, 5, 1))
    made = ActivityPhoto(activity=activity, alt="代表在学习室读书")
    made.take(prepare_photo(make.photo_file()))
    made.save()
    return made


def test_a_new_photo_lies_where_nobody_can_fetch_it(client, photo):
    assert photo.image.name.startswith("private/")
    assert not photo.is_released
    assert client.get(photo.image.url).status_code == 404


def test_released_it_is_served_under_a_new_name(client, photo, django_capture_on_commit_callbacks):
    before = photo.image.name
    with django_capture_on_commit_callbacks(execute=True):
        release([photo])
    photo.refresh_from_db()
    for file in (photo.image, photo.thumbnail):
        assert client.get(file.url).headers["Content-Type"] == "image/webp"
    assert (photo.width, photo.height) == (64, 48)
    assert not default_storage.exists(before)


def test_withdrawn_its_old_address_is_empty(client, photo, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        release([photo])
    address = photo.image.url
    with django_capture_on_commit_callbacks(execute=True):
        withdraw([photo])
    assert client.get(address).status_code == 404
    assert default_storage.exists(photo.image.name)


def test_staff_get_a_hidden_photo_from_a_view_and_no_cache_keeps_it(photo):
    answer = sent(photo.thumbnail)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


def test_a_photo_from_the_days_of_jpeg_goes_on_as_it_was(client, photo, django_capture_on_commit_callbacks):
    for name, file in (("old.jpg", photo.image), ("old-s.jpg", photo.thumbnail)):
        file.save(name, make.photo_file(), save=True)
    assert sent(photo.image).headers["Content-Type"] == "image/jpeg"
    with django_capture_on_commit_callbacks(execute=True):
        release([photo])
    assert [Path(file.name).suffix for file in (photo.image, photo.thumbnail)] == [".jpg", ".jpg"]
    answer = client.get(photo.image.url)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("size", "width"), [((1280, 853), 480), ((853, 1280), 320), ((480, 360), 480), ((64, 48), 64)]
)
def test_a_photo_knows_how_wide_its_small_version_is(size, width):
    prepared = prepare_photo(make.photo_file(size))
    with Image.open(prepared.thumbnail) as small:
        assert small.width == width
    assert ActivityPhoto(width=prepared.width, height=prepared.height).thumbnail_width == width


def test_a_lost_file_is_not_there(photo):
    default_storage.delete(photo.image.name)
    with pytest.raises(Http404):
        sent(photo.image)
