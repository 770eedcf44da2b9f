"""Plain makers for activities, and the form as a keeper's page sends it."""

import uuid
from datetime import date

from activities import actions, album
from activities.models import Activity
from stations.models import Station
from tests import make

DAY = date(2026, 5, 12)


def draft(station: Station, **more) -> actions.Draft:
    """What a keeper typed; complete unless told otherwise."""
    facts = {
        "kind": "visit",
        "day": DAY,
        "title": "代表走访困难户",
        "text": "代表入户走访，了解用水情况。\n现场解决两件事。",
    } | more
    return actions.Draft(station=station, **facts)


def written(station: Station, *, by, **more) -> Activity:
    """A draft of `by`, kept."""
    token = uuid.uuid4()
    activity = actions.begin(station, DAY, token=token, by=by)
    return actions.write(activity, draft(station, **more), seen=0, page=token, by=by)


def submitted(station: Station, *, by, **more) -> Activity:
    """Handed to the county."""
    return actions.submit(written(station, by=by, **more), by=by)


def published(station: Station, *, by, reviewer, **more) -> Activity:
    """Written by `by`, let through by `reviewer`."""
    activity = submitted(station, by=by, **more)
    return actions.publish(activity, seen=activity.version, by=reviewer)


def with_photo(activity: Activity, alt: str = "代表在村民家中交谈") -> Activity:
    """The activity with one more photo."""
    photo = album.add(activity, make.photo_file(), token=uuid.uuid4())
    photo.alt = alt
    photo.save()
    return activity


def typed(station: Station, **more) -> dict:
    """The fields of the form."""
    return {
        "token": str(uuid.uuid4()),
        "station": station.pk,
        "kind": "visit",
        "day": "2026-05-12",
        "title": "代表走访困难户",
        "text": "代表入户走访，了解用水情况。",
        "version": 0,
        "intent": "save",
    } | more
