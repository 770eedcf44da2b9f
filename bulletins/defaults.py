"""The two series that a city starts with; staff may rename them and add others on the desk."""

from bulletins.models import Series
from liaison.divisions.models import Division


def open_series(city: Division) -> tuple[Series, Series]:
    """专题活动 with its numbers, 通知公告 without; those that exist already stay as they are."""
    main = {"city": city, "name": "专题活动", "is_main": True, "position": 1}
    notices = {"city": city, "name": "通知公告", "is_numbered": False, "position": 2}
    first, _ = Series.objects.get_or_create(slug="topics", defaults=main)
    second, _ = Series.objects.get_or_create(slug="notices", defaults=notices)
    return first, second
