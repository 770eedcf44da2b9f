"""What the second of two editors is told: who wrote meanwhile, and what stands there now."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from activities.actions import Draft
from activities.models import Activity

TOLD = ("station", "kind", "day", "title", "text", "place", "source", "author_name", "campaign")


@dataclass(frozen=True)
class Clash:
    """Who saved at what time, and their values of the fields in which both differ."""

    who: str
    at: Any
    theirs: list[tuple[str, str]]

    def __str__(self) -> str:
        return f"{self.who} {self.at:%H:%M} 改过"


def clash(stored: Activity, draft: Draft) -> Clash:
    """How `stored` differs from what was typed."""
    theirs = [
        (str(stored._meta.get_field(name).verbose_name), _shown(stored, name))
        for name in TOLD
        if getattr(stored, name) != getattr(draft, name)
    ]
    people = {one.deputy_id: one.deputy.name for one in stored.participations.select_related("deputy")}
    if set(people) != set(draft.parts):
        theirs.append(("参加的代表", "、".join(people.values()) or "没有"))
    return Clash(str(stored.writer or "别人"), timezone.localtime(stored.updated_at), theirs)


def _shown(stored: Activity, name: str) -> str:
    told = getattr(stored, f"get_{name}_display", None)
    value = told() if told else getattr(stored, name)
    return str(value if value not in (None, "") else "没有填写")
