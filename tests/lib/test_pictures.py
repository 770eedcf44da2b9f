"""Pictures stay hidden until their record is public, and hide again when it is withdrawn."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.http import Http404

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
    assert client.get(photo.image.url).status_code == 200
    assert client.get(photo.thumbnail.url).status_code == 200
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
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")


def test_a_lost_file_is_not_there(photo):
    default_storage.delete(photo.image.name)
    with pytest.raises(Http404):
        sent(photo.image)
