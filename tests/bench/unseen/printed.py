"""Harder layouts: lists made for the printer or the wall rather than for a program."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from deputies.models import CongressLevel

from .cells import Speech
from .office import ASK, DUPLICATE, ERROR, MERGE, NOTE, OK, TOTAL, Office, Page, Truth
from .parts import body, footers, titles
from .people import Person, crowd

N, P, M, C, T = CongressLevel


def _names(office: Office) -> dict[CongressLevel, str]:
    """The congresses as titles name them, without doubt."""
    county = office.county
    city = county.city.name if county.city else "市"
    return {N: "全国", P: "河南省", M: city, C: county.name, T: f"{county.name}乡镇"}


def stacked(office: Office) -> list[Page]:
    """A table for each level below each other, with title and heading; columns may change their order."""
    chance, page = office.chance, Page("Sheet1")
    people, seen = crowd(chance, office.towns, chance.randint(20, 50)), set()
    columns = office.columns("gender", "birth", "district", "station", "phone")
    for level in CongressLevel:
        here = [person for person in people if level in person.levels]
        if not here:
            continue
        title = chance.choice([f"{_names(office)[level]}人大代表名册", f"{_names(office)[level]}人大代表"])
        page.add([title], Truth(NOTE) if page.rows else None)
        if chance.random() < 0.3 and seen:
            columns = ["name", *chance.sample([key for key in columns if key != "name"], len(columns) - 1)]
        page.add([office.label(key) for key in columns], Truth(NOTE) if seen else None)
        for number, person in enumerate(here, 1):
            office.row(columns, person, number, page, MERGE if person in seen else OK)
            seen.add(person)
        if chance.random() < 0.5:
            page.add([], Truth("blank"))
    footers(office, page, len(seen))
    return [page]


def town_groups(office: Office) -> list[Page]:
    """Rows between the people name the delegation; the level stands in its column."""
    chance, page = office.chance, Page("代表团名单")
    columns = office.columns("gender", "birth", "levels", "station", "phone")
    titles(office, page, len(columns), f"{office.county.name}各级人大代表名册")
    page.add([office.label(key) for key in columns])
    form = chance.choice(
        ["{town}代表团（{n}名）", "{no}、{town}代表团", "{town}（{n}人）", "{town}代表团{n}人"]
    )
    people, marks, at = crowd(chance, office.towns, chance.randint(20, 60)), "一二三四五六七八九十", 0
    for town in office.towns:
        here = [person for person in people if person.town == town]
        if not here:
            continue
        top = page.add([form.format(no=marks[at], town=town.name, n=len(here))], Truth(NOTE))
        at += 1
        if chance.random() < 0.5:
            page.merges.append((top, 1, top, len(columns)))
        for number, person in enumerate(here, 1):
            office.row(columns, person, number, page)
    footers(office, page, len(people))
    return [page]


def two_columns(office: Office) -> list[Page]:
    """Workplace and post apart, mobile and land-line apart, age beside the birth."""
    chance, page = office.chance, Page("Sheet1")
    columns = office.columns("gender", "birth", "levels", "district", "station")
    columns = [key for key in columns if key != "duty"] + ["+工作单位", "+职务", "+手机", "+办公电话"]
    at = columns.index("birth")
    columns.insert(at + chance.choice([0, 1]), "+年龄")
    header = [key[1:] if key.startswith("+") else office.label(key) for key in columns]
    titles(office, page, len(columns), f"{office.county.name}人大代表基本情况统计表")
    page.add(header)
    people = crowd(chance, office.towns, chance.randint(15, 50))
    for number, person in enumerate(people, 1):
        mobile = next((one for one in person.phones if "-" not in one), None)
        office_line = next((one for one in person.phones if "-" in one), None)
        apart = {
            "+工作单位": "示例小学",
            "+职务": "教师",
            "+手机": mobile,
            "+办公电话": office_line,
            "+年龄": chance.choice([2024 - int(person.birth[:4]), f"{2024 - int(person.birth[:4])}岁"]),
        }
        at = office.row(columns, person, number, page, **apart)
        page.truth[at].missing -= {"phone"}
    footers(office, page, len(people))
    return [page]


def name_merged(office: Office) -> list[Page]:
    """Who holds two levels has two rows, with one name merged over both."""
    chance, page = office.chance, Page("Sheet1")
    office.speech = Speech(office.county, "named")
    columns = [
        key
        for key in office.columns("gender", "birth", "levels", "district", "station", "phone")
        if key != "seq"
    ]
    titles(office, page, len(columns), f"{office.county.name}各级人大代表名册")
    page.add([office.label(key) for key in columns])
    at = [index + 1 for index, key in enumerate(columns) if key in {"name", "gender", "birth"}]
    for person in crowd(chance, office.towns, chance.randint(15, 40)):
        parts = [replace(person, levels=(level,)) for level in person.levels]
        first = len(page.rows) + 1
        for number, part in enumerate(parts):
            kept = {key: None for key in ("name", "gender", "birth") if number}
            office.row(columns, part, 1, page, MERGE if number else OK, **kept)
        page.truth[first].person = person
        if len(parts) > 1:
            page.merges += [(first, index, len(page.rows), index) for index in at]
    footers(office, page, 1)
    return [page]


def doubtful(office: Office) -> list[Page]:
    """Namesakes, second rows, vacancies, numbers with a digit missing, and who has left."""
    chance, page = office.chance, Page("Sheet1")
    columns = office.columns("gender", "birth", "levels", "district", "station", "phone")
    header = [office.label(key) for key in columns]
    titles(office, page, len(columns), f"{office.county.name}各级人大代表名册")
    page.add(header)
    people = crowd(chance, office.towns, chance.randint(20, 50))
    for number, person in enumerate(people, 1):
        _spoilt(office, columns, person, number, page)
        _followed(office, columns, person, number, page)
    footers(office, page, len(people))
    return [page]


def _spoilt(office: Office, columns: list[str], person: Person, number: int, page: Page) -> None:
    """The person, now and then with a month or a number that cannot be."""
    spoilt = office.chance.choice([*[None] * 18, "phone", "birth"])
    over = {"phone": {"phone": 1540000012}, "birth": {"birth": "1975.13"}}.get(spoilt or "", {})
    at = office.row(columns, person, number, page, **over)
    page.truth[at].open |= set(over)


def _followed(office: Office, columns: list[str], person: Person, number: int, page: Page) -> None:
    """Now and then a row below that is a namesake, a double, a question or nobody."""
    chance = office.chance
    earlier = f"{int(person.birth[:4]) - 3}{person.birth[4:]}"
    rows: dict[str, Callable[[], Any]] = {
        "namesake": lambda: office.row(
            columns, replace(person, birth=earlier, phones=("15499990001",)), number, page
        ),
        "again": lambda: office.row(columns, person, number, page, DUPLICATE),
        "unsure": lambda: office.row(columns, person, number, page, ASK, birth=None, phone=15488880000),
        "vacant": lambda: office.row(
            columns, person, number, page, ERROR, name=chance.choice(["空缺", None])
        ),
    }
    if not person.town.has_congress:
        street = replace(person, name="甲某某", levels=(C, T))
        rows["street"] = lambda: office.row(columns, street, number, page, ERROR, levels="县、街道人大代表")
    if event := chance.choice([*rows, *[None] * 20]):
        rows[event]()


def sums(office: Office) -> list[Page]:
    """Ticks with a line of sums below, and a sum of pages between."""
    chance, page = office.chance, Page("Sheet1")
    county = office.county
    is_city = county.kind == "县级市" and county.city
    words = [
        "全国",
        "省",
        county.city.name if is_city else "市",
        county.name if is_city else "县",
        chance.choice(["乡镇", "乡", "镇"]),
    ]
    columns = office.columns("gender", "birth", "region", "station", "phone") + [f"*{at}" for at in range(5)]
    page.add([f"{county.name}五级人大代表进站情况表"])
    page.add([words[int(key[1:])] if key.startswith("*") else office.label(key) for key in columns])
    people, levels = crowd(chance, office.towns, chance.randint(15, 50)), list(CongressLevel)
    count = dict.fromkeys(levels, 0)
    for number, person in enumerate(people, 1):
        marks = {f"*{at}": "√" if level in person.levels else None for at, level in enumerate(levels)}
        office.row(columns, person, number, page, **marks)
        for level in person.levels:
            count[level] += 1
        if number % 20 == 0 and chance.random() < 0.5:
            page.add(_sum_line(columns, "本页小计", count, levels), Truth("subtotal"))
    page.add(_sum_line(columns, chance.choice(["合计", "总 计", "合   计"]), count, levels), Truth(TOTAL))
    return [page]


def _sum_line(
    columns: list[str], word: str, count: dict[CongressLevel, int], levels: list[CongressLevel]
) -> list[Any]:
    line: list[Any] = [count[levels[int(key[1:])]] if key.startswith("*") else None for key in columns]
    line[0] = word
    return line


def beside(office: Office) -> list[Page]:
    """Two people on a line, as lists on walls are printed: the right half must not be lost in silence."""
    chance, page = office.chance, Page("Sheet1")
    half = ["seq", "name", "gender", "phone"]
    page.add([f"{office.county.name}人大代表名单"])
    page.add([office.label(key) for key in half] * 2)
    people = crowd(chance, office.towns, chance.randrange(20, 50, 2))
    for number in range(0, len(people), 2):
        pair = [replace(person, levels=(C,)) for person in people[number : number + 2]]
        truth = Truth(OK, pair[0], missing={"birth", "station"}, beside=pair[1])
        left, right = ([office.cell(key, one, number, truth) for key in half] for one in pair)
        page.add(left + right, truth)
    return [page]


def in_order(office: Office) -> list[Page]:
    """The usual table once more, with levels and term in one cell and remarks behind them."""
    chance, page = office.chance, Page("名册")
    columns = office.columns("gender", "birth", "levels", "district", "station", "phone")
    header = [office.label(key) for key in columns]
    page.add(header)
    names = _names(office)
    people = [p for p in crowd(chance, office.towns, chance.randint(15, 50)) if p.town.has_congress]
    for number, person in enumerate(people, 1):
        term = chance.choice(["十四", "十六", "16"])
        places = [names[level] if level != T else person.town.name for level in person.levels]
        words = [f"{place}第{term}届人大代表" for place in places]
        cell = chance.choice(["、", "；", "\n"]).join(words)
        at = office.row(columns, person, number, page, levels=cell)
        if chance.random() < 0.05:
            page.rows[at - 1][columns.index("levels")] = cell + chance.choice(
                ["（连任）", "（2022年补选）", "（已调离）"]
            )
    body(office, page, columns, [], header)
    footers(office, page, len(people))
    return [page]


PRINTED: tuple[Callable[[Office], list[Page]], ...] = (
    stacked, town_groups, two_columns, name_merged, doubtful, sums, beside, in_order,
)  # fmt: skip
