"""The usual layouts of a roster."""

from collections.abc import Callable
from typing import Any

from deputies.models import CongressLevel

from .office import MERGE, NOTE, OK, SUBTOTAL, Office, Page, Truth
from .parts import body, footers, titles
from .people import Person, crowd

N, P, M, C, T = CongressLevel
TICKS = ("√", "√", "√", "是", "1", "✓", "有", "●")
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
    columns = ["region", *office.columns("gender", "birth", "levels", "station", "phone")]
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
