"""A case on its way from the township to the city, in time and within the county's number."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards import actions
from awards.models import AwardCase
from liaison.audit.models import Event
from liaison.lib.images import prepare_photo
from tests import make
from tests.awards import making


@pytest.fixture
def award(cast):
    return making.award(cast.city)


def close(award):
    """Let the closing day be yesterday."""
    award.submit_by = timezone.localdate() - timedelta(days=1)
    award.save()


def test_a_township_submits_and_its_county_forwards(cast, award):
    case = making.case(award, cast.mengzhuang)
    actions.submit(case, by=cast.keeper)
    done = actions.forward(case, by=cast.huixian_officer)
    assert done.state == "forwarded"
    assert done.forwarded_at
    verbs = set(Event.objects.about(case).values_list("verb", flat=True))
    assert verbs == {"创新案例报送", "创新案例推荐到市"}


def test_on_the_closing_day_it_is_still_taken(cast, award):
    award.submit_by = timezone.localdate()
    award.save()
    assert actions.submit(making.case(award, cast.mengzhuang), by=cast.keeper).state == "submitted"


def test_after_the_closing_day_it_is_refused_with_the_date(cast, award):
    case = making.case(award, cast.mengzhuang)
    waiting = making.case(award, cast.mengzhuang, state="submitted")
    close(award)
    last = award.submit_by
    said = f"申报已于 {last.year} 年 {last.month} 月 {last.day} 日截止"
    with pytest.raises(ValidationError, match=said):
        actions.submit(case, by=cast.keeper)
    with pytest.raises(ValidationError, match=said):
        actions.forward(waiting, by=cast.huixian_officer)


@pytest.mark.parametrize("state", ["draft", "judging", "published"])
def test_a_round_that_is_not_open_takes_nothing(cast, award, state):
    case = making.case(award, cast.mengzhuang)
    award.state = state
    award.save()
    with pytest.raises(ValidationError, match="不接受申报"):
        actions.submit(case, by=cast.keeper)


def test_a_county_sends_no_more_than_it_may(cast, award):
    for _ in range(3):
        making.case(award, cast.mengzhuang, state="forwarded")
    extra = making.case(award, cast.baiquan, state="submitted")
    with pytest.raises(ValidationError, match="辉县市已推荐 3 件，每县（市、区）不超过 3 件"):
        actions.forward(extra, by=cast.huixian_officer)
    other = making.case(award, cast.yuanxing_street, state="submitted")
    assert actions.forward(other, by=cast.yuanyang_officer).state == "forwarded"


def test_the_number_is_asked_of_the_database_not_of_what_was_read_before(cast, award):
    """Two officers opened the page while one place was left; the second is counted after the first."""
    award.cases_per_county = 1
    award.save()
    first = making.case(award, cast.mengzhuang, state="submitted")
    second = making.case(award, cast.baiquan, state="submitted")
    stale = AwardCase.objects.select_related("round").get(pk=second.pk)
    actions.forward(first, by=cast.huixian_officer)
    with pytest.raises(ValidationError, match="不超过 1 件"):
        actions.forward(stale, by=cast.huixian_officer)
    with pytest.raises(ValidationError, match="状态已经变化"):
        actions.forward(first, by=cast.huixian_officer)


@pytest.mark.postgres
def test_forwarding_locks_the_round_before_it_counts(cast, award):
    case = making.case(award, cast.mengzhuang, state="submitted")
    with CaptureQueriesContext(connection) as asked:
        actions.forward(case, by=cast.huixian_officer)
    told = [query["sql"] for query in asked]
    locked = next(i for i, sql in enumerate(told) if "FOR UPDATE" in sql and "awards_awardround" in sql)
    counted = next(i for i, sql in enumerate(told) if "COUNT" in sql and "awards_awardcase" in sql)
    assert locked < counted


def test_a_returned_place_is_free_again(cast, award):
    cases = [making.case(award, cast.mengzhuang, state="forwarded") for _ in range(3)]
    extra = making.case(award, cast.baiquan, state="submitted")
    actions.send_back(cases[0], "内容与往年重复", by=cast.city_editor)
    assert actions.forward(extra, by=cast.huixian_officer).state == "forwarded"


@pytest.mark.parametrize("who", ["keeper", "city_reviewer", "auditor"])
def test_only_the_county_forwards(cast, award, who):
    case = making.case(award, cast.mengzhuang, state="submitted")
    with pytest.raises(PermissionDenied):
        actions.forward(case, by=getattr(cast, who))


def test_a_return_needs_a_reason(cast, award):
    case = making.case(award, cast.mengzhuang, state="submitted")
    with pytest.raises(ValidationError, match="请填写退回原因"):
        actions.send_back(case, "", by=cast.huixian_officer)
    back = actions.send_back(case, "写清成效", by=cast.huixian_officer)
    assert (back.state, back.return_note) == ("returned", "写清成效")
    assert actions.submit(back, by=cast.keeper).return_note == ""


def test_the_county_does_not_call_back_what_the_city_has(cast, award):
    case = making.case(award, cast.mengzhuang, state="forwarded")
    with pytest.raises(PermissionDenied):
        actions.send_back(case, "想再改改", by=cast.huixian_officer)


def test_what_was_sent_is_not_changed(cast, award):
    case = making.case(award, cast.mengzhuang, state="submitted")
    case.title = "别的"
    with pytest.raises(ValidationError, match="不能再改"):
        actions.revise(case, by=cast.keeper)
    with pytest.raises(ValidationError, match="不能再加照片"):
        actions.add_photo(case, prepare_photo(make.photo_file()), by=cast.keeper)


@pytest.mark.parametrize(
    ("field", "place"), [("title", "案例名称"), ("summary", "一句话介绍"), ("story", "正文")]
)
def test_a_mobile_number_is_refused_by_place(cast, award, field, place):
    words = {"title": "甲", "summary": "乙", "story": "丙"} | {field: "电话 13812345678"}
    with pytest.raises(ValidationError, match=f"{place}里有手机号"):
        actions.write(award, words, division=cast.mengzhuang, station=None, by=cast.keeper)


def test_nine_photos_and_no_more(cast, award):
    case = making.case(award, cast.mengzhuang)
    for _ in range(9):
        actions.add_photo(case, prepare_photo(make.photo_file()), by=cast.keeper)
    with pytest.raises(ValidationError, match="最多 9 张照片"):
        actions.add_photo(case, prepare_photo(make.photo_file()), by=cast.keeper)
    assert [p.position for p in case.photos.all()] == list(range(9))


def test_a_photo_taken_out_is_gone_from_the_disk(cast, award, django_capture_on_commit_callbacks):
    case = making.case(award, cast.mengzhuang)
    photo = making.photo(case)
    storage, name = photo.image.storage, photo.image.name
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo, by=cast.keeper)
    assert not storage.exists(name)
    assert not case.photos.exists()
