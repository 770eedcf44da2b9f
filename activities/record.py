"""A deputy's public duty record (履职档案): receptions attended, activities, contributions at both posts.

Source: 代表法 §58 and the provincial measures ask for a public record. It counts one person's own
years and compares nobody with anybody.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from activities.models import SEARCH, Participation
from activities.story import PARTS
from campaigns.models import Contribution, Post
from deputies.models import Deputy
from receptions.models import DutySlot

MOST, FIRST = 500, 6
UNREAD = [f"activity__{name}" for name in ("text", *SEARCH)]
RECEPTION, ACTIVITY, JOB, DEPUTY = "接待群众", "代表活动", "本职岗位建功", "代表岗位建功"
WORDS = (RECEPTION, ACTIVITY, JOB, DEPUTY)


@dataclass(frozen=True)
class Entry:
    """One thing done on a day: what it was, one line about it, where it is told."""

    day: date
    sort: str
    title: str
    note: str = ""
    url: str = ""
    is_commended: bool = False


@dataclass(frozen=True)
class Lane:
    """One of the two posts with what was done there, the newest first."""

    title: str
    entries: Sequence[Entry]

    @property
    def first(self) -> Sequence[Entry]:
        """Shown at once."""
        return self.entries[:FIRST]

    @property
    def rest(self) -> Sequence[Entry]:
        """Folded."""
        return self.entries[FIRST:]


@dataclass(frozen=True)
class Record:
    """Everything public that one deputy did, as far back as `MOST` entries of a sort reach."""

    entries: Sequence[Entry]

    @cached_property
    def lanes(self) -> list[Lane]:
        """本职岗位 and 代表岗位."""
        job = [one for one in self.entries if one.sort == JOB]
        duty = [one for one in self.entries if one.sort != JOB]
        return [Lane(str(Post.JOB.label), job), Lane(str(Post.DEPUTY.label), duty)]

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """How many of each sort there are; a sort without any is left out."""
        found = Counter(one.sort for one in self.entries)
        return [(word, found[word]) for word in WORDS if found[word]]

    @cached_property
    def years(self) -> list[tuple[int, list[tuple[str, int]]]]:
        """The same by year, the latest first."""
        found = Counter((one.day.year, one.sort) for one in self.entries)
        years = sorted({year for year, _ in found}, reverse=True)
        sorts = [word for word, _ in self.counts]
        return [(year, [(word, found[year, word]) for word in sorts]) for year in years]


def of(deputy: Deputy) -> Record:
    """The record of one deputy. Three queries."""
    entries = [*_receptions(deputy), *_activities(deputy), *_contributions(deputy)]
    return Record(sorted(entries, key=lambda one: one.day, reverse=True))


def _receptions(deputy: Deputy) -> list[Entry]:
    slots = DutySlot.objects.attended().filter(deputy=deputy).select_related("reception__station")
    rows = slots.order_by("-reception__day", "-pk")[:MOST]
    return [_reception(slot) for slot in rows]


def _reception(slot: DutySlot) -> Entry:
    held = slot.reception
    note = f"当天接待群众 {held.visitors} 人次" if held.visitors else ""
    address = reverse("stations:detail", args=[held.station.code])
    return Entry(held.day, RECEPTION, f"在{held.station.short_name}接待群众", note, address)


def _activities(deputy: Deputy) -> list[Entry]:
    parts = Participation.objects.public().filter(deputy=deputy).select_related("activity__station")
    rows = parts.order_by("-activity__day", "-activity__pk").defer(*UNREAD)
    return [_activity(one) for one in rows[:MOST]]


def _activity(one: Participation) -> Entry:
    held = one.activity
    words = (held.station.short_name, str(held.get_kind_display()), PARTS.get(one.part, ""))
    return Entry(held.day, ACTIVITY, held.title, "，".join(filter(None, words)), held.get_absolute_url())


def _contributions(deputy: Deputy) -> list[Entry]:
    rows = Contribution.objects.public().filter(deputy=deputy).order_by("-done_on", "-pk")
    told = rows.only("title", "result", "post", "done_on", "is_commended")[:MOST]
    sorts = {Post.JOB.value: JOB, Post.DEPUTY.value: DEPUTY}
    return [Entry(one.done_on, sorts[one.post], one.title, one.result, "", one.is_commended) for one in told]
