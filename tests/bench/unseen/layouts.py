"""The tables of one roster: titles, headings, people, and all that stands between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from deputies.models import CongressLevel
from liaison.divisions.models import Division

from . import cells
from .cells import Speech, Typed
from .people import Person, crowd
from .words import FOOTERS, FRESH, INVENTED, KNOWN, STRANGE, UNITS

N, P, M, C, T = CongressLevel
OK, MERGE, DUPLICATE, ERROR, BLANK, TOTAL, SUBTOTAL, NOTE = (
    "ok merge duplicate error blank total subtotal note".split()
)
ASK = "review"
TICKS = ("√", "√", "√", "是", "1", "✓", "有", "●")


@dataclass
class Truth:
    """What one row of a sheet is. `open` names the fields of which a remark is as good as the value."""

    fate: str
    person: Person | None = None
    open: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)


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
            made_up = {"fresh": FRESH, "known": {}}.get(self.words, INVENTED)
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


def titles(office: Office, page: Page, width: int, text: str) -> None:
    """Nothing to three rows above the heading."""
    chance = office.chance
    if text:
        at = page.add([text])
        if chance.random() < 0.7:
            page.merges.append((at, 1, at, width))
    if chance.random() < 0.5:
        at = page.add([chance.choice(UNITS).format(county=office.county.name)])
        if chance.random() < 0.5:
            page.merges.append((at, 1, at, width))
    if chance.random() < 0.1:
        page.add([])


def footers(office: Office, page: Page, count: int) -> None:
    """A total and who filled in the form."""
    chance = office.chance
    if chance.random() < 0.4:
        word = chance.choice(["合计", "合  计", "总计", "共计"])
        line = chance.choice(
            [[word, None, f"{count} 人"], [word, f"{count}人"], [None, word, count], [f"{word}：{count}人"]]
        )
        page.add(line, Truth(TOTAL))
    for _ in range(chance.choice([0, 1, 1, 2])):
        at = page.add([chance.choice(FOOTERS)], Truth(NOTE))
        if chance.random() < 0.3:
            page.merges.append((at, 1, at, 5))


def body(
    office: Office, page: Page, columns: list[str], people: list[Person], header: list[Any], **more: Any
) -> None:
    """All people with what happens among them: blank rows, the heading again, doubles, gaps."""
    chance = office.chance
    done: list[tuple[int, Person]] = []
    for number, person in enumerate(people, 1):
        if number > 1 and chance.random() < 0.02:
            page.add([], Truth(BLANK))
        if number > 1 and chance.random() < 0.015 and len(header) > 3:
            page.add(list(header), Truth(NOTE))
        at = office.row(columns, person, number, page, **more)
        done.append((at, person))
        if chance.random() < 0.01:
            office.row(columns, chance.choice(done)[1], number, page, DUPLICATE, **more)
        if chance.random() < 0.006:
            office.row(
                columns, person, number, page, ERROR, name=chance.choice([None, "空缺", "（缺）"]), **more
            )


FACTS = ("gender", "birth", "district", "station", "phone")


def plain(office: Office) -> list[Page]:
    """One table with everything in it."""
    page = Page("代表名册")
    columns = office.columns(*FACTS, "levels", *office.chance.choice([(), ("region",), ("delegation",)]))
    header = [office.label(key) for key in columns]
    kind = office.chance.choice(["各级", "", "四级", "县乡两级", "驻站"])
    titles(
        office, page, len(columns), office.chance.choice(["", f"{office.county.name}{kind}人大代表名册"] * 2)
    )
    if kind == "" and office.chance.random() < 0.5:
        header = list(header)
    page.add(header)
    people = crowd(office.chance, office.towns, office.chance.randint(15, 60))
    body(office, page, columns, people, header)
    footers(office, page, len(people))
    return [page, *_beside(office)]


def _beside(office: Office) -> list[Page]:
    """Sheets that hold no roster, or an old one that is hidden."""
    chance, found = office.chance, []
    if chance.random() < 0.3:
        found.append(Page("填表说明", [["代表层级填：全国、省、市、县、乡镇"], ["出生年月填：1975.03"]]))
    if chance.random() < 0.3:
        found.append(Page("Sheet2"))
    if chance.random() < 0.2:
        found.append(
            Page("旧", [["姓名", "性别", "代表层级"], ["旧某某", "男", "县人大代表"]], is_hidden=True)
        )
    return found


def ticks(office: Office) -> list[Page]:
    """A column for each level, ticked, under one heading or none."""
    chance, page = office.chance, Page(office.chance.choice(["Sheet1", "名册"]))
    own = {"县级市": office.county.name, "区": "区"}.get(office.county.kind, "县")
    city = office.county.city.name if office.county.kind == "县级市" and office.county.city else "市"
    ending = (
        chance.choice(["", "", "代表", "人大代表", "级"])
        if len(own) < 2
        else chance.choice(["", "代表", "人大代表"])
    )
    words = [f"{word}{ending}" for word in ("全国", "省", city, own, chance.choice(["乡", "镇", "乡镇"]))]
    if chance.random() < 0.3:
        words[0] = "全国"
    shown = [f"*{at}" for at in range(5)][chance.choice([0, 0, 1, 2]) :]
    before = office.columns(
        "gender", "birth", *chance.choice([("region",), ("district",), ("region", "district")])
    )
    after = [key for key in ("station", "phone") if chance.random() < 0.9]
    columns = [*before, *shown, *after]
    header = [words[int(key[1:])] if key.startswith("*") else office.label(key) for key in columns]
    titles(
        office, page, len(columns), f"{office.county.name}各级人大代表名册" if chance.random() < 0.8 else ""
    )
    _two_rows(office, page, columns, header) if chance.random() < 0.6 else page.add(header)
    tick = chance.choice(TICKS)
    levels = list(CongressLevel)
    held = {levels[int(key[1:])] for key in shown}
    people = [p for p in crowd(chance, office.towns, chance.randint(15, 50)) if set(p.levels) <= held]
    for number, person in enumerate(people, 1):
        marks = {
            key: tick if levels[int(key[1:])] in person.levels else chance.choice([None] * 9 + ["否"])
            for key in shown
        }
        office.row(columns, person, number, page, **marks)
    footers(office, page, len(people))
    return [page]


def _two_rows(office: Office, page: Page, columns: list[str], header: list[Any]) -> None:
    """The group's heading above, the levels below; other headings merged down or left above."""
    group = office.chance.choice([office.heading("levels"), "代表层级", "何级代表", "担任代表情况"])
    at = [index for index, key in enumerate(columns) if key.startswith("*")]
    upper = [
        group if index == at[0] else (None if index in at else label) for index, label in enumerate(header)
    ]
    lower = [label if index in at else None for index, label in enumerate(header)]
    top = page.add(upper)
    page.add(lower)
    if office.chance.random() < 0.8:
        page.merges.append((top, at[0] + 1, top, at[-1] + 1))
        page.merges += [(top, i + 1, top + 1, i + 1) for i in range(len(header)) if i not in at and header[i]]


