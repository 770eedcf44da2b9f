"""Judges mark apart, the city decides, and one action lets everybody see the winners and nothing else."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards import actions_city
from awards.models import JudgeMark
from awards.stats import results
from liaison.audit.models import Event
from tests.awards import making


@pytest.fixture
def award(cast):
    return making.award(cast.city, state="judging")


@pytest.fixture
def case(cast, award):
    return making.case(award, cast.mengzhuang, state="forwarded")


def test_each_judge_has_one_mark_and_may_change_it(cast, case):
    actions_city.mark(case, 80, "扎实", by=cast.city_reviewer)
    actions_city.mark(case, 86, "再看更好", by=cast.city_reviewer)
    actions_city.mark(case, 90, by=cast.city_editor)
    result = results([case])[0]
    assert (result.average, result.spread, sorted(result.scores)) == (88.0, 4, [86, 90])


@pytest.mark.parametrize("score", [-1, 101, 10**9])
def test_a_score_lies_between_nothing_and_a_hundred(cast, case, score):
    with pytest.raises(ValidationError):
        actions_city.mark(case, score, by=cast.city_reviewer)


def test_marks_are_seen_by_their_judge_and_by_those_who_decide(cast, case):
    actions_city.mark(case, 80, by=cast.city_reviewer)
    actions_city.mark(case, 90, by=cast.city_editor)
    seen = {who: JudgeMark.objects.for_staff(getattr(cast, who)).count() for who in
            ("city_reviewer", "city_editor", "auditor", "huixian_officer", "keeper")}  # fmt: skip
    assert seen == {"city_reviewer": 1, "city_editor": 2, "auditor": 2, "huixian_officer": 0, "keeper": 0}


def test_a_county_does_not_mark(cast, case):
    with pytest.raises(PermissionDenied):
        actions_city.mark(case, 100, by=cast.huixian_officer)


def test_only_while_judging(cast, award, case):
    award.state = "open"
    award.save()
    for act in (
        lambda: actions_city.mark(case, 80, by=cast.city_reviewer),
        lambda: actions_city.decide_prize(case, "first", by=cast.city_editor),
    ):
        with pytest.raises(ValidationError, match="不在评选中"):
            act()


def test_a_reviewer_does_not_decide(cast, case):
    with pytest.raises(PermissionDenied):
        actions_city.decide_prize(case, "first", by=cast.city_reviewer)


def test_publishing_shows_the_winners_and_their_photos_only(
    client, cast, award, case, django_capture_on_commit_callbacks
):
    other = making.case(award, cast.baiquan, state="forwarded")
    shown, hidden = making.photo(case), making.photo(other)
    actions_city.mark(case, 97, "评语甲", by=cast.city_reviewer)
    actions_city.decide_prize(case, "first", "会开在地头", by=cast.city_editor)
    assert client.get(f"/awards/{award.year}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert actions_city.publicise(award, by=cast.city_editor) == 1
    page = client.get(f"/awards/{award.year}/").content.decode()
    assert case.title in page
    assert other.title not in page
    story = client.get(f"/awards/{award.year}/{case.pk}/").content.decode()
    assert case.story in story
    assert "会开在地头" in story
    assert "评语甲" not in story + page
    for photo in (shown, hidden):
        photo.refresh_from_db()
    assert client.get(shown.image.url).status_code == 200
    assert client.get(hidden.image.url).status_code == 404
    assert client.get(f"/awards/{award.year}/{other.pk}/").status_code == 404


def test_nothing_is_published_without_a_prize_or_twice(cast, award, case):
    with pytest.raises(ValidationError, match="还没有定奖"):
        actions_city.publicise(award, by=cast.city_editor)
    actions_city.decide_prize(case, "second", by=cast.city_editor)
    actions_city.publicise(award, by=cast.city_editor)
    with pytest.raises(ValidationError, match="状态已经变化"):
        actions_city.publicise(award, by=cast.city_editor)


def test_one_case_may_be_taken_off_again(client, cast, award, case, django_capture_on_commit_callbacks):
    photo = making.photo(case)
    actions_city.decide_prize(case, "third", by=cast.city_editor)
    with django_capture_on_commit_callbacks(execute=True):
        actions_city.publicise(award, by=cast.city_editor)
    photo.refresh_from_db()
    address = photo.image.url
    with pytest.raises(ValidationError, match="请填写撤下原因"):
        actions_city.conceal(case, " ", by=cast.city_editor)
    with django_capture_on_commit_callbacks(execute=True):
        actions_city.conceal(case, "照片里有未成年人", by=cast.city_editor)
    assert client.get(address).status_code == 404
    assert client.get(f"/awards/{award.year}/{case.pk}/").status_code == 404
    assert case.title not in client.get(f"/awards/{award.year}/").content.decode()


def test_what_was_taken_off_comes_back_by_whoever_decides(
    client, cast, award, case, django_capture_on_commit_callbacks
):
    with pytest.raises(ValidationError, match="现在不能重新公布"):
        actions_city.restore(case, by=cast.city_editor)
    actions_city.decide_prize(case, "first", by=cast.city_editor)
    actions_city.publicise(award, by=cast.city_editor)
    actions_city.conceal(case, "核对数据", by=cast.city_editor)
    with pytest.raises(PermissionDenied):
        actions_city.restore(case, by=cast.city_reviewer)
    client.force_login(cast.city_editor)
    page = client.get(f"/work/awards/{case.pk}/").content.decode()
    assert "已经从公开页面撤下" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/work/awards/{case.pk}/move/", {"move": "restore"})
    assert "重新公布创新案例" in {event.verb for event in Event.objects.about(case)}
    client.logout()
    assert client.get(f"/awards/{award.year}/{case.pk}/").status_code == 200
    client.force_login(cast.city_editor)
    assert 'value="restore"' not in client.get(f"/work/awards/{case.pk}/").content.decode()


def test_the_round_opens_and_is_judged_by_those_who_decide(cast):
    award = making.award(cast.city, 2025, state="draft")
    with pytest.raises(PermissionDenied):
        actions_city.open_round(award, by=cast.city_reviewer)
    award = actions_city.open_round(award, by=cast.city_editor)
    with pytest.raises(ValidationError, match="还没有县"):
        actions_city.start_judging(award, by=cast.city_editor)
    making.case(award, cast.mengzhuang, state="forwarded")
    assert actions_city.start_judging(award, by=cast.city_editor).state == "judging"


def test_a_case_with_a_prize_is_not_sent_back(cast, case):
    from awards import actions

    actions_city.decide_prize(case, "first", by=cast.city_editor)
    with pytest.raises(ValidationError, match="先撤销奖项"):
        actions.send_back(case, "重写", by=cast.city_editor)
    actions_city.decide_prize(case, "", by=cast.city_editor)
    assert actions.send_back(case, "重写", by=cast.city_editor).state == "returned"
