"""The one column that a search for activities reads."""

from activities.models import Activity
from liaison.lib.text import fold


def search_text(activity: Activity) -> str:
    """Title, station and kind, folded."""
    words = (activity.title, activity.station.name, activity.get_kind_display())
    return "|".join(filter(None, map(fold, words)))


def settle(activity: Activity) -> None:
    """Refresh the search column; call it after the activity changed."""
    activity.search_text = search_text(activity)
    Activity.objects.filter(pk=activity.pk).update(search_text=activity.search_text)
