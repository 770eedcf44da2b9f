"""What every table has around its people: titles, footers, and what happens among the rows."""

from typing import Any

from .office import BLANK, DUPLICATE, ERROR, NOTE, TOTAL, Office, Page, Truth
from .people import Person
from .words import FOOTERS, UNITS


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