def by_level(office: Office) -> list[Page]:
    """One sheet for each level, no column for it; who holds two stands on two sheets."""
    chance = office.chance
    is_city = office.county.kind == "县级市"
    city = office.county.city.name if is_city and office.county.city else "市"
    own = office.county.name if is_city else {"区": "区"}.get(office.county.kind, "县")
    ending = chance.choice(
        ["代表", "人大代表", "级", "人大代表名册"] if not is_city else ["代表", "人大代表", "人大代表名册"]
    )
    names = {N: "全国", P: "省", M: city, C: own, T: chance.choice(["乡镇", "镇", "乡"])}
    columns = office.columns(*FACTS, *office.chance.choice([(), ("region",), ("delegation",)]))
    header = [office.label(key) for key in columns]
    people = crowd(chance, office.towns, chance.randint(20, 60))
    pages, seen = [], set()
    for level in CongressLevel:
        here = [person for person in people if level in person.levels]
        if not here:
            continue
        page = Page(names[level] + ("" if level == N and ending == "级" else ending))
        titles(office, page, len(columns), chance.choice(["", "", "人大代表名册"]))
        page.add(header)
        for number, person in enumerate(here, 1):
            office.row(columns, person, number, page, MERGE if person in seen else OK)
            seen.add(person)
        footers(office, page, len(here))
        pages.append(page)
    return pages


def by_town(office: Office) -> list[Page]:
    """One sheet for each township."""
    people = crowd(office.chance, office.towns, office.chance.randint(20, 60))
    columns = office.columns("gender", "birth", "levels", "station", "phone")
    header = [office.label(key) for key in columns]
    pages = []
    for town in office.towns:
        here = [person for person in people if person.town == town]
        if here:
            page = Page(town.name)
            titles(
                office,
                page,
                len(columns),
                office.chance.choice(["", f"{town.name}人大代表名册", f"{town.name}驻站代表名单"]),
            )
            page.add(header)
            body(office, page, columns, here, header)
            footers(office, page, len(here))
            pages.append(page)
    return pages


