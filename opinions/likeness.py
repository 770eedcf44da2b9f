"""Which opinions say the same: told to the handler, never to the author."""

import hashlib
from datetime import timedelta
from difflib import SequenceMatcher

from liaison.lib.text import fold
from opinions.models.opinion import Opinion, OpinionState

LOOKED_AT = 200
ALIKE = 0.6
BACK = timedelta(days=90)
_COMPARED = 400


def digest(text: str) -> str:
    """Equal for texts that differ in spaces, width and case only."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def similar(opinion: Opinion) -> list[Opinion]:
    """Earlier matters of the same station in the last 90 days that say much the same, likest first.

    Looks at the last 200 of them; texts count as alike from 0.6 (difflib's ratio over folded text).
    """
    day = opinion.received_on
    rows = Opinion.objects.filter(
        station=opinion.station, received_on__range=(day - BACK, day), pk__lt=opinion.pk
    )
    rows = rows.exclude(state__in=(OpinionState.DECLINED, OpinionState.DUPLICATE)).order_by("-pk")[:LOOKED_AT]
    own = fold(opinion.raw_text)[:_COMPARED]
    found = [(_ratio(own, other, same=other.digest == opinion.digest), other) for other in rows]
    return [other for ratio, other in sorted(found, key=lambda one: (-one[0], -one[1].pk)) if ratio >= ALIKE][
        :3
    ]


def _ratio(own: str, other: Opinion, *, same: bool) -> float:
    if same:
        return 1.0
    matcher = SequenceMatcher(None, own, fold(other.raw_text)[:_COMPARED], autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
