"""A draft that never was public may be thrown away; what was out once stays for good."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from bulletins import actions
from bulletins.models import Bulletin
from liaison.audit.models import Event
from tests.bulletins import making

pytestmark = pytest.mark.django_db

BUTTON = "确认删除"


def discard(desk, issue):
    return desk.post(f"/work/bulletins/{issue.pk}/discard/", follow=True)


def test_a_draft_goes_with_its_files_and_leaves_a_trail(
    desk, topics, cast, django_capture_on_commit_callbacks
):
    issue = making.bulletin(topics, title="写错栏目")
    photo = making.photo(issue)
    key = issue.pk
    assert BUTTON in desk.get(f"/work/bulletins/{key}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = discard(desk, issue)
    assert "已删除草稿" in answer.content.decode()
    assert not Bulletin.objects.exists()
    assert not default_storage.exists(photo.image.name)
    assert not default_storage.exists(photo.thumbnail.name)
    event = Event.objects.get(verb="删除专题活动草稿")
    assert (event.actor, event.target_name) == (cast.city_editor, str(issue))
    assert Bulletin.history.filter(id=key, history_type="-").exists()


def test_a_scheduled_one_is_first_taken_back(desk, topics, cast):
    issue = making.released(topics, hours_ago=-5)
    discard(desk, issue)
    assert Bulletin.objects.filter(pk=issue.pk).exists()
    actions.unschedule(issue, by=cast.city_editor)
    discard(desk, issue)
    assert not Bulletin.objects.exists()


def test_what_is_out_or_was_out_is_never_deleted(desk, topics, cast):
    out, gone = making.released(topics, 1), making.released(topics, 2)
    actions.withdraw(gone, "有误", by=cast.city_editor)
    for issue in (out, gone):
        assert BUTTON not in desk.get(f"/work/bulletins/{issue.pk}/").content.decode()
        assert "现在不能删除草稿" in discard(desk, issue).content.decode()
    assert Bulletin.objects.count() == 2


def test_a_withdrawn_one_does_not_become_a_draft_to_throw_away(desk, topics, cast):
    issue = actions.withdraw(making.released(topics), "有误", by=cast.city_editor)
    later = timezone.now() + timezone.timedelta(days=1)
    actions.schedule(issue, later, by=cast.city_editor)
    actions.unschedule(issue, by=cast.city_editor)
    assert BUTTON not in desk.get(f"/work/bulletins/{issue.pk}/").content.decode()
    with pytest.raises(ValidationError, match="发布过的不能删除"):
        actions.discard(issue, by=cast.city_editor)
    assert "发布过的不能删除" in discard(desk, issue).content.decode()


def test_only_whoever_writes_issues_throws_drafts_away(client, topics, cast):
    issue = making.bulletin(topics)
    with pytest.raises(PermissionDenied):
        actions.discard(issue, by=cast.city_reviewer)
    for person, status in ((cast.city_reviewer, 403), (cast.auditor, 403), (cast.keeper, 403)):
        client.force_login(person)
        assert client.post(f"/work/bulletins/{issue.pk}/discard/").status_code == status
    client.force_login(cast.city_editor)
    assert client.get(f"/work/bulletins/{issue.pk}/discard/").status_code == 405
    assert Bulletin.objects.exists()
