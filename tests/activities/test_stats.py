"""Figures count activities that are public, a person once, and nobody else's."""

from datetime import date

from activities import stats
from activities.models import Activity
from tests import make
from tests.activities import drafts


def publish(cast, station, **more) -> Activity:
    return drafts.published(station, by=cast.keeper, reviewer=cast.huixian_officer, **more)


def test_figures_by_kind_county_and_month(cast, station):
    held = make.term(cast.huixian)
    first, second = (make.deputy(cast.huixian, held) for _ in range(2))
    both = {first.pk: "led", second.pk: "took_part"}
    publish(cast, station, parts=both, kind="visit", day=date(2026, 4, 30))
    publish(cast, station, parts={first.pk: "led"}, kind="study", day=date(2026, 5, 1))
    drafts.with_photo(publish(cast, station, kind="study", day=date(2026, 5, 31)))
    drafts.written(station, by=cast.keeper, parts=both, kind="other")
    total = stats.doings(Activity.objects.all())
    assert (total.activities, total.by_kind, total.deputies, total.photos) == (
        3,
        {"visit": 1, "study": 2},
        2,
        1,
    )
    assert total.told == [("学习", 2), ("走访", 1)]
    months = stats.by_month(Activity.objects.all())
    assert {month: (one.activities, one.deputies, one.photos) for month, one in months.items()} == {
        date(2026, 4, 1): (1, 2, 0),
        date(2026, 5, 1): (2, 1, 1),
    }
    assert stats.by_county(Activity.objects.all()) == {cast.huixian.pk: total}
    assert stats.by_campaign(Activity.objects.all()) == {None: total}


def test_nothing_done_is_nothing(cast):
    assert stats.doings(Activity.objects.all()).activities == 0
    assert stats.by_month(Activity.objects.all()) == {}
