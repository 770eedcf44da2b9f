"""The roster as a table: each column described once, with the field that decides who may take it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from deputies.models import Assignment, CongressLevel, Deputy, Mandate
from deputies.models.deputy import DeputyQuerySet
from deputies.privacy import DEPUTY, internal_fields, readable

JOINT = "；"
ORDER = list(CongressLevel.values)
CHUNK = 500


@dataclass(frozen=True)
class Line:
    """One person with the mandates in force and the place held, as a row needs them."""

    deputy: Deputy
    mandates: Sequence[Mandate]
    place: Assignment | None

    def each(self, tell: Callable[[Mandate], Any]) -> str:
        """One fact of every mandate, in the same order in each column."""
        return JOINT.join(str(tell(mandate) or "") for mandate in self.mandates)


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
    field = Deputy._meta.get_field(name)
    return Column(str(field.verbose_name), lambda line: _word(getattr(line.deputy, name)), name)


def _word(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value


OPEN = [
    _own("name"),
    Column("名册所属", lambda line: line.deputy.division.name, "division"),
    Column("层级", lambda line: line.each(Mandate.get_level_display)),
    Column("届次", lambda line: line.each(lambda m: m.term)),
    Column("选举单位或选区", lambda line: line.each(lambda m: m.elected_by)),
    Column("代表团", lambda line: line.each(lambda m: m.delegation)),
    Column("任职起", lambda line: line.each(lambda m: m.since)),
    Column("状态", lambda line: line.each(Mandate.get_status_display) or "不在任"),
    Column("联络站", lambda line: line.place.station.name if line.place else ""),
    Column("进站依据", lambda line: line.place.get_basis_display() if line.place else ""),
    Column("进站日期", lambda line: line.place.since.isoformat() if line.place else ""),
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
    """The table, one line a person, fetched in portions."""
    for deputy in deputies.iterator(chunk_size=CHUNK):
        line = _line(deputy)
        yield [column.tell(line) for column in chosen]


def _line(deputy: Deputy) -> Line:
    held = sorted(deputy.mandates.all(), key=lambda m: ORDER.index(m.level))
    return Line(deputy, held, next((a for a in deputy.assignments.all() if a.until is None), None))
