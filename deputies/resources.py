"""The roster as a table: each column described once, with the field that decides who may take it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from deputies.models import Assignment, Basis, CongressLevel, Deputy, Mandate, MandateStatus, Term
from deputies.models.deputy import DeputyQuerySet
from deputies.privacy import DEPUTY, internal_fields, readable

JOINT = "；"
ORDER = list(CongressLevel.values)
CHUNK = 2000
ELECTED = ("deputy", "pk", "term", "level", "electing_body", "constituency", "delegation", "since", "status")
PLACED = ("deputy", "station__name", "basis", "since")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One person with the mandates in force and the place held: rows of values, as no model is needed."""

    person: Row
    mandates: Sequence[Row]
    place: Row | None

    def each(self, tell: Callable[[Row], Any]) -> str:
        """One fact of every mandate, in the same order in each column."""
        return JOINT.join([str(tell(mandate) or "") for mandate in self.mandates])

    def there(self, tell: Callable[[Row], Any]) -> Any:
        """A fact of the place, nothing without one."""
        return tell(self.place) if self.place else ""


@dataclass(frozen=True)
class Column:
    """A heading and how its cell is told; `field` names the deputy's field that it shows, if any."""

    label: str
    tell: Callable[[Line], Any]
    field: str = ""

    @property
    def is_internal(self) -> bool:
        """Whether it leaves the house only on purpose, by somebody with the right."""
        return self.field in internal_fields(DEPUTY)


def _own(name: str) -> Column:
    label = str(Deputy._meta.get_field(name).verbose_name)
    return Column(label, lambda line: _word(line.person[name]), name)


def _word(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value


LEVELS, STATUSES, BASES = (dict(kind.choices) for kind in (CongressLevel, MandateStatus, Basis))
OPEN = [
    _own("name"),
    Column("名册所属", lambda line: line.person["division__name"], "division"),
    Column("层级", lambda line: line.each(lambda m: LEVELS[m["level"]])),
    Column("届次", lambda line: line.each(lambda m: m["title"])),
    Column("选举单位或选区", lambda line: line.each(lambda m: m["electing_body"] or m["constituency"])),
    Column("代表团", lambda line: line.each(lambda m: m["delegation"])),
    Column("任职起", lambda line: line.each(lambda m: m["since"])),
    Column("状态", lambda line: line.each(lambda m: STATUSES[m["status"]]) or "不在任"),
    Column("联络站", lambda line: line.there(lambda a: a["station__name"])),
    Column("进站依据", lambda line: line.there(lambda a: BASES[a["basis"]])),
    Column("进站日期", lambda line: line.there(lambda a: a["since"].isoformat())),
    _own("duty"),
    _own("interests"),
]
INTERNAL = [_own(name) for name in internal_fields(DEPUTY)]


def columns(user: Any, *, with_internal: bool) -> list[Column]:
    """The columns this person takes away; internal ones only when asked for, and only with the right."""
    wanted = [*OPEN, *INTERNAL] if with_internal else OPEN
    allowed = set(readable([column.field for column in wanted if column.field], user))
    return [column for column in wanted if not column.field or column.field in allowed]


def rows(deputies: DeputyQuerySet, chosen: Sequence[Column]) -> Iterator[list[Any]]:
    """The table, one line a person, fetched in portions of a fixed number of queries."""
    own = [column.field for column in chosen if column.field not in ("", "division")]
    people = deputies.values("pk", "division__name", *own).iterator(chunk_size=CHUNK)
    standing = Standing()
    while portion := list(islice(people, CHUNK)):
        for line in standing.lines(portion):
            yield [column.tell(line) for column in chosen]


@dataclass
class Standing:
    """What the people of a roster were elected to and where one meets them."""

    titles: dict[int, str] = field(default_factory=dict)

    def lines(self, people: Sequence[Row]) -> Iterator[Line]:
        """The people with their mandates, from the nation down, and their open place."""
        chosen = [person["pk"] for person in people]
        places = Assignment.objects.open().filter(deputy__in=chosen).order_by()
        place_of = {place["deputy"]: place for place in places.values(*PLACED)}
        held = self._mandates(chosen)
        for person in people:
            yield Line(person, held[person["pk"]], place_of.get(person["pk"]))

    def _mandates(self, chosen: Sequence[int]) -> Mapping[int, list[Row]]:
        found = list(Mandate.objects.open().filter(deputy__in=chosen).order_by("pk").values(*ELECTED))
        self._learn({mandate["term"] for mandate in found})
        held = defaultdict(list)
        for mandate in sorted(found, key=lambda m: ORDER.index(m["level"])):
            held[mandate["deputy"]].append(mandate | {"title": self.titles[mandate["term"]]})
        return held

    def _learn(self, terms: set[int]) -> None:
        """What the terms are called; a county's file names a few of them again and again."""
        unknown = Term.objects.filter(pk__in=terms - self.titles.keys())
        for term in unknown.select_related("division__county"):
            self.titles[term.pk] = str(term)
