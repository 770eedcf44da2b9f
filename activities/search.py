"""The columns that a search for activities reads."""

from activities.models import SEARCH, Activity
from liaison.lib.bigrams import tokens
from liaison.lib.text import fold


def search_text(activity: Activity) -> str:
    """Title, station and kind, folded."""
    words = (activity.title, activity.station.name, activity.get_kind_display())
    return "|".join(filter(None, map(fold, words)))


def prepare(activity: Activity) -> None:
    """Fill the columns that a search reads; for whoever writes many rows at once."""
    activity.search_text = search_text(activity)
    activity.search_tokens = tokens(activity.search_text)


def settle(activity: Activity) -> None:
    """Refresh the search columns; call it after the activity changed."""
    prepare(activity)
    found = {name: getattr(activity, name) for name in SEARCH}
    Activity.objects.filter(pk=activity.pk).update(**found)