def grouped(office: Office) -> list[Page]:
    """Rows between the people announce the level, as in printed lists."""
    chance, page = office.chance, Page("Sheet1")
    is_city = office.county.kind == "县级市"
    city = office.county.city.name if is_city and office.county.city else "市"
    own = office.county.name if is_city else {"区": "区"}.get(office.county.kind, "县")
    names = {N: "全国", P: "省", M: city, C: own, T: "乡镇"}
    columns = office.columns(*FACTS, *chance.choice([(), ("region",)]))
    header = [office.label(key) for key in columns]
    titles(office, page, len(columns), f"{office.county.name}各级人大代表名册")
    page.add(header)
    people, seen, marks = crowd(chance, office.towns, chance.randint(20, 60)), set(), "一二三四五"
    form = chance.choice(
        [
            "{no}、{word}人大代表（{n}名）",
            "{word}代表（{n}人）",
            "{word}人大代表",
            "（{no}）{word}人大代表{n}名",
        ]
    )
    for at, level in enumerate(CongressLevel):
        here = [person for person in people if level in person.levels]
        if here:
            top = page.add([form.format(no=marks[at], word=names[level], n=len(here))], Truth(NOTE))
            if chance.random() < 0.5:
                page.merges.append((top, 1, top, len(columns)))
        for number, person in enumerate(here, 1):
            office.row(columns, person, number, page, MERGE if person in seen else OK)
            seen.add(person)
    footers(office, page, len(seen))
    return [page]


def blocks(office: Office) -> list[Page]:
    """The township stands once for its block, merged down or only in the first row; subtotals between."""
    chance, page = office.chance, Page("汇总")
    columns = ["region", *[key for key in office.columns("gender", "birth", "levels", "station", "phone")]]
    header = [office.label(key) for key in columns]
    titles(
        office,
        page,
        len(columns),
        f"{office.county.name}人大代表联络站代表名册" if chance.random() < 0.8 else "",
    )
    page.add(header)
    is_merged, has_sums = chance.random() < 0.6, chance.random() < 0.4
    people, number = crowd(chance, office.towns, chance.randint(20, 60)), 0
    for town in office.towns:
        here = [person for person in people if person.town == town]
        first = len(page.rows) + 1
        for at, person in enumerate(here):
            number += 1
            office.row(columns, person, number, page, region=town.name if not at else None)
        if len(here) > 1 and is_merged:
            page.merges.append((first, 1, len(page.rows), 1))
        if here and has_sums:
            page.add(
                chance.choice([["小计", None, f"{len(here)}人"], [None, "小计", len(here)]]), Truth(SUBTOTAL)
            )
    footers(office, page, len(people))
    return [page]


def township(office: Office) -> list[Page]:
    """The roster of one township's own congress, with its chair."""
    chance = office.chance
    town = chance.choice([one for one in office.towns if one.has_congress])
    page = Page(chance.choice(["Sheet1", "代表"]))
    columns = office.columns(
        "gender", "birth", *chance.choice([("district",), ("delegation",), ()]), "station", "phone"
    )
    if chance.random() < 0.5:
        columns.append(chance.choice(["?主席团职务", "?大会职务", "?是否主席团成员"]))
    header = [office.label(key) for key in columns]
    title = chance.choice(
        [
            f"{office.county.name}{town.name}第十三届人大代表名册",
            f"{town.name}人大代表花名册",
            f"{town.name}第十三届人民代表大会代表名单",
        ]
    )
    titles(office, page, len(columns), title)
    page.add(header)
    people = [
        Person(
            p.name,
            p.gender,
            p.ethnicity,
            p.birth,
            p.party,
            p.duty,
            (T,),
            p.town,
            f"第{n % 20 + 1}选区",
            p.phones,
        )
        for n, p in enumerate(crowd(chance, [town], chance.randint(15, 50)))
    ]
    over = {
        key: chance.choice([None, None, "人大主席", "主席团成员"])
        for key in columns
        if key.startswith("?主席团")
    }
    body(office, page, columns, people, header, **over)
    footers(office, page, len(people))
    return [page]


LAYOUTS: tuple[Callable[[Office], list[Page]], ...] = (
    plain, plain, ticks, ticks, by_level, by_town, grouped, blocks, township,
)  # fmt: skip
