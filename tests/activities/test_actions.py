"""An activity from draft to public and back: every step by the right person, nothing written twice."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from activities import actions, album
from activities.models import Activity, ActivityPhoto
from liaison.audit.models import Event
from tests import make
from tests.activities import drafts


def test_a_new_activity_takes_its_county_from_its_station(cast, station):
    activity = drafts.written(station, by=cast.keeper)
    assert activity.state == "draft"
    assert activity.county == cast.huixian
    assert activity.author == cast.keeper


def test_a_page_sent_twice_makes_one_activity(cast, station):
    token = uuid.uuid4()
    first = actions.begin(station, drafts.DAY, token=token, by=cast.keeper)
    second = actions.begin(station, drafts.DAY, token=token, by=cast.keeper)
    assert first == second
    assert Activity.objects.count() == 1


def test_nobody_goes_on_with_the_token_of_another(cast, station):
    token = uuid.uuid4()
    actions.begin(station, drafts.DAY, token=token, by=cast.keeper)
    with pytest.raises(PermissionDenied):
        actions.begin(station, drafts.DAY, token=token, by=cast.huixian_officer)


def test_a_second_editor_is_stopped(cast, station):
    activity = drafts.written(station, by=cast.keeper)
    ours, theirs = uuid.uuid4(), uuid.uuid4()
    actions.write(activity, drafts.draft(station, title="先写的"), seen=1, page=ours, by=cast.keeper)
    with pytest.raises(actions.OutdatedError) as stopped:
        actions.write(
            activity, drafts.draft(station, title="后写的"), seen=1, page=theirs, by=cast.huixian_officer
        )
    assert stopped.value.stored.title == "先写的"


def test_a_page_whose_answer_was_lost_is_no_second_editor(cast, station):
    activity = drafts.written(station, by=cast.keeper)
    page = uuid.uuid4()
    for title in ("写一半", "写完了"):
        activity = actions.write(
            activity, drafts.draft(station, title=title), seen=1, page=page, by=cast.keeper
        )
    assert activity.title == "写完了"
    assert activity.version == 3


def test_what_is_saved_of_itself_makes_no_version_in_the_history(cast, station):
    activity = drafts.written(station, by=cast.keeper)
    before = activity.history.count()
    page = uuid.uuid4()
    actions.write(
        activity, drafts.draft(station, title="写"), seen=1, page=page, by=cast.keeper, is_auto=True
    )
    assert activity.history.count() == before
    actions.write(activity, drafts.draft(station, title="写完"), seen=2, page=page, by=cast.keeper)
    assert activity.history.count() == before + 1


def test_submitted_it_waits_for_the_county(cast, station):
    activity = drafts.submitted(station, by=cast.keeper)
    assert activity.state == "submitted"
    assert not Activity.objects.public().exists()
    with pytest.raises(ValidationError, match="不能再改"):
        actions.write(activity, drafts.draft(station), seen=1, page=uuid.uuid4(), by=cast.keeper)


def test_the_county_publishes_and_its_photos_are_released(cast, station, django_capture_on_commit_callbacks):
    activity = drafts.with_photo(drafts.written(station, by=cast.keeper))
    actions.submit(activity, by=cast.keeper)
    assert not activity.photos.get().is_released
    activity = actions.publish(activity, seen=1, by=cast.huixian_leader)
    assert activity.state == "published"
    assert activity.published_at
    assert activity.reviewer == cast.huixian_leader
    assert activity.photos.get().is_released
    assert Event.objects.about(activity).filter(verb="发布代表活动", actor=cast.huixian_leader).exists()


def test_who_reviews_publishes_what_they_read(cast, station):
    activity = drafts.submitted(station, by=cast.keeper)
    actions.write(activity, drafts.draft(station), seen=1, page=uuid.uuid4(), by=cast.huixian_officer)
    with pytest.raises(actions.OutdatedError):
        actions.publish(activity, seen=1, by=cast.huixian_leader)


def test_without_review_the_keeper_publishes(cast, station, settings):
    settings.ACTIVITY_REVIEW = False
    activity = drafts.with_photo(drafts.written(station, by=cast.keeper))
    activity = actions.submit(activity, by=cast.keeper)
    assert activity.state == "published"
    assert activity.reviewer is None
    assert activity.photos.get().is_released


def test_returning_needs_a_reason_and_opens_it_again(cast, station):
    activity = drafts.submitted(station, by=cast.keeper)
    with pytest.raises(ValidationError, match="请填写退回原因"):
        actions.send_back(activity, " ", by=cast.huixian_officer)
    activity = actions.send_back(activity, "补充参加人数", by=cast.huixian_officer)
    assert (activity.state, activity.return_note) == ("returned", "补充参加人数")
    assert actions.may_write(activity, cast.keeper)
    assert actions.submit(activity, by=cast.keeper).return_note == ""


def test_the_keeper_takes_back_what_nobody_has_reviewed(cast, station):
    activity = actions.recall(drafts.submitted(station, by=cast.keeper), by=cast.keeper)
    assert activity.state == "draft"


def test_withdrawn_its_photos_are_hidden_and_it_keeps_the_reason(cast, station):
    activity = drafts.with_photo(drafts.written(station, by=cast.keeper))
    actions.submit(activity, by=cast.keeper)
    actions.publish(activity, seen=1, by=cast.huixian_officer)
    with pytest.raises(ValidationError, match="请填写撤下原因"):
        actions.withdraw(activity, "", by=cast.huixian_officer)
    with pytest.raises(ValidationError, match="手机号"):
        actions.withdraw(activity, "有疑问打 13812345678", by=cast.huixian_officer)
    activity = actions.withdraw(activity, "照片需要更换", by=cast.huixian_officer)
    assert activity.state == "withdrawn"
    assert not activity.photos.get().is_released
    first = activity.published_at
    activity = actions.republish(activity, by=cast.huixian_officer)
    assert (activity.state, activity.withdrawn_reason) == ("published", "")
    assert activity.published_at == first
    assert activity.photos.get().is_released


@pytest.mark.parametrize("who", ["keeper", "auditor"])
def test_neither_keeper_nor_auditor_reviews(cast, station, who):
    activity = drafts.submitted(station, by=cast.keeper)
    with pytest.raises(PermissionDenied):
        actions.publish(activity, seen=1, by=getattr(cast, who))


def test_a_published_activity_is_corrected_by_those_who_review_and_stays_fit(cast, station):
    activity = drafts.published(station, by=cast.keeper, reviewer=cast.huixian_officer)
    with pytest.raises(ValidationError, match="不能再改"):
        actions.write(activity, drafts.draft(station), seen=1, page=uuid.uuid4(), by=cast.keeper)
    bad = drafts.draft(station, text="联系 13812345678")
    with pytest.raises(ValidationError, match="手机号"):
        actions.write(activity, bad, seen=1, page=uuid.uuid4(), by=cast.huixian_officer)
    good = drafts.draft(station, title="代表走访六户困难户")
    actions.write(activity, good, seen=1, page=uuid.uuid4(), by=cast.huixian_officer)
    activity.refresh_from_db()
    assert activity.title == "代表走访六户困难户"
    assert activity.history.count() > 1


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("text", "第一行\n第二行\n电话 13812345678", "内容第3行有手机号 138****5678"),
        ("title", "找 13812345678 报名", "标题有手机号 138****5678"),
        ("text", "身份证 11010519491231002X", "内容有身份证号 110*************2X"),
        ("place", "村口（１３８１２３４５６７８）", "地点有手机号"),
    ],
)
def test_a_number_of_a_person_stops_it_and_its_place_is_named(cast, station, field, text, said):
    activity = drafts.written(station, by=cast.keeper, **{field: text})
    with pytest.raises(ValidationError) as stopped:
        actions.submit(activity, by=cast.keeper)
    assert said in "".join(stopped.value.message_dict[field])


def test_a_number_under_a_photo_stops_it_too(cast, station):
    activity = drafts.with_photo(drafts.written(station, by=cast.keeper), alt="王某 13812345678")
    with pytest.raises(ValidationError) as stopped:
        actions.submit(activity, by=cast.keeper)
    photo = activity.photos.get()
    assert "第 1 张照片的画面说明有手机号" in stopped.value.message_dict[f"alt_{photo.pk}"][0]


def test_what_is_missing_is_asked_when_it_is_submitted(cast, station):
    tomorrow = timezone.localdate() + timedelta(days=1)
    activity = drafts.written(station, by=cast.keeper, title="", text=" ", kind="", day=tomorrow)
    drafts.with_photo(activity, alt="")
    with pytest.raises(ValidationError) as stopped:
        actions.submit(activity, by=cast.keeper)
    assert set(stopped.value.message_dict) == {
        "title",
        "text",
        "kind",
        "day",
        f"alt_{activity.photos.get().pk}",
    }
    activity.refresh_from_db()
    assert activity.state == "draft"


def test_a_photo_sent_twice_is_stored_once_and_a_tenth_is_refused(cast, station):
    activity = drafts.written(station, by=cast.keeper)
    token = uuid.uuid4()
    assert album.add(activity, make.photo_file(), token=token) == album.add(
        activity, make.photo_file(), token=token
    )
    for _ in range(8):
        album.add(activity, make.photo_file(), token=uuid.uuid4())
    with pytest.raises(ValidationError, match="最多 9 张"):
        album.add(activity, make.photo_file(), token=uuid.uuid4())
    assert activity.photos.count() == 9


def test_a_draft_is_thrown_away_with_its_photos_once_submitted_it_stays(
    cast, station, django_capture_on_commit_callbacks
):
    activity = drafts.with_photo(drafts.written(station, by=cast.keeper))
    file = activity.photos.get().image
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(activity, by=cast.keeper)
    assert not Activity.objects.exists()
    assert not ActivityPhoto.objects.exists()
    assert not file.storage.exists(file.name)
    recalled = actions.recall(drafts.submitted(station, by=cast.keeper), by=cast.keeper)
    with pytest.raises(ValidationError, match="不能删除"):
        actions.discard(recalled, by=cast.keeper)


def test_who_took_part_is_exactly_who_was_ticked(cast, station):
    held = make.term(cast.huixian)
    people = [make.deputy(cast.huixian, held) for _ in range(3)]
    activity = drafts.written(station, by=cast.keeper, parts={people[0].pk: "led", people[1].pk: "took_part"})
    page = uuid.uuid4()
    wanted = drafts.draft(station, parts={people[0].pk: "took_part", people[2].pk: "spoke"})
    actions.write(activity, wanted, seen=1, page=page, by=cast.keeper)
    found = dict(activity.participations.values_list("deputy", "part"))
    assert found == {people[0].pk: "took_part", people[2].pk: "spoke"}
