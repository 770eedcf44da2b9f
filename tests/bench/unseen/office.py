"""A county's clerk with all habits, and the sheet that he fills."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from liaison.divisions.models import Division

from . import cells
from .cells import Speech, Typed
from .people import Person
from .words import FRESH, HELD, INVENTED, KNOWN, STRANGE

OK, MERGE, DUPLICATE, ERROR, BLANK, TOTAL, SUBTOTAL, NOTE = (
    "ok merge duplicate error blank total subtotal note".split()
)
ASK = "review"


@dataclass
class Truth:
    """What one row of a sheet is. `open` names the fields of which a remark is as good as
    the value, `beside` the second person of the line."""

    fate: str
    person: Person | None = None
    open: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    beside: Person | None = None


@dataclass
class Page:
    """A sheet to be written, with the truth of each of its rows (from 1)."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    truth: dict[int, Truth] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False

    def add(self, cells_: list[Any], truth: Truth | None = None) -> int:
        """Appends a row; its number."""
        self.rows.append(cells_)
        if truth is not None:
            self.truth[len(self.rows)] = truth
        return len(self.rows)


@dataclass
class Office:
    """One county's clerk with the habits of a whole file."""

    chance: Random
    county: Division
    towns: list[Division]
    words: str
    is_text: bool = False
    speech: Speech = field(init=False)
    habit: str = field(init=False)

    def __post_init__(self) -> None:
        self.speech = Speech(self.county, self.chance.choice(["plain", "plain", "named", "bare"]))
        self.habit = self.chance.choice(cells.MONTH_HABITS)
        self._headings: dict[str, str] = {}

    def heading(self, key: str) -> str:
        """The heading of a field: the same all through the file."""
        if key not in self._headings:
            made_up = {"known": {}, "fresh": FRESH, "held": HELD}.get(self.words, INVENTED)
            pool = (
                KNOWN[key].split(" ")
                if self.chance.random() < 0.6
                else made_up.get(key, KNOWN[key]).split(" ")
            )
            self._headings[key] = self.broken(self.chance.choice(pool))
        return self._headings[key]

    def broken(self, heading: str) -> str:
        """A narrow column breaks its heading; some are pulled apart."""
        if len(heading) == 2 and self.chance.random() < 0.2:
            return heading[0] + self.chance.choice(["  ", "　"]) + heading[1]
        if len(heading) > 3 and self.chance.random() < 0.15:
            return heading[:2] + "\n" + heading[2:]
        return heading

    def columns(self, *wanted: str) -> list[str]:
        """The columns in this clerk's order, a strange or empty one among them."""
        keys = ["name", *wanted]
        optional = [
            key for key in ("ethnicity", "party", "duty", "term", "remark") if self.chance.random() < 0.6
        ]
        rest = keys[1:] + optional
        if self.chance.random() < 0.5:
            self.chance.shuffle(rest)
        found = ["seq"] * (self.chance.random() < 0.8) + ["name", *rest]
        for _ in range(self.chance.choice([0, 0, 0, 1, 1, 2])):
            found.insert(self.chance.randint(1, len(found)), f"?{self.chance.choice(STRANGE)}")
        if self.chance.random() < 0.1:
            found.insert(self.chance.randint(2, len(found)), "")
        return found

    def label(self, key: str) -> Any:
        """What stands above a column."""
        if key == "seq":
            return self.broken("序号")
        return key[1:] if key.startswith("?") else (self.heading(key) if key else None)

    def row(
        self, columns: list[str], person: Person, number: int, page: Page, fate: str = OK, **over: Any
    ) -> int:
        """One line of a person; `over` replaces single cells."""
        truth = Truth(fate, person)
        line = [over[key] if key in over else self.cell(key, person, number, truth) for key in columns]
        truth.missing = {key for key in ("gender", "birth", "station", "phone") if key not in columns}
        return page.add(line, truth)

    def cell(self, key: str, person: Person, number: int, truth: Truth) -> Any:
        """The cell of one column."""
        chance = self.chance
        plain: dict[str, Callable[[], Any]] = {
            "seq": lambda: number,
            "name": lambda: cells.name(person, chance),
            "gender": lambda: person.gender,
            "ethnicity": lambda: chance.choice([person.ethnicity, person.ethnicity.removesuffix("族")]),
            "party": lambda: person.party,
            "duty": lambda: person.duty,
            "district": lambda: person.district,
            "region": lambda: person.town.name,
            "term": lambda: "第十六届",
            "delegation": lambda: f"{person.town.name}代表团",
            "station": lambda: cells.station(person, chance, self.county),
            "phone": lambda: cells.phone(person, chance, is_text=self.is_text),
            "remark": lambda: None,
        }
        if key in plain:
            return plain[key]()
        if key in {"birth", "levels"}:
            typed = self._open(key, person)
            truth.open |= {key} if typed.remarked else set()
            return typed.cell
        return self._strange(key, person)

    def _open(self, key: str, person: Person) -> Typed:
        if key == "birth":
            return cells.month(person.birth, self.chance, self.habit, is_text=self.is_text)
        return cells.levels(person, self.chance, self.speech)

    def _strange(self, key: str, person: Person) -> Any:
        made = {
            "?身份证号": "410724" + person.birth.replace("-", "") + "150011",
            "?银行卡号": "6222000011112222",
            "?家庭住址": f"{person.town.name}示例村1号",
            "?当选时间": "2022.01",
            "?参加工作时间": "1995.07",
            "?入党时间": "1998年7月",
            "?是否连任": self.chance.choice(["是", "否"]),
            "?特长": self.chance.choice(["书法", "种植", None]),
        }
        return made.get(key)
