"""Chairs and directors of the demo city, with a few posts that stand empty."""

from datetime import date, timedelta
from random import Random

from simple_history.utils import bulk_create_with_history

from deputies.models import Post, PostKind
from liaison.divisions.models import Division
from stations.demo.words import GIVEN, SURNAMES
from stations.models import PersonRole, StationPerson

SHARE_VACANT, SHARE_VICE, SHARE_PART_TIME = 0.06, 0.3, 0.15
BEGAN = date(2022, 3, 16)


def build(city: Division, today: date, seed: int = 2019) -> int:
    """A leader for every township and subdistrict; the station's head bears the same name."""
    random = Random(seed + 4)  # noqa: S311 -- repeatable, not secret
    heads = StationPerson.objects.within(city).filter(role=PersonRole.HEAD, until=None)
    names = dict(heads.values_list("station__division", "name"))
    rows: list[Post] = []
    for town in Division.objects.townships().within(city).order_by("code"):
        leader = Post(
            division=town,
            kind=PostKind.CHAIR if town.has_congress else PostKind.DIRECTOR,
            name=names.get(town.pk) or _name(random),
            is_full_time=random.random() > SHARE_PART_TIME,
            since=BEGAN + timedelta(days=random.randint(0, 900)),
        )
        rows.append(leader)
        if (town.pk not in names and random.random() < 0.5) or random.random() < SHARE_VACANT:
            leader.until = today - timedelta(days=random.randint(15, 240))
        if town.has_congress and random.random() < SHARE_VICE:
            kind = PostKind.VICE_CHAIR
            rows.append(Post(division=town, kind=kind, name=_name(random), since=BEGAN))
    bulk_create_with_history(rows, Post)
    return len(rows)


def _name(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)
