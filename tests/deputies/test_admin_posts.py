"""Posts at the desk: what stands empty, since when, and filling it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from deputies.models import Post
from liaison.audit.models import Event

VACANCIES = "/admin/deputies/post/vacancies/"


@pytest.fixture
def posts(cast):
    """孟庄镇 filled full-time, 百泉镇 left 30 days ago, 城关街道 filled by the way, 原兴街道 never."""
    left = timezone.localdate() - timedelta(days=30)
    rows = [
        Post(division=cast.mengzhuang, kind="chair", name="示例甲", since=date(2022, 1, 1)),
        Post(division=cast.baiquan, kind="chair", name="示例乙", since=date(2022, 1, 1), until=left),
        Post(division=cast.chengguan_street, kind="director", name="示例丙", is_full_time=False),
    ]
    return Post.objects.bulk_create(rows)


def fill(code: str) -> str:
    return reverse("admin:deputies_post_fill", args=[code])


def test_vacancies_are_counted_by_county_and_over_all(cast, enter, posts):
    seen = enter(cast.city_editor).get(VACANCIES).context
    told = {
        one.division.name: (one.posts, one.filled, one.vacant, one.longest_days, one.full_time_share)
        for one in seen["tallies"]
    }
    assert told == {"辉县市": (3, 2, 1, 30, 50), "原阳县": (2, 0, 2, None, None)}
    assert (seen["total"].posts, seen["total"].vacant, seen["total"].full_time_share) == (5, 3, 50)
    assert [row.division.name for row in seen["vacant"]][-1] == "百泉镇"


def test_the_list_narrows_to_a_county_and_forgives_nonsense(cast, enter, posts):
    browser = enter(cast.city_editor)
    narrow = browser.get(VACANCIES, {"county": "410782"}).context["vacant"]
    assert [row.division.name for row in narrow] == ["百泉镇"]
    assert "筛选条件无效，已忽略" in browser.get(VACANCIES, {"county": "x"}).content.decode()


def test_a_vacancy_is_filled_with_a_name_and_a_day(cast, enter, posts):
    browser = enter(cast.huixian_officer)
    early = browser.post(fill(cast.baiquan.code), {"name": "示例丁", "since": "2022-06-01"})
    assert "才离任" in str(early.context["form"].errors["since"])
    sent = {"name": "示例丁", "since": timezone.localdate().isoformat(), "is_full_time": "on"}
    assert browser.post(fill(cast.baiquan.code), sent).status_code == 302
    post = Post.objects.get(name="示例丁")
    assert (post.kind, post.is_full_time) == ("chair", True)
    assert Event.objects.about(post).get().actor == cast.huixian_officer
    again = browser.post(fill(cast.baiquan.code), sent | {"name": "示例戊"})
    assert "已经有人在任" in str(again.context["form"].errors)


def test_a_subdistrict_gets_a_director(cast, enter):
    sent = {"name": "示例己", "since": "2026-01-01"}
    assert enter(cast.yuanyang_officer).post(fill(cast.yuanxing_street.code), sent).status_code == 302
    assert Post.objects.get().kind == "director"


def test_the_wrong_kind_is_refused_at_its_field(cast, enter):
    sent = {"division": cast.chengguan_street.pk, "kind": "chair", "name": "示例庚"}
    answer = enter(cast.huixian_officer).post("/admin/deputies/post/add/", sent)
    assert "只设人大工委主任" in str(answer.context["adminform"].form.errors["kind"])


@pytest.mark.parametrize("who", ["huixian_leader", "city_reviewer", "auditor"])
def test_readers_see_vacancies_and_fill_none(cast, enter, posts, who):
    browser = enter(getattr(cast, who))
    assert "登记到任" not in browser.get(VACANCIES).content.decode()
    assert browser.get(fill(cast.baiquan.code)).status_code == 403
