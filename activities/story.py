"""What the public pages say about an activity: its lines in lists, and its whole story."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Q

from activities.models import SEARCH, Activity, ActivityPhoto
from activities.models.activity import ActivityQuerySet
from deputies.faces import Face, face_of
from deputies.models import Deputy
from deputies.privacy import DEPUTY, asked_fields
from stations.models import Station

RECENT = 5
PARTS = {"led": "牵头", "spoke": "发言"}
"""What is worth a word beside a name; taking part is said by the list itself."""


@dataclass(frozen=True)
class Line:
    """One row of a list: the activity and its first photo."""

    activity: Activity
    photo: ActivityPhoto | None


def lines(ids: Sequence[int]) -> list[Line]:
    """The rows of one page, in this order. Two queries."""
    found = Activity.objects.with_names().in_bulk(ids)
    first: dict[int, ActivityPhoto] = {}
    for photo in ActivityPhoto.objects.public().filter(activity__in=ids).order_by("position", "pk"):
        if photo.is_released:
            first.setdefault(photo.activity_id, photo)
    return [Line(found[pk], first.get(pk)) for pk in ids if pk in found]


def recent_at(station: Station) -> list[Activity]:
    """The last few of a station. One query."""
    return list(
        Activity.objects.public().filter(station=station).newest_first().defer("text", *SEARCH)[:RECENT]
    )


@dataclass(frozen=True)
class Story:
    """The public side of a published activity."""

    activity: Activity

    @cached_property
    def people(self) -> list[tuple[Face, str]]:
        """Who took part, as the public may meet them."""
        took_part = Deputy.objects.public().filter(participations__activity=self.activity)
        rows = took_part.annotate(part=F("participations__part")).order_by("participations__pk")
        return [(face_of(one), PARTS.get(one.part, "")) for one in rows.only(*asked_fields(DEPUTY))]

    @cached_property
    def photos(self) -> list[ActivityPhoto]:
        """Released ones only: a photo added to a published activity waits for its words."""
        return [photo for photo in self.activity.photos.all() if photo.is_released]

    @property
    def reviewer(self) -> str:
        """Who let it through; nobody where no review is asked."""
        return str(self.activity.reviewer or "")

    @cached_property
    def newer(self) -> Activity | None:
        """The station's next activity."""
        day, pk = self.activity.day, self.activity.pk
        return self._beside.filter(Q(day__gt=day) | Q(day=day, pk__gt=pk)).order_by("day", "pk").first()

    @cached_property
    def older(self) -> Activity | None:
        """The station's activity before this one."""
        day, pk = self.activity.day, self.activity.pk
        return self._beside.filter(Q(day__lt=day) | Q(day=day, pk__lt=pk)).newest_first().first()

    @property
    def _beside(self) -> ActivityQuerySet:
        return Activity.objects.public().filter(station=self.activity.station).only("title", "day")


def of(activity: Activity) -> Story:
    """The story of a published activity."""
    return Story(activity)
