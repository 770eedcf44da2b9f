"""Chairs and directors, and the days a post has stood empty."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from deputies.models import Post
from deputies.stats import posts

DAY = date(2026, 11, 23)


def row(cast, name, day=DAY):
    return next(r for r in posts(cast.huixian, day) if r.division.name == name)


def test_every_township_has_a_row_with_the_post_it_should_have(cast):
    kinds = {r.division.name: r.kind for r in posts(cast.city, DAY)}
    assert kinds["孟庄镇"] == "chair"
    assert kinds["城关街道"] == "director"
    assert len(kinds) == 5


def test_a_vacancy_counts_its_days(cast):
    Post.objects.create(
        division=cast.mengzhuang, kind="chair", name="示例甲", since=date(2022, 1, 1), until=date(2026, 11, 3)
    )
    empty = row(cast, "孟庄镇")
    assert (empty.is_vacant, empty.vacant_since, empty.vacant_days) == (True, date(2026, 11, 3), 20)
    assert row(cast, "百泉镇").vacant_days is None
    Post.objects.create(division=cast.mengzhuang, kind="chair", name="示例乙", since=date(2026, 11, 20))
    assert row(cast, "孟庄镇").post.name == "示例乙"
    assert row(cast, "孟庄镇", date(2026, 11, 10)).is_vacant


@pytest.mark.parametrize(
    ("place", "kind", "message"),
    [
        ("chengguan_street", "chair", "只设人大工委主任"),
        ("mengzhuang", "director", "只设人大主席"),
        ("huixian", "chair", "法定的乡镇或街道"),
    ],
)
def test_posts_fit_the_place(cast, place, kind, message):
    with pytest.raises(ValidationError, match=message):
        Post(division=getattr(cast, place), kind=kind, name="示例甲").full_clean()


def test_one_leader_at_a_time(cast):
    Post.objects.create(division=cast.mengzhuang, kind="chair", name="示例甲")
    with pytest.raises(ValidationError, match="已经有人在任"):
        Post(division=cast.mengzhuang, kind="chair", name="示例乙").full_clean()
    Post(division=cast.mengzhuang, kind="vice_chair", name="示例丙").full_clean()
