"""Figures about deputies. Heads and mandates are counted apart and never added up to each other."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from deputies.models import CongressLevel, Deputy, Mandate, Post, PostKind
from liaison.divisions.models import Division

LEVELS = tuple(CongressLevel)


@dataclass(frozen=True)
class Headcount:
    """103 人：市 1、县 23、镇 90，其中交叉任职 11."""

    persons: int
    mandates: dict[str, int]
    crossing: int
    """Persons who hold more than one mandate."""

    @property
    def total_mandates(self) -> int:
        """All mandates; more than the persons where people hold several."""
        return sum(self.mandates.values())

    @property
    def is_explained(self) -> bool:
        """Whether the two figures differ, so that the page must say why."""
        return self.total_mandates != self.persons

    @property
    def by_level(self) -> list[tuple[str, int]]:
        """Levels that have anybody, from the nation down."""
        return [(str(level.label), n) for level in LEVELS if (n := self.mandates.get(level.value, 0))]

    @property
    def sentence(self) -> str:
        """The figure as offices write it."""
        return self.told({})

    def told(self, words: Mapping[str, str]) -> str:
        """The same sentence where a level has a name of its own: 镇 instead of 乡."""
        if not self.persons:
            return "0 人"
        pairs = [(words.get(level.value, level.label), self.mandates.get(level.value)) for level in LEVELS]
        parts = "、".join(f"{word} {count}" for word, count in pairs if count)
        tail = f"，其中交叉任职 {self.crossing}" if self.crossing else ""
        return f"{self.persons} 人：{parts}{tail}"


def headcount(pairs: Iterable[tuple[int, str]]) -> Headcount:
    """Count (deputy id, level) pairs of mandates in force."""
    per_person: Counter[int] = Counter()
    per_level: Counter[str] = Counter()
    for deputy, level in pairs:
        per_person[deputy] += 1
        per_level[level] += 1
    crossing = sum(1 for count in per_person.values() if count > 1)
    return Headcount(len(per_person), dict(per_level), crossing)


def count_within(division: Division) -> Headcount:
    """Deputies on the rosters of `division`."""
    open_mandates = Mandate.objects.open().within(division)
    return headcount(open_mandates.values_list("deputy", "level"))


@dataclass(frozen=True)
class Placement:
    """How far a county's deputies have entered stations."""

    division: Division
    persons: int
    placed: int

    @property
    def unplaced(self) -> int:
        """Deputies who stand on the list of gaps."""
        return self.persons - self.placed


def placements(city: Division) -> list[Placement]:
    """One row per county of `city`, counties without deputies included. Three queries."""
    serving = Deputy.objects.serving().within(city)
    persons = Counter(serving.values_list("division__county", flat=True))
    gaps = Counter(Deputy.objects.unassigned().within(city).values_list("division__county", flat=True))
    counties = Division.objects.counties().within(city)
    return [Placement(c, persons[c.pk], persons[c.pk] - gaps[c.pk]) for c in counties]


@dataclass(frozen=True)
class PostRow:
    """The leading post of one township or subdistrict on a day."""

    division: Division
    kind: str
    post: Post | None
    vacant_since: date | None
    """The day after the last holder left; None when filled or never filled."""
    vacant_days: int | None

    @property
    def kind_label(self) -> str:
        """What the post is called."""
        return str(PostKind(self.kind).label)

    @property
    def is_vacant(self) -> bool:
        """Nobody holds the post."""
        return self.post is None


def posts(area: Division, day: date) -> list[PostRow]:
    """Chair or director of every township and subdistrict in `area`. Two queries."""
    townships = Division.objects.townships().within(area).with_places().order_by("county__code", "code")
    held: dict[int, list[Post]] = {}
    for post in Post.objects.leading().within(area).order_by("since"):
        held.setdefault(post.division_id, []).append(post)
    return [_post_row(township, held.get(township.pk, []), day) for township in townships]


def _post_row(township: Division, history: list[Post], day: date) -> PostRow:
    kind = PostKind.CHAIR if township.has_congress else PostKind.DIRECTOR
    now = next((p for p in reversed(history) if _holds(p, day)), None)
    ends = [p.until for p in history if p.until and p.until < day]
    last_end = max(ends, default=None)
    if now or last_end is None:
        return PostRow(township, kind, now, None, None)
    return PostRow(township, kind, None, last_end, (day - last_end).days)


def _holds(post: Post, day: date) -> bool:
    return (post.since is None or post.since <= day) and (post.until is None or post.until >= day)


@dataclass(frozen=True)
class PostTally:
    """How far the leading posts of a county, or of the whole area, are filled."""

    division: Division | None
    posts: int
    filled: int
    full_time: int
    longest_days: int | None
    """Days of the longest vacancy whose beginning is known."""

    @property
    def vacant(self) -> int:
        """Posts that nobody holds."""
        return self.posts - self.filled

    @property
    def full_time_share(self) -> int | None:
        """Of those in post, per cent that do nothing else; None when nobody is."""
        return round(100 * self.full_time / self.filled) if self.filled else None


def post_tallies(rows: Iterable[PostRow]) -> tuple[list[PostTally], PostTally]:
    """Sums by county in the order of `rows`, and over all. No query."""
    by_county: dict[int, list[PostRow]] = {}
    for row in rows:
        by_county.setdefault(row.division.county_id or 0, []).append(row)
    counties = [_post_tally(some[0].division.county, some) for some in by_county.values()]
    return counties, _post_tally(None, [row for some in by_county.values() for row in some])


def _post_tally(division: Division | None, rows: list[PostRow]) -> PostTally:
    held = [row.post for row in rows if row.post]
    days = [row.vacant_days for row in rows if row.vacant_days is not None]
    full_time = sum(1 for post in held if post.is_full_time)
    return PostTally(division, len(rows), len(held), full_time, max(days, default=None))
